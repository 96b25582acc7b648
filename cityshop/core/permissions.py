"""Who may do what: one table of roles by acts, read by the doors and by the tests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    READER = "reader"
    WRITER = "writer"
    APPROVER = "approver"
    COORDINATOR = "coordinator"
    ORGANISER = "organiser"
    AUDITOR = "auditor"
    MERCHANT = "merchant"
    CREATOR = "creator"


class Act(StrEnum):
    SEE_DASHBOARD = "see-dashboard"
    SEE_JOURNAL = "see-journal"
    EDIT_CITY = "edit-city"
    EDIT_CAMPAIGN = "edit-campaign"
    PAUSE_CAMPAIGN = "pause-campaign"
    RESUME_CAMPAIGN = "resume-campaign"
    EDIT_CONTEST = "edit-contest"
    OPEN_CONTEST = "open-contest"
    CLOSE_CONTEST_EARLY = "close-contest-early"
    REJECT_BALLOTS = "reject-ballots"
    PUBLISH_RESULT = "publish-result"
    PAUSE_CONTEST = "pause-contest"
    ANNUL_CONTEST = "annul-contest"
    SEAL_CONTEST = "seal-contest"
    SEE_RESULT = "see-result"
    MODERATE_CANDIDATES = "moderate-candidates"
    MODERATE_BRAGS = "moderate-brags"
    ISSUE_PAPER_CODES = "issue-paper-codes"
    CAST_ASSISTED = "cast-assisted"
    REVIEW_BALLOTS = "review-ballots"
    MANAGE_JURY = "manage-jury"
    DRAW_PRIZE = "draw-prize"
    PRINT_KIT = "print-kit"
    EDIT_OFFER = "edit-offer"
    EDIT_PLACE = "edit-place"
    EDIT_AGENDA = "edit-agenda"
    EDIT_ROUTE = "edit-route"
    ANSWER_FAKE = "answer-fake"
    REPLACE_KEY = "replace-key"
    EDIT_VACANCY = "edit-vacancy"
    SHOW_VACANCIES = "show-vacancies"
    APPROVE_SHOP = "approve-shop"
    MANAGE_STAFF = "manage-staff"
    KEEP_OWN_SHOP = "keep-own-shop"
    SEE_OWN_ASSIGNMENT = "see-own-assignment"


@dataclass(frozen=True)
class Permission:
    """The roles that may act, and whether another person must confirm before it takes effect."""

    roles: frozenset[Role]
    needs_second_person: bool = False


_WRITERS = frozenset({Role.WRITER, Role.APPROVER, Role.COORDINATOR, Role.ORGANISER})
_APPROVERS = frozenset({Role.APPROVER, Role.COORDINATOR, Role.ORGANISER})
_COORDINATORS = frozenset({Role.COORDINATOR, Role.ORGANISER})
STAFF = _WRITERS | {Role.READER, Role.AUDITOR}

PERMISSIONS: Mapping[Act, Permission] = {
    Act.SEE_DASHBOARD: Permission(STAFF),
    Act.SEE_JOURNAL: Permission(_APPROVERS | {Role.AUDITOR}),
    Act.EDIT_CITY: Permission(_COORDINATORS),
    Act.EDIT_CAMPAIGN: Permission(_WRITERS),
    # Stopping must never wait for the one who may start: every writer can press pause.
    Act.PAUSE_CAMPAIGN: Permission(_WRITERS),
    Act.RESUME_CAMPAIGN: Permission(_APPROVERS),
    Act.EDIT_CONTEST: Permission(_WRITERS),
    Act.OPEN_CONTEST: Permission(_APPROVERS),
    Act.CLOSE_CONTEST_EARLY: Permission(_APPROVERS, needs_second_person=True),
    Act.REJECT_BALLOTS: Permission(_APPROVERS, needs_second_person=True),
    Act.PUBLISH_RESULT: Permission(_APPROVERS, needs_second_person=True),
    # As with a campaign: whoever may write may stop, starting again takes an approver.
    Act.PAUSE_CONTEST: Permission(_WRITERS),
    Act.ANNUL_CONTEST: Permission(_APPROVERS, needs_second_person=True),
    Act.SEAL_CONTEST: Permission(_APPROVERS, needs_second_person=True),
    Act.SEE_RESULT: Permission(STAFF),
    Act.MODERATE_CANDIDATES: Permission(_WRITERS),
    Act.MODERATE_BRAGS: Permission(_WRITERS),
    Act.ISSUE_PAPER_CODES: Permission(_APPROVERS),
    Act.CAST_ASSISTED: Permission(_WRITERS),
    Act.REVIEW_BALLOTS: Permission(_APPROVERS),
    Act.MANAGE_JURY: Permission(_APPROVERS),
    Act.DRAW_PRIZE: Permission(_APPROVERS),
    Act.PRINT_KIT: Permission(_WRITERS),
    Act.EDIT_OFFER: Permission(_WRITERS),
    Act.ANSWER_FAKE: Permission(_WRITERS),
    Act.REPLACE_KEY: Permission(_APPROVERS),
    Act.EDIT_PLACE: Permission(_WRITERS),
    Act.EDIT_AGENDA: Permission(_WRITERS),
    Act.EDIT_ROUTE: Permission(_WRITERS),
    Act.EDIT_VACANCY: Permission(_WRITERS),
    Act.SHOW_VACANCIES: Permission(_APPROVERS),
    Act.APPROVE_SHOP: Permission(_APPROVERS),
    Act.MANAGE_STAFF: Permission(_COORDINATORS),
    Act.KEEP_OWN_SHOP: Permission(frozenset({Role.MERCHANT})),
    Act.SEE_OWN_ASSIGNMENT: Permission(frozenset({Role.CREATOR})),
}


def is_allowed(act: Act, roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles may begin this act."""
    return not PERMISSIONS[act].roles.isdisjoint(roles)
