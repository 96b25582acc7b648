"""Mail to the shops of a campaign: once per shop, nobody else's address, and what became of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from cityshop.accounts.models import Account
from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import JournalEntry
from cityshop.core.outbox import MOST_TRIES, OutgoingMail, forget_sent
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.weekends.errors import MailIsOut
from cityshop.weekends.models import Audience, ShopMail, ShopMailDelivery
from cityshop.weekends.services import MailDraft, change_mail, note_deliveries
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

FIELDS = {
    "audience": "everybody",
    "street": "",
    "subject_nl": "Nog drie dagen",
    "text_nl": "Zet je aanbieding klaar.",
}


@pytest.fixture
def campaign(make):
    return make.campaign()


@pytest.fixture
def bert(make):
    """A shop whose keeper has a mailbox."""
    return make.shop(keeper=make.account(Role.MERCHANT))


def mails(campaign, path=""):
    return f"/staff/kortrijk/weekends/{campaign.slug}/mail{path}"


def rows(database, what):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(what).order_by(*what.__table__.primary_key)).all()


def seen(client, path):
    return Page(client.get(path)).form("send").fields["seen"]


def send(client, campaign, mail):
    path = mails(campaign, f"/{mail.id}")
    return post_form(client, f"{path}/send", seen=seen(client, path))


def fail(database, **facts):
    with database.writes.begin() as session:
        session.execute(update(OutgoingMail).values(tries=MOST_TRIES, last_error="550", **facts))


def test_a_mail_is_written_looked_at_and_sent(amina, make, campaign, bert, database):
    answer = post_form(amina, mails(campaign, "/new"), **FIELDS)
    assert answer.status_code == 303
    look = Page(amina.get(answer.location))
    assert "Bakkerij Bert" in look.text
    assert "Zet je aanbieding klaar." in look.text
    assert rows(database, OutgoingMail) == []

    sent = post_form(amina, f"{answer.location}/send", seen=look.form("send").fields["seen"])

    assert sent.status_code == 303
    assert "On its way" in Page(amina.get(sent.location)).text
    (letter,) = rows(database, OutgoingMail)
    assert letter.subject == "Nog drie dagen"
    assert "Zet je aanbieding klaar." in letter.text
    assert [entry.happening for entry in rows(database, JournalEntry)] == ["shops-mailed"]


def test_no_shop_sees_the_address_of_another(amina, make, campaign, database):
    for number in range(3):
        make.shop(name=f"Winkel {number}", keeper=make.account(Role.MERCHANT))
    send(amina, campaign, make.shop_mail(campaign))

    letters = rows(database, OutgoingMail)

    assert len({letter.recipient for letter in letters}) == 3
    for letter in letters:
        others = {other.recipient for other in letters} - {letter.recipient}
        assert not any(other in letter.text + letter.subject for other in others)


def test_french_stands_below_the_dutch(amina, make, campaign, bert, database):
    mail = make.shop_mail(
        campaign,
        subject={"nl": "Nog drie dagen", "fr": "Encore trois jours"},
        text={"nl": "Zet klaar.", "fr": "Préparez votre offre."},
    )
    send(amina, campaign, mail)

    (letter,) = rows(database, OutgoingMail)

    assert letter.subject == "Nog drie dagen / Encore trois jours"
    assert letter.text.index("Zet klaar.") < letter.text.index("Préparez votre offre.")
    assert "/fr/shop/offers" in letter.text


def test_pressing_twice_sends_once(amina, make, campaign, bert, database):
    mail = make.shop_mail(campaign)
    path = mails(campaign, f"/{mail.id}")
    mark = seen(amina, path)

    statuses = [post_form(amina, f"{path}/send", seen=mark).status_code for _ in range(2)]

    assert statuses == [303, 409]
    assert len(rows(database, OutgoingMail)) == len(rows(database, ShopMailDelivery)) == 1


def test_a_list_that_changed_is_looked_at_again(amina, make, campaign, bert, database):
    mail = make.shop_mail(campaign)
    path = mails(campaign, f"/{mail.id}")
    mark = seen(amina, path)
    make.shop(name="Net erbij", keeper=make.account(Role.MERCHANT))

    page = Page(post_form(amina, f"{path}/send", seen=mark))

    assert page.status == 409
    assert "Net erbij" in page.text
    assert rows(database, OutgoingMail) == []


@pytest.mark.usefixtures("bert")
@pytest.mark.parametrize(
    "change", [{"text_nl": "Iets anders"}, {"subject_nl": "Anders"}, {"text_fr": "Bonjour"}]
)
def test_a_mail_that_changed_is_looked_at_again(amina, make, campaign, database, change):
    mail = make.shop_mail(campaign)
    path = mails(campaign, f"/{mail.id}")
    mark = seen(amina, path)
    assert post_form(amina, f"{path}/edit", **{**FIELDS, **change}).status_code == 303

    page = Page(post_form(amina, f"{path}/send", seen=mark))

    assert page.status == 409
    assert "has changed. Look once more." in page.text
    assert rows(database, OutgoingMail) == []
    fresh = page.form("send").fields["seen"]
    assert post_form(amina, f"{path}/send", seen=fresh).status_code == 303


def test_another_address_is_looked_at_again(amina, make, campaign, bert, database):
    mail = make.shop_mail(campaign)
    path = mails(campaign, f"/{mail.id}")
    mark = seen(amina, path)
    with database.writes.begin() as session:
        session.execute(update(Account).values(email="ander" + Account.email))

    assert post_form(amina, f"{path}/send", seen=mark).status_code == 409
    assert rows(database, OutgoingMail) == []


def test_an_edit_that_waited_while_the_mail_went_out_is_refused(amina, make, campaign, bert, database):
    mail = make.shop_mail(campaign)
    with database.writes() as session:
        choose_city(session, campaign.city_id)
        stale = session.get_one(ShopMail, mail.id)
        session.commit()
        send(amina, campaign, mail)

        with pytest.raises(MailIsOut):
            change_mail(session, stale, MailDraft(Audience.EVERYBODY, "", {"nl": "Anders"}, {"nl": "Anders"}))

    assert rows(database, ShopMail)[0].subject == {"nl": "Nog drie dagen"}


def test_sending_costs_the_same_for_many_shops(amina, make, campaign, bert, queries):
    def cost():
        mail = make.shop_mail(campaign)
        with queries() as counted:
            assert send(amina, campaign, mail).status_code == 303
        return len(counted)

    cost()
    few = cost()
    for number in range(5):
        make.shop(name=f"Winkel {number}", keeper=make.account(Role.MERCHANT))

    assert cost() == few


def test_each_group_of_shops(amina, make, campaign):
    make.offer(make.shop(name="Met"), campaign)
    make.offer(make.shop(name="Wacht"), campaign, state="waiting")
    make.shop(name="Zonder")

    def shown(**facts):
        text = Page(amina.get(mails(campaign, f"/{make.shop_mail(campaign, **facts).id}"))).text
        return [name for name in ("Met", "Wacht", "Zonder") if name in text]

    assert shown() == ["Met", "Wacht", "Zonder"]
    assert shown(audience="with") == ["Met"]
    assert shown(audience="waiting") == ["Wacht"]
    assert shown(audience="without") == ["Zonder"]
    assert shown(audience="street", street="Doorniksestraat") == ["Met", "Wacht", "Zonder"]
    assert shown(audience="street", street="Elders") == []


def test_a_mail_for_nobody_is_not_sent(amina, make, campaign):
    mail = make.shop_mail(campaign, audience="waiting")

    page = Page(post_form(amina, mails(campaign, f"/{mail.id}/send"), seen=""))

    assert page.status == 409
    assert "No shop with a mailbox is in this group" in page.text


def test_a_shop_without_mailbox_is_told_apart(amina, make, campaign, bert, database):
    make.shop(name="Zonder mailbox")
    mail = make.shop_mail(campaign)

    send(amina, campaign, mail)

    text = Page(amina.get(mails(campaign, f"/{mail.id}"))).text
    assert "No mailbox known" in text
    assert len(rows(database, OutgoingMail)) == 1


def test_what_failed_is_sent_again_and_only_that(amina, make, campaign, bert, database):
    make.shop(name="Andere", keeper=make.account(Role.MERCHANT))
    mail = make.shop_mail(campaign)
    send(amina, campaign, mail)
    first, second = rows(database, OutgoingMail)
    with database.writes.begin() as session:
        session.execute(update(OutgoingMail).where(OutgoingMail.id == first.id).values(sent_at=NOW, text=""))
        session.execute(update(OutgoingMail).where(OutgoingMail.id == second.id).values(tries=MOST_TRIES))
    assert "Not delivered" in Page(amina.get(mails(campaign, f"/{mail.id}"))).text

    assert post_form(amina, mails(campaign, f"/{mail.id}/again")).status_code == 303
    assert post_form(amina, mails(campaign, f"/{mail.id}/again")).status_code == 409

    letters = rows(database, OutgoingMail)
    assert [letter.recipient for letter in letters] == [first.recipient, second.recipient, second.recipient]


def test_what_became_of_a_mail_is_kept_when_the_outbox_forgets_it(amina, make, campaign, bert, database):
    mail = make.shop_mail(campaign)
    send(amina, campaign, mail)
    fail(database)

    with database.writes.begin() as session:
        note_deliveries(session)
        forget_sent(session, now=NOW + timedelta(days=2))

    assert rows(database, OutgoingMail) == []
    assert "Not delivered" in Page(amina.get(mails(campaign, f"/{mail.id}"))).text
    assert Page(amina.get(mails(campaign))).text.count("Nog drie dagen") == 1


def test_a_mail_that_is_tried_again_says_so(amina, make, campaign, bert, database):
    mail = make.shop_mail(campaign)
    send(amina, campaign, mail)
    with database.writes.begin() as session:
        session.execute(update(OutgoingMail).values(tries=2, last_error="421"))

    assert "Tried 2 times, tried again by itself." in Page(amina.get(mails(campaign, f"/{mail.id}"))).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"subject_nl": ""}, "Give the mail a subject in Dutch."),
        ({"text_nl": " "}, "Write what the shops should know."),
        ({"text_nl": "x" * 4001}, "Use at most 4000 characters"),
        ({"audience": "the-whole-world"}, "Choose one from the list."),
        ({"audience": "street"}, "Choose which street."),
        ({"subject_nl": "a\x00b"}, "cannot be shown"),
    ],
)
def test_bad_input_is_shown_again_with_everything_typed(amina, campaign, database, wrong, sentence):
    page = Page(post_form(amina, mails(campaign, "/new"), **{**FIELDS, "text_fr": "Bonjour à tous", **wrong}))

    assert page.status == 422
    assert any(sentence in error for error in page.errors)
    assert "Bonjour à tous" in page.html
    assert rows(database, ShopMail) == []


def test_a_draft_can_be_changed_and_a_sent_mail_cannot(amina, make, campaign, bert, database):
    mail = make.shop_mail(campaign)
    path = mails(campaign, f"/{mail.id}/edit")
    assert 'value="Nog drie dagen"' in amina.get(path).get_data(as_text=True)

    assert post_form(amina, path, **{**FIELDS, "subject_nl": "Anders"}).status_code == 303
    send(amina, campaign, mail)

    assert post_form(amina, path, **FIELDS).status_code == 409
    assert rows(database, ShopMail)[0].subject == {"nl": "Anders"}


def test_a_subject_brings_no_headers_along(amina, make, campaign, bert, database):
    mail = make.shop_mail(campaign, subject={"nl": "Hallo\r\nBcc: iedereen@example.be"})

    send(amina, campaign, mail)

    (letter,) = rows(database, OutgoingMail)
    assert "\n" not in letter.subject
    assert letter.subject == "Hallo Bcc: iedereen@example.be"


def test_words_of_a_template_stay_words(amina, make, campaign, bert, database):
    send(amina, campaign, make.shop_mail(campaign, text={"nl": "{{ config }} <b>&</b> %(name)s"}))

    assert "{{ config }} <b>&</b> %(name)s" in rows(database, OutgoingMail)[0].text


def test_another_city_and_another_campaign_know_nothing(client, make, campaign, bert, database):
    genk = make.city("genk", "Genk")
    here, mail = make.campaign(genk), make.shop_mail(campaign)
    other = make.campaign()
    sign_in(client, make.staff())
    sign_in(client, make.staff(city=genk))

    for path in ("", "/edit", "/send", "/again"):
        address = f"/staff/genk/weekends/{here.slug}/mail/{mail.id}{path}"
        assert post_form(client, address, **FIELDS).status_code in (404, 405)
    assert client.get(mails(other, f"/{mail.id}")).status_code == 404
    assert rows(database, OutgoingMail) == []


@pytest.mark.parametrize("role", Role)
def test_who_may_write_to_shops(client, make, campaign, bert, role):
    sign_in(client, make.account(role, city=make.kortrijk()))

    status = post_form(client, mails(campaign, "/new"), **FIELDS).status_code

    assert (status == 303) == (role in PERMISSIONS[Act.MAIL_SHOPS].roles)


def test_a_get_sends_nothing(amina, make, campaign, bert, database):
    mail = make.shop_mail(campaign)

    for path in ("/send", "/again"):
        assert amina.get(mails(campaign, f"/{mail.id}{path}")).status_code == 405
    assert rows(database, OutgoingMail) == []


def test_shops_without_any_mailbox_get_no_button(amina, make, campaign):
    make.shop(name="Zonder mailbox")
    mail = make.shop_mail(campaign)

    page = Page(amina.get(mails(campaign, f"/{mail.id}")))

    assert "None of these shops has a mailbox we know" in page.text
    assert "Send to" not in page.text
