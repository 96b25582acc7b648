"""Rows for tests, each with defaults; a test mentions only what it is about."""

from tests.makers.accounts import AccountMakers
from tests.makers.agenda import AgendaMakers
from tests.makers.brags import BragMakers
from tests.makers.cities import CityMakers
from tests.makers.elections import ElectionMakers
from tests.makers.fairness import FairnessMakers
from tests.makers.genuine import GenuineMakers
from tests.makers.imports import ImportMakers
from tests.makers.juries import JuryMakers
from tests.makers.links import LinkMakers
from tests.makers.merchants import MerchantMakers
from tests.makers.mondays import MondayMakers
from tests.makers.offers import OfferMakers
from tests.makers.places import PlaceMakers
from tests.makers.prizes import PrizeMakers
from tests.makers.programmes import ProgrammeMakers
from tests.makers.recounts import RecountMakers
from tests.makers.routes import RouteMakers
from tests.makers.signing import SigningMakers
from tests.makers.terraces import TerraceMakers
from tests.makers.upkeep import UpkeepMakers
from tests.makers.verification import VerificationMakers


class Make(
    ProgrammeMakers,
    AccountMakers,
    TerraceMakers,
    RouteMakers,
    UpkeepMakers,
    PlaceMakers,
    AgendaMakers,
    ImportMakers,
    JuryMakers,
    RecountMakers,
    PrizeMakers,
    VerificationMakers,
    LinkMakers,
    GenuineMakers,
    BragMakers,
    FairnessMakers,
    ElectionMakers,
    MondayMakers,
    SigningMakers,
    OfferMakers,
    MerchantMakers,
    CityMakers,
):
    """Everything a test can ask for: `make.offer(campaign=make.campaign(paused=True))`."""
