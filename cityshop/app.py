"""Puts the site together; the only list of features."""

import os

from flask import Flask

from cityshop import layers
from cityshop.accounts import staff_views as account_staff_views
from cityshop.accounts import views as account_views
from cityshop.agenda import desk_views as agenda_desk_views
from cityshop.agenda import partner_views as agenda_partner_views
from cityshop.agenda import source_views as agenda_source_views
from cityshop.agenda import staff_views as agenda_staff_views
from cityshop.agenda import views as agenda_views
from cityshop.booklets import views as booklet_views
from cityshop.brags import staff_views as brag_staff_views
from cityshop.brags import views as brag_views
from cityshop.campaigns import staff_views as campaign_staff_views
from cityshop.cities import staff_views as city_staff_views
from cityshop.cities import views as city_views
from cityshop.core import files
from cityshop.core.db import Database
from cityshop.elections import api_views as election_api_views
from cityshop.elections import staff_views as election_staff_views
from cityshop.elections import views as election_views
from cityshop.elections.ballot_box import BallotBox
from cityshop.elections.letters import key_alarm
from cityshop.elections.states import follow_campaign
from cityshop.embeds import staff_views as embed_staff_views
from cityshop.embeds import views as embed_views
from cityshop.fairness import staff_views as fairness_staff_views
from cityshop.fairness import views as fairness_views
from cityshop.genuine import staff_views as genuine_staff_views
from cityshop.genuine import views as genuine_views
from cityshop.imports import staff_views as import_staff_views
from cityshop.juries import staff_views as jury_staff_views
from cityshop.juries import views as jury_views
from cityshop.kits import counter_views as own_kit_views
from cityshop.kits import staff_views as kit_staff_views
from cityshop.links import views as link_views
from cityshop.maps import views as map_views
from cityshop.merchants import counter_views as own_shop_views
from cityshop.merchants import desk_views as counter_desk_views
from cityshop.merchants import staff_views as shop_staff_views
from cityshop.merchants import views as shop_views
from cityshop.mondays import counter_views as own_card_views
from cityshop.mondays import staff_views as monday_staff_views
from cityshop.mondays import views as monday_views
from cityshop.nominations import counter_views as own_candidate_views
from cityshop.nominations import staff_views as nomination_staff_views
from cityshop.nominations import titles
from cityshop.nominations import views as nomination_views
from cityshop.offers import api_views as till_api_views
from cityshop.offers import claim_views, voucher_views
from cityshop.offers import counter_views as till_views
from cityshop.offers import desk_views as offer_desk_views
from cityshop.offers import shop_views as own_offer_views
from cityshop.offers import staff_views as offer_staff_views
from cityshop.offers import views as offer_views
from cityshop.page_parts import PARTS
from cityshop.places import api_views as place_api_views
from cityshop.places import extensions
from cityshop.places import staff_views as place_staff_views
from cityshop.places import views as place_views
from cityshop.prizes import staff_views as prize_staff_views
from cityshop.prizes import views as prize_views
from cityshop.programmes import funder_views as programme_funder_views
from cityshop.programmes import jury_views as programme_jury_views
from cityshop.programmes import organiser_views, seasons
from cityshop.programmes import pages as programme_pages
from cityshop.programmes import staff_views as programme_staff_views
from cityshop.programmes import views as programme_views
from cityshop.recounts import staff_views as recount_staff_views
from cityshop.recounts import views as recount_views
from cityshop.results import api_views as result_api_views
from cityshop.results import staff_views as result_staff_views
from cityshop.results import views as result_views
from cityshop.routes import staff_views as route_staff_views
from cityshop.routes import stop_views as route_stop_views
from cityshop.routes import views as route_views
from cityshop.sales import staff_views as sales_staff_views
from cityshop.settings import Settings
from cityshop.terraces import queries as terrace_queries
from cityshop.terraces import staff_views as terrace_staff_views
from cityshop.terraces import views as terrace_views
from cityshop.upkeep import counter_views as own_place_views
from cityshop.upkeep import shop_views as own_hours_views
from cityshop.upkeep import staff_views as upkeep_staff_views
from cityshop.upkeep import views as upkeep_views
from cityshop.vacancies import staff_views as vacancy_staff_views
from cityshop.vacancies import views as vacancy_views
from cityshop.verification import staff_views as verification_staff_views
from cityshop.verification import views as verification_views
from cityshop.verification.provider import Provider
from cityshop.web import badges, demo, health, parts, picture_views

