"""Town hall decides on offers, and on the rules of a campaign."""

import pytest
from sqlalchemy import select

from cityshop.cities.models import City
from cityshop.core.db import across_cities
from cityshop.core.journal import JournalEntry
from cityshop.core.outbox import OutgoingMail
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.offers.models import DiscountRules, Offer
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

QUEUE = "/staff/kortrijk/offers/waiting"
RULES = {"claims_by": "mailbox", "trusts_shops": "y", "asks_postal_code": "y", "cap": "1500,50"}


@pytest.fixture
def amina(client, make):
    return sign_in(client, make.staff())


def seen(session, query):
    with across_cities(session):
        found = session.scalars(query).all()
    session.expunge_all()
    session.rollback()  # the site writes again
    return found


def states(session):
    return seen(session, select(Offer.state).order_by(Offer.id))


def test_the_queue_shows_what_waits(amina, make):
    make.offer(title="wacht nog", state="waiting", reference_cents=50_00)
    make.offer(title="staat al op de lijst")

    text = Page(amina.get(QUEUE)).text

    assert "wacht nog" in text
    assert "from € 50 for € 40" in text
    assert "staat al op de lijst" not in text


def test_an_empty_queue_says_so(amina, make):
    assert "Nothing waits" in Page(amina.get(QUEUE)).text


def test_many_are_approved_at_once_and_their_shops_told(amina, make, session):
    shop = make.shop()
    make.merchant(shop)
    campaign = make.campaign()
    waiting = [make.offer(shop, campaign, state="waiting") for _ in range(3)]

    answer = post_form(amina, QUEUE, **{"offers[]": [str(offer.id) for offer in waiting[:2]]})

    assert answer.status_code == 303
    assert states(session) == ["live", "live", "waiting"]
    assert "Residents see 2 more offers" in Page(amina.get(answer.location)).text
    mails = seen(session, select(OutgoingMail.subject))
    assert len([subject for subject in mails if "Residents see your offer" in subject]) == 2
    again = post_form(amina, QUEUE, **{"offers[]": [str(waiting[0].id)]})
    assert "shown=0" in again.location
    assert len(seen(session, select(OutgoingMail.id))) == len(mails)


def test_what_the_guard_forbids_is_not_approved_unseen(amina, make, session):
    offer = make.offer(state="waiting", title="Solden op brood")

    post_form(amina, QUEUE, **{"offers[]": [str(offer.id)]})

    assert states(session) == ["waiting"]
    assert "word for the sales" in Page(amina.get(QUEUE)).text
    path = f"/staff/kortrijk/offers/{offer.id}"
    typed = {"title_nl": "Solden op brood", "kind": "gift", "campaign_id": str(offer.campaign_id)}
    assert post_form(amina, f"{path}/approve").status_code == 422
    assert post_form(amina, path, **typed, guard_reason="Citaat").status_code == 303
    assert post_form(amina, f"{path}/approve").status_code == 303
    notes = seen(session, select(JournalEntry.note).where(JournalEntry.happening == "offer-guard-overridden"))
    assert notes == ["Citaat"]


@pytest.mark.parametrize("ids", [[], ["x"], ["0"], ["-1"], ["9" * 30], ["999999"]])
def test_nothing_that_is_no_offer_is_approved(amina, make, session, ids):
    make.offer(state="waiting")

    assert post_form(amina, QUEUE, **{"offers[]": ids}).status_code == 303
    assert states(session) == ["waiting"]


def test_an_offer_of_another_city_is_not_approved(amina, make, session):
    elsewhere = make.offer(make.shop(make.city("genk", "Genk")), state="waiting")

    post_form(amina, QUEUE, **{"offers[]": [str(elsewhere.id)]})

    assert states(session) == ["waiting"]


def test_a_refused_offer_goes_back_with_its_reason(amina, make, session):
    shop = make.shop()
    keeper = make.merchant(shop)
    offer = make.offer(shop, state="waiting")
    path = f"/staff/kortrijk/offers/{offer.id}/refuse"
    assert "Send this offer back" in Page(amina.get(path)).text

    for _ in range(2):
        assert post_form(amina, path, reason="Zeg welk brood.").status_code == 303

    assert states(session) == ["refused"]
    mails = seen(session, select(OutgoingMail.text))
    assert len(mails) == 1
    assert "Zeg welk brood." in mails[0]
    bert = sign_in(amina, keeper)
    assert "Zeg welk brood." in Page(bert.get(f"/shop/offers/{offer.id}")).text
    assert "Back with the shop" in Page(bert.get("/shop/offers")).text


