"""Accounts and their roles, with one password for all."""

from datetime import datetime

from cityshop.accounts.models import Account, PasswordReset, RoleGrant
from cityshop.accounts.rules import token_digest
from cityshop.cities.models import City
from cityshop.core.permissions import Role
from cityshop.merchants.models import Keeper, Shop
from tests.makers.base import NOW
from tests.makers.merchants import MerchantMakers

PASSWORD = "drie fietsen onder de linde"  # noqa: S105 - of nobody
# argon2id of the password with the cheapest parameters, so that tests are fast
PASSWORD_DIGEST = (
    "$argon2id$v=19$m=8,t=1,p=1$26nak6PP2aoHiVXPQiQ4jg$i7onnMHzNkucYCPjAk1g1doMC7zZR/nStYunENvVorU"  # noqa: S105 - of the password above
)


class AccountMakers(MerchantMakers):
    def account(
        self,
        role: Role | None = None,
        *,
        city: City | None = None,
        name: str = "Amina Peeters",
        email: str = "",
        password_digest: str = PASSWORD_DIGEST,
    ) -> Account:
        """An account, with a role in one city (or in every city) when one is named."""
        account = Account(
            email=email or f"iemand-{self.number()}@stad.example",
            name=name,
            password_digest=password_digest,
            created_at=NOW,
        )
        if role is not None:
            account.roles.append(RoleGrant(role=role, city_id=city.id if city else None))
        return self.kept(account)

    def staff(self, role: Role = Role.COORDINATOR, city: City | None = None) -> Account:
        """Somebody of a town hall; Kortrijk's when no city is named."""
        return self.account(role, city=city or self.kortrijk())

    def merchant(self, shop: Shop | None = None, *, name: str = "Bert Maes") -> Account:
        """Somebody who keeps a shop."""
        shop = shop or self.shop()
        account = self.account(Role.MERCHANT, name=name)
        self.keeps(account, shop)
        return account

    def keeps(self, account: Account, shop: Shop) -> None:
        """From now on the account may act for this shop too."""
        self.kept(Keeper(account_id=account.id, shop_id=shop.id))

    def password_link(self, account: Account, token: str, *, expires_at: datetime) -> PasswordReset:
        """A mailed link with which a password can be chosen once."""
        reset = PasswordReset(token_digest=token_digest(token), account_id=account.id, expires_at=expires_at)
        return self.kept(reset)
