"""All table modules, so that migrations and tests see every table."""

from cityshop.accounts import models as accounts
from cityshop.brags import models as brags
from cityshop.campaigns import models as campaigns
from cityshop.cities import models as cities
from cityshop.core import heartbeat, journal, outbox, pictures, second_person, throttle
from cityshop.core.db import Base
from cityshop.elections import models as elections
from cityshop.elections import precautions
from cityshop.fairness import models as fairness
from cityshop.juries import models as juries
from cityshop.links import models as links
from cityshop.merchants import models as merchants
from cityshop.nominations import models as nominations
from cityshop.offers import models as offers
from cityshop.places import models as places
from cityshop.prizes import models as prizes
from cityshop.programmes import models as programmes
from cityshop.recounts import models as recounts
from cityshop.results import models as results
from cityshop.terraces import models as terraces
from cityshop.verification import models as verification

SHARED = (heartbeat, journal, outbox, pictures, second_person, throttle)
FEATURES = (
    cities,
    accounts,
    campaigns,
    places,
    terraces,
    links,
    merchants,
    elections,
    precautions,
    offers,
    nominations,
    verification,
    fairness,
    brags,
    juries,
    prizes,
    results,
    recounts,
    programmes,
)
metadata = Base.metadata
