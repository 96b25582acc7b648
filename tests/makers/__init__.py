"""Rows for tests, each with defaults; a test mentions only what it is about."""

from tests.makers.accounts import AccountMakers
from tests.makers.cities import CityMakers
from tests.makers.elections import ElectionMakers
from tests.makers.juries import JuryMakers
from tests.makers.merchants import MerchantMakers
from tests.makers.offers import OfferMakers
from tests.makers.places import PlaceMakers
from tests.makers.prizes import PrizeMakers
from tests.makers.programmes import ProgrammeMakers


class Make(
    ProgrammeMakers,
    JuryMakers,
    PrizeMakers,
    AccountMakers,
    PlaceMakers,
    ElectionMakers,
    OfferMakers,
    MerchantMakers,
    CityMakers,
):
    """Everything a test can ask for: `make.offer(campaign=make.campaign(paused=True))`."""