def test_a_refusal_needs_a_reason(amina, make, session):
    offer = make.offer(state="waiting")

    page = Page(post_form(amina, f"/staff/kortrijk/offers/{offer.id}/refuse", reason=" "))

    assert (page.status, states(session)) == (422, ["waiting"])
    assert page.errors


def test_a_withdrawn_offer_is_not_refused(amina, make, session):
    offer = make.offer(state="withdrawn")

    page = Page(post_form(amina, f"/staff/kortrijk/offers/{offer.id}/refuse", reason="Zeg welk brood."))

    assert (page.status, states(session)) == (409, ["withdrawn"])
    assert page.errors
    assert "Zeg welk brood." in page.text


def test_the_guard_speaks_to_town_hall_too(amina, make, session):
    offer = make.offer(state="waiting")
    typed = {"title_nl": "Soldes", "kind": "gift", "campaign_id": str(offer.campaign_id)}

    said = post_form(amina, f"/staff/kortrijk/offers/{offer.id}/check", **typed)

    assert "word for the sales" in said.get_data(as_text=True)
    assert seen(session, select(Offer.title)) == [{"nl": "20 % op brood"}]


def rules_page(campaign):
    return f"/staff/kortrijk/campaigns/{campaign.slug}/discount"


def test_the_rules_of_a_campaign(amina, make, session):
    before = make.campaign(kind="discount")
    campaign = make.campaign(kind="discount")

    for _ in range(2):
        answer = post_form(amina, rules_page(campaign), edition_before_id=str(before.id), **RULES)
        assert answer.status_code == 303

    rules = seen(session, select(DiscountRules))[0]
    assert (rules.claims_by, rules.trusts_shops, rules.asks_postal_code) == ("mailbox", True, True)
    assert (rules.cap_cents, rules.edition_before_id) == (1500_50, before.id)
    assert 'value="1500,50"' in Page(amina.get(rules_page(campaign))).html


def test_without_a_cap_the_city_pays_without_end(amina, make, session):
    campaign = make.campaign(kind="discount")

    post_form(amina, rules_page(campaign), claims_by="device", cap="")

    rules = seen(session, select(DiscountRules))[0]
    assert (rules.cap_cents, rules.trusts_shops, rules.edition_before_id) == (None, False, None)


def test_a_budget_may_be_ten_million(amina, make, session):
    campaign = make.campaign(kind="discount")

    assert post_form(amina, rules_page(campaign), claims_by="device", cap="10000000").status_code == 303
    page = Page(post_form(amina, rules_page(campaign), claims_by="device", cap="€ 10000000,01"))

    assert page.status == 422
    assert "This is more than the most that a budget can be" in page.text
    assert seen(session, select(DiscountRules.cap_cents)) == [10_000_000_00]


def test_new_rules_renew_the_public_pages(amina, make, session):
    campaign = make.campaign(kind="discount")
    version = select(City.version).where(City.id == campaign.city_id)
    before = seen(session, version)[0]

    post_form(amina, rules_page(campaign), claims_by="device", cap="")

    assert seen(session, version) == [before + 1]


def test_the_cap_is_never_less_than_what_was_spent(amina, make, session):
    campaign = make.campaign(kind="discount")
    make.discount_rules(campaign, cap_cents=100_00, spent_cents=60_00)

    page = Page(post_form(amina, rules_page(campaign), claims_by="device", cap="59,99"))

    assert page.status == 422
    assert "cannot be less" in page.text
    assert 'value="59,99"' in page.html
    assert seen(session, select(DiscountRules.cap_cents)) == [100_00]
    assert post_form(amina, rules_page(campaign), claims_by="device", cap="60").status_code == 303


def test_how_residents_are_told_apart_stays_once_there_are_vouchers(amina, make, session):
    offer = make.offer()
    make.voucher(offer)

    page = Page(post_form(amina, rules_page(offer.campaign), claims_by="mailbox"))

    assert page.status == 422
    assert "must stay as it is" in page.text
    assert post_form(amina, rules_page(offer.campaign), claims_by="device").status_code == 303


