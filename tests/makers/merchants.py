"""Shops, their keepers, their counters."""

from cityshop.accounts.models import Account
from cityshop.cities.models import City
from cityshop.merchants.models import Counter, Keeper, Shop, ShopState
from cityshop.places.models import Place
from tests.makers.base import NOW
from tests.makers.cities import CityMakers

PIN = "2468"
# argon2id of the PIN with the cheapest parameters, so that tests are fast
PIN_DIGEST = "$argon2id$v=19$m=8,t=1,p=1$vsnya7RqDA4okZQw8WMxQw$BK4b/clBb2IRYBwSn3KAqsmo835zdBxi3ndfE8Hyrfw"


class MerchantMakers(CityMakers):
    def shop(  # noqa: PLR0913 - a shop has that many facts a test may be about
        self,
        city: City | None = None,
        *,
        name: str = "Bakkerij Bert",
        keeper: Account | None = None,
        state: ShopState = ShopState.APPROVED,
        state_reason: str = "",
        place: Place | None = None,
    ) -> Shop:
        city = city or self.kortrijk()
        shop = Shop(
            city_id=city.id,
            slug=f"winkel-{self.number()}",
            name=name,
            enterprise_number="0403170701",
            category="bakery",
            street="Doorniksestraat 12",
            postal_code="8500",
            registered_at=NOW,
            keeper_name="Bert",
            state=state,
            state_reason=state_reason,
            place_id=place.id if place else None,
        )
        if keeper is not None:
            shop.keepers.append(Keeper(account_id=keeper.id))
        return self.kept(shop)

    def counter(self, shop: Shop | None = None, *, revoked: bool = False) -> Counter:
        shop = shop or self.shop()
        return self.kept(
            Counter(
                city_id=shop.city_id,
                shop_id=shop.id,
                name="Kassa",
                token=f"toonbank-{self.number()}",
                pin_digest=PIN_DIGEST,
                opened_at=NOW,
                revoked_at=NOW if revoked else None,
            )
        )
