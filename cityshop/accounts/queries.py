"""Reads of accounts, their roles and sign-ins."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cityshop.accounts.errors import AccountUnknown
from cityshop.accounts.models import Account, PasswordReset, RoleGrant, SignIn
from cityshop.accounts.rules import token_digest
from cityshop.cities.models import City
from cityshop.core.permissions import PERMISSIONS, STAFF, Act, Role


@dataclass(frozen=True)
class SignedIn:
    """A sign-in that was not ended, with the account as it is at this moment."""

    sign_in_id: int
    started_at: datetime
    account_id: int
    email: str
    name: str
    roles: Mapping[int | None, frozenset[Role]]

    @property
    def all_roles(self) -> frozenset[Role]:
        return frozenset().union(*self.roles.values())


def account_by_email(session: Session, email: str) -> Account | None:
    """The account of a mailbox in its canonical form."""
    return session.scalar(select(Account).where(Account.email == email))


def account_by_id(session: Session, account_id: int) -> Account:
    """An account that is signed in, so that it exists."""
    return session.scalars(select(Account).where(Account.id == account_id)).one()


def signed_in(session: Session, token: str) -> SignedIn | None:
    """Who holds this token, with the roles of this moment; None when it was ended or the account disabled."""
    rows = session.execute(
        select(
            SignIn.id,
            SignIn.started_at,
            Account.id,
            Account.email,
            Account.name,
            RoleGrant.city_id,
            RoleGrant.role,
        )
        .join(Account, SignIn.account_id == Account.id)
        .outerjoin(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            SignIn.token_digest == token_digest(token),
            SignIn.ended_at.is_(None),
            Account.disabled_at.is_(None),
        )
        .order_by(RoleGrant.id)
    ).all()
    if not rows:
        return None
    sign_in_id, started_at, account_id, email, name, _, _ = rows[0]
    return SignedIn(
        sign_in_id, started_at, account_id, email, name, _by_city([(row[5], row[6]) for row in rows])
    )


def open_reset(session: Session, token: str, *, now: datetime) -> Account | None:
    """Whose password this link may set, while it is good."""
    return session.scalar(
        select(Account)
        .join(PasswordReset, PasswordReset.account_id == Account.id)
        .where(
            PasswordReset.token_digest == token_digest(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > now,
            Account.disabled_at.is_(None),
        )
    )


def staff_of(session: Session, city_id: int) -> Sequence[Account]:
    """Everybody with a role in this city itself, by name, with all their roles."""
    return session.scalars(
        select(Account)
        .where(Account.roles.any((RoleGrant.city_id == city_id) & RoleGrant.role.in_(STAFF)))
        .options(selectinload(Account.roles))
        .order_by(Account.name, Account.id)
    ).all()


def accounts_that_may(session: Session, act: Act, *, city_id: int) -> Sequence[Account]:
    """Everybody whose role in this city, or in every city, lets them begin this act; by name."""
    here = (RoleGrant.city_id == city_id) | RoleGrant.city_id.is_(None)
    able = Account.roles.any(here & RoleGrant.role.in_(PERMISSIONS[act].roles))
    active = select(Account).where(Account.disabled_at.is_(None), able)
    return session.scalars(active.order_by(Account.name, Account.id)).all()


def staff_member(session: Session, account_id: int, *, city_id: int) -> Account:
    """Somebody with a role in this city; raises AccountUnknown for everybody else."""
    account = next((one for one in staff_of(session, city_id) if one.id == account_id), None)
    if account is None:
        raise AccountUnknown
    return account


def words_about(session: Session, account: Account) -> tuple[str, ...]:
    """What somebody who knows the owner would guess first: e-mail address, name, cities."""
    cities = (
        select(City.name)
        .join(RoleGrant, RoleGrant.city_id == City.id)
        .where(RoleGrant.account_id == account.id)
    )
    return (account.email, account.name, *session.scalars(cities.order_by(City.name)))


def _by_city(grants: Sequence[tuple[int | None, str | None]]) -> Mapping[int | None, frozenset[Role]]:
    roles: dict[int | None, frozenset[Role]] = {}
    for city_id, role in grants:
        if role is not None:
            roles[city_id] = roles.get(city_id, frozenset()) | {Role(role)}
    return roles


def names_of_accounts(session: Session, account_ids: Collection[int]) -> Mapping[int, str]:
    """The name of each of these accounts that still exists."""
    named = select(Account.id, Account.name).where(Account.id.in_(account_ids))
    return dict(session.execute(named).all())