@pytest.mark.parametrize(
    "changes",
    [
        {"claims_by": ""},
        {"claims_by": "fingerprint"},
        {"cap": "-5"},
        {"cap": "lots"},
        {"cap": "1e9"},
        {"edition_before_id": "999999"},
        {"edition_before_id": "x"},
        {"edition_before_id": "9" * 30},
    ],
)
def test_wrong_rules_are_said_and_kept(amina, make, session, changes):
    campaign = make.campaign(kind="discount")

    page = Page(post_form(amina, rules_page(campaign), **{**RULES, **changes}))

    assert page.status == 422
    assert page.errors
    assert seen(session, select(DiscountRules)) == []


def test_the_edition_before_is_of_the_same_city(amina, make, session):
    elsewhere = make.campaign(make.city("genk", "Genk"), kind="discount")
    campaign = make.campaign(kind="discount")

    answer = post_form(amina, rules_page(campaign), edition_before_id=str(elsewhere.id), **RULES)

    assert answer.status_code == 422


@pytest.mark.parametrize("role", Role)
def test_who_may_decide(client, make, session, role):
    offer = make.offer(state="waiting")
    sign_in(client, make.account(role, city=make.kortrijk()))

    answers = [
        client.get(QUEUE),
        client.get(rules_page(offer.campaign)),
        client.get(f"/staff/kortrijk/offers/{offer.id}/refuse"),
    ]

    may = role in PERMISSIONS[Act.EDIT_OFFER].roles
    is_staff = role in PERMISSIONS[Act.SEE_DASHBOARD].roles
    assert {answer.status_code for answer in answers} == {200 if may else 403 if is_staff else 404}


def test_another_city_decides_nothing_here(client, make, session):
    genk = make.city("genk", "Genk")
    offer = make.offer(state="waiting")
    sign_in(client, make.staff(city=genk))

    assert client.get(QUEUE).status_code == 404
    assert post_form(client, f"/staff/genk/offers/{offer.id}/refuse", reason="Nee").status_code == 404
    assert post_form(client, f"/staff/genk/campaigns/{offer.campaign.slug}/discount").status_code == 404
    assert states(session) == ["waiting"]


def test_without_token_nothing_is_decided(amina, make, session):
    offer = make.offer(state="waiting")

    assert amina.post(QUEUE, data={"offers[]": offer.id}).status_code == 400
    assert amina.post(f"/staff/kortrijk/offers/{offer.id}/refuse").status_code == 400
    assert states(session) == ["waiting"]


def test_older_vouchers_are_counted_for_town_hall(amina, make):
    offer = make.offer(version=1)
    make.voucher(offer)
    make.redemption(make.voucher(offer), make.counter(offer.shop), at=NOW)
    fields = {"title_nl": "25 % op brood", "kind": "percent", "value": "25"}

    post_form(amina, f"/staff/kortrijk/offers/{offer.id}", campaign_id=str(offer.campaign_id), **fields)

    assert "also: one voucher with the earlier terms" in Page(amina.get("/staff/kortrijk/offers")).text
    assert "One voucher has the earlier terms" in Page(amina.get(f"/staff/kortrijk/offers/{offer.id}")).text


def test_queries_of_the_queue_grow_slowly(amina, make, queries):
    shop, campaign = make.shop(), make.campaign()

    def asked():
        with queries() as counted:
            amina.get(QUEUE)
        return len(counted)

    make.offer(shop, campaign, state="waiting")
    few = asked()
    for _ in range(20):
        make.offer(shop, campaign, state="waiting")

    assert asked() == few


@pytest.mark.parametrize("before", ["live", "sold_out"])
def test_what_was_sent_back_keeps_its_page_and_comes_back_as_it_was(amina, make, session, before):
    offer = make.offer(state=before, title="Te mooi")
    code = make.voucher(offer).code
    post_form(amina, f"/staff/kortrijk/offers/{offer.id}/refuse", reason="Dit klopt niet.")

    page = Page(amina.get(f"/kortrijk/offers/{offer.slug}"))
    assert "This offer is being changed" in page.text
    assert "Te mooi" not in page.text
    assert "Te mooi" in Page(amina.get(f"/v/{code}")).text

    post_form(amina, f"/staff/kortrijk/offers/{offer.id}/approve")
    assert states(session) == [before]