DOORS = (
    health.door,
    picture_views.door,
    link_views.door,
    city_views.front,
    account_views.door,
    account_views.own,
    shop_views.door,
    own_shop_views.own,
    till_views.door,
    till_api_views.api,
    own_offer_views.own_offers,
    own_card_views.own,
    offer_views.vouchers,
    offer_views.public,
    claim_views.claims,
    voucher_views.own,
    voucher_views.wallet,
    genuine_views.public,
    verification_views.public,
    verification_views.outside,
    fairness_views.public,
    election_views.public,
    recount_views.public,
    election_views.hot,
    nomination_views.public,
    prize_views.public,
    brag_views.public,
    own_candidate_views.own,
    jury_views.door,
    own_kit_views.own,
    map_views.worker,
    map_views.public,
    booklet_views.public,
    place_views.public,
    terrace_views.public,
    route_views.public,
    embed_views.public,
    place_api_views.public,
    place_api_views.api,
    own_place_views.own,
    own_hours_views.own,
    upkeep_views.public,
    monday_views.public,
    vacancy_views.public,
    agenda_views.public,
    agenda_partner_views.door,
    election_api_views.api,
    result_views.public,
    result_api_views.api,
    city_views.public,
    city_staff_views.staff,
    organiser_views.organiser,
    programme_funder_views.organiser,
    programme_jury_views.organiser,
    programme_views.everywhere,
    programme_views.public,
    programme_staff_views.staff,
    account_staff_views.staff,
    campaign_staff_views.staff,
    election_staff_views.staff,
    nomination_staff_views.staff,
    prize_staff_views.staff,
    verification_staff_views.staff,
    jury_staff_views.staff,
    result_staff_views.staff,
    recount_staff_views.staff,
    brag_staff_views.staff,
    kit_staff_views.staff,
    fairness_staff_views.staff,
    offer_desk_views.staff,
    offer_staff_views.staff,
    monday_staff_views.staff,
    sales_staff_views.staff,
    genuine_staff_views.staff,
    place_staff_views.staff,
    terrace_staff_views.staff,
    route_staff_views.staff,
    route_stop_views.staff,
    import_staff_views.staff,
    embed_staff_views.staff,
    upkeep_staff_views.staff,
    vacancy_staff_views.staff,
    agenda_staff_views.staff,
    agenda_desk_views.staff,
    agenda_source_views.staff,
    shop_staff_views.staff,
    counter_desk_views.staff,
)
# Who knows whether a shop holds a title: asked where a vote's rules let a winner wait.
TITLES: tuple[titles.HoldsTitle, ...] = (seasons.holds_title,)

# Who gives shops a badge beside their name, in the guide and at their offers.
BADGES: tuple[badges.BadgeMaker, ...] = (programme_pages.badges,)


def create_app(settings: Settings) -> Flask:
    """The whole site as a WSGI application with its layers around it."""
    app = layers.Site(__name__, template_folder=str(files.TEMPLATES), static_folder=None)
    database = Database(settings.database_url)
    app.extensions["cityshop.database"] = database
    app.extensions["cityshop.seen_cities"] = {}
    app.extensions["cityshop.campaign_followers"] = (follow_campaign,)
    app.extensions["cityshop.ballot_box"] = BallotBox(database, settings.keys_folder, key_alarm)
    app.extensions["cityshop.eid"] = _eid_provider(settings)
    layers.configure(app, settings)
    layers.install_web(app, settings)
    for door in (*DOORS, *((demo.door,) if settings.demo else ())):
        app.register_blueprint(door)
    parts.install(app, **PARTS)
    titles.install(app, TITLES)
    extensions.install(app, terrace_queries.open_seasons)
    badges.install(app, BADGES)
    layers.wrap(app, database, settings)
    return app


def site() -> Flask:
    """The site as the environment wants it, for servers."""
    return create_app(Settings.from_environment(os.environ))


def _eid_provider(settings: Settings) -> Provider | None:
    if not settings.oidc_issuer:
        return None
    return Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
