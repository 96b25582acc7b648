"""What pages are made of: rooms offer parts, and this list says where they stand, in their order."""

from collections.abc import Mapping, Sequence

from cityshop.agenda import pages as agenda_pages
from cityshop.agenda import staff_pages as agenda_staff_pages
from cityshop.booklets import pages as booklet_pages
from cityshop.brags import pages as brag_pages
from cityshop.campaigns import pages as campaign_pages
from cityshop.elections import pages as election_pages
from cityshop.embeds import pages as embed_pages
from cityshop.fairness import pages as fairness_pages
from cityshop.genuine import pages as genuine_pages
from cityshop.imports import pages as import_pages
from cityshop.imports import provenance
from cityshop.kits import offer_sheets as kit_offer_sheets
from cityshop.kits import pages as kit_pages
from cityshop.maps import pages as map_pages
from cityshop.mondays import pages as monday_pages
from cityshop.nominations import pages as nomination_pages
from cityshop.offers import pages as offer_pages
from cityshop.places import closure_pages
from cityshop.places import pages as place_pages
from cityshop.prizes import pages as prize_pages
from cityshop.programmes import pages as programme_pages
from cityshop.recounts import pages as recount_pages
from cityshop.results import pages as result_pages
from cityshop.routes import pages as route_pages
from cityshop.routes import staff_pages as route_staff_pages
from cityshop.terraces import pages as terrace_pages
from cityshop.upkeep import own_pages as upkeep_own_pages
from cityshop.upkeep import pages as upkeep_pages
from cityshop.vacancies import pages as vacancy_pages
from cityshop.verification import pages as verification_pages
from cityshop.web.parts import PartMaker
from cityshop.weekends import pages as weekend_pages

PARTS: Mapping[str, Sequence[PartMaker]] = {
    "front": (programme_pages.front_part,),
    "home": (
        campaign_pages.home_part,
        election_pages.home_part,
        result_pages.home_part,
        offer_pages.home_part,
        weekend_pages.home_part,
        place_pages.home_part,
        terrace_pages.home_part,
        route_pages.home_part,
        agenda_pages.home_part,
        programme_pages.home_part,
    ),
    "dashboard": (
        campaign_pages.dashboard_part,
        election_pages.dashboard_part,
        offer_pages.dashboard_part,
        weekend_pages.dashboard_part,
        monday_pages.dashboard_part,
        genuine_pages.dashboard_part,
        place_pages.dashboard_part,
        terrace_pages.dashboard_part,
        upkeep_pages.dashboard_part,
        agenda_staff_pages.dashboard_part,
        programme_pages.dashboard_part,
    ),
    # What other rooms add to the report of an edition of a discount weekend; the edition is `g.campaign`.
    "edition_report": (monday_pages.edition_part,),
    "own_shop": (
        upkeep_own_pages.own_shop_part,
        offer_pages.own_shop_part,
        kit_offer_sheets.own_shop_part,
        monday_pages.own_shop_part,
        nomination_pages.own_shop_part,
    ),
    # What other rooms add to the pages of elections; each finds its subject in `g.contest`, `g.candidate` or
    # `g.leaf`.
    "contest": (
        result_pages.contest_part,
        nomination_pages.contest_part,
        verification_pages.contest_part,
        brag_pages.contest_part,
        prize_pages.contest_part,
        fairness_pages.contest_part,
        recount_pages.contest_part,
        programme_pages.contest_part,
    ),
    "candidate": (programme_pages.candidate_part, brag_pages.candidate_part),
    # How to vote for a candidate where no code is mailed; nothing stands for a mailed code.
    "ballot": (verification_pages.ballot_part,),
    "contest_desk": (
        result_pages.desk_part,
        nomination_pages.desk_part,
        verification_pages.desk_part,
        fairness_pages.contest_desk_part,
        brag_pages.desk_part,
        kit_pages.desk_part,
        prize_pages.desk_part,
        recount_pages.desk_part,
        programme_pages.contest_desk_part,
    ),
    "own_candidate": (kit_pages.own_candidate_part,),
    "receipt": (recount_pages.receipt_part, prize_pages.receipt_part),
    # What other rooms add to the mail with a code; each finds `g.contest` and `g.mailbox`.
    "code_letter": (fairness_pages.code_letter_part,),
    # What other rooms add to the guide, a place of it, and their desks at town hall; a place is `g.place`.
    "guide": (
        terrace_pages.guide_part,
        route_pages.guide_part,
        agenda_pages.guide_part,
        map_pages.guide_part,
        booklet_pages.guide_part,
        embed_pages.guide_part,
        vacancy_pages.guide_part,
    ),
    "place": (
        closure_pages.place_part,
        terrace_pages.place_part,
        route_pages.place_part,
        agenda_pages.place_part,
        map_pages.place_part,
        upkeep_pages.place_part,
    ),
    "guide_desk": (
        upkeep_pages.guide_desk_part,
        import_pages.desk_part,
        terrace_pages.guide_desk_part,
        route_staff_pages.guide_desk_part,
        agenda_staff_pages.guide_desk_part,
        embed_pages.desk_part,
        booklet_pages.desk_part,
        vacancy_pages.guide_desk_part,
    ),
    "place_desk": (
        terrace_pages.place_desk_part,
        provenance.place_desk_part,
        upkeep_pages.place_desk_part,
    ),
}
