"""Coming forward, all at once: a shop is asked once, stands once, is accepted once."""

import re
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from cityshop.core.db import choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.outbox import OutgoingMail
from cityshop.elections.models import Candidate, CandidateState, ContestState
from cityshop.elections.queries import candidate_by_id
from cityshop.nominations.models import Suggestion
from cityshop.nominations.services import Decision, accept_candidate
from tests.makers.base import NOW
from tests.server import at_once, statuses

PARALLEL = 50
AT_THE_DESK = 8


def rows_of(database, table):
    with database.reads() as session:
        return session.execute(select(table.__table__)).all()


def test_a_shop_that_many_suggest_is_asked_once_and_stands_once(server, database, make):
    contest, shop = make.contest(state=ContestState.NOMINATIONS), make.shop()
    make.merchant(shop)
    path = f"/kortrijk/vote/{contest.slug}/propose"

    suggested = at_once(PARALLEL, lambda _: server.post(path, {"shop": shop.slug, "reason": "Zondag."}))
    (letter,) = rows_of(database, OutgoingMail)
    link = re.search(rf"{path}/\S+", letter.text)[0]
    agreed = at_once(PARALLEL, lambda _: server.post(link, {"answer": "yes"}))

    assert set(statuses(suggested)) <= {303, 429}
    assert len(rows_of(database, Suggestion)) == 1
    assert statuses(agreed) == {303: PARALLEL}
    assert [row.state for row in rows_of(database, Candidate)] == [CandidateState.PROPOSED]


def test_colleagues_who_accept_at_once_accept_once(database, make):
    waiting = make.candidate(
        make.contest(state=ContestState.NOMINATIONS), state=CandidateState.PROPOSED, shop=make.shop()
    )

    def accept(account_id):
        with database.writes.begin() as session:
            choose_city(session, waiting.city_id)
            candidate = candidate_by_id(session, waiting.contest_id, waiting.id)
            accept_candidate(session, candidate, Decision(account_id, waiting.revision), now=NOW)

    with ThreadPoolExecutor(AT_THE_DESK) as desk:
        list(desk.map(accept, range(AT_THE_DESK)))

    assert [row.state for row in rows_of(database, Candidate)] == [CandidateState.ACCEPTED]
    assert [row.happening for row in rows_of(database, JournalEntry)] == [Happening.CANDIDATE_ACCEPTED]
