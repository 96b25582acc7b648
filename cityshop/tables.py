"""All table modules, so that migrations and tests see every table."""

from cityshop.accounts import models as accounts
from cityshop.agenda import models as agenda
from cityshop.brags import models as brags
from cityshop.campaigns import models as campaigns
from cityshop.cities import models as cities
from cityshop.core import heartbeat, journal, outbox, pictures, second_person, throttle
from cityshop.core.db import Base
from cityshop.elections import models as elections
from cityshop.elections import precautions
from cityshop.embeds import models as embeds
from cityshop.fairness import models as fairness
from cityshop.genuine import models as genuine
from cityshop.imports import models as imports
from cityshop.juries import models as juries
from cityshop.links import models as links
from cityshop.merchants import models as merchants
from cityshop.mondays import models as mondays
from cityshop.nominations import models as nominations
from cityshop.offers import models as offers
from cityshop.offers import precautions as offer_precautions
from cityshop.places import models as places
from cityshop.prizes import models as prizes
from cityshop.programmes import models as programmes
from cityshop.recounts import models as recounts
from cityshop.results import models as results
from cityshop.routes import models as routes
from cityshop.sales import models as sales
from cityshop.terraces import models as terraces
from cityshop.upkeep import models as upkeep
from cityshop.vacancies import models as vacancies
from cityshop.verification import models as verification

SHARED = (heartbeat, journal, outbox, pictures, second_person, throttle)
FEATURES = (
    cities,
    accounts,
    campaigns,
    places,
    terraces,
    links,
    sales,
    agenda,
    routes,
    imports,
    embeds,
    merchants,
    upkeep,
    vacancies,
    elections,
    precautions,
    offers,
    mondays,
    offer_precautions,
    genuine,
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
