"""Mail against real SMTP servers: one that is plain, one that pipelines, ones that refuse and hang up."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from cityshop.core.outbox import OutgoingMail, message_of
from cityshop.core.postman import Fate
from cityshop.core.smtp import MailServer
from tests.ports import free_port

TEXT = "Dag Bert, é 🙂\n.een punt vooraan\n..twee\n"


class Mailbox:
    """Takes mail as its recipients' names say."""

    def __init__(self):
        self.taken, self.commands = [], []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - its name there
        name = address.partition("@")[0]
        if name == "onbekend":
            return "550 No such mailbox"
        if name == "druk":
            return "450 Try later"
        if name == "sluit":
            return "421 Going away"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - its name there
        if envelope.rcpt_tos == ["spam@x.example"]:
            return "554 Not wanted"
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


class Pipelining(Mailbox):
    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - its name there
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]


@pytest.fixture(params=[Mailbox, Pipelining])
def server(request):
    mailbox, port = request.param(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    mailbox.url = f"smtp://127.0.0.1:{port}"
    yield mailbox
    controller.stop()


@pytest.fixture
def carry(server):
    lines = []

    def all_to(*names, **facts):
        line = MailServer(server.url, **facts)
        lines.append(line)
        return [outcome.fate for outcome in line.carry([mail_to(f"{name}@x.example") for name in names])]

    yield all_to
    for line in lines:
        line.hang_up()


def mail_to(recipient, subject="Je code"):
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    mail = OutgoingMail(message_id=recipient, recipient=recipient, subject=subject, text=TEXT, created_at=now)
    return message_of(mail, "Stad Genk é <no-reply@cityshop.example>")


def recipients(server):
    return sorted(name for names, _ in server.taken for name in names)


def test_every_mail_arrives_whole(server, carry):
    names = [f"els{number}" for number in range(30)]

    assert carry(*names) == [Fate.TAKEN] * 30
    assert recipients(server) == sorted(f"{name}@x.example" for name in names)
    for _, content in server.taken:
        assert content.isascii()
        text = message_from_bytes(content).get_payload(decode=True).decode()
        assert text.replace("\r\n", "\n") == TEXT


def test_a_refusal_is_about_one_mail_only(server, carry):
    fates = carry("a", "onbekend", "b", "druk", "c", "spam", "d", connections=1)

    assert fates == [
        *(Fate.TAKEN, Fate.REFUSED, Fate.TAKEN, Fate.LATER, Fate.TAKEN, Fate.REFUSED, Fate.TAKEN),
    ]
    assert recipients(server) == ["a@x.example", "b@x.example", "c@x.example", "d@x.example"]


def test_a_server_that_goes_away_leaves_the_rest_untried(server, carry):
    fates = carry("a", "sluit", "b", "c", connections=1)

    assert fates == [Fate.TAKEN, Fate.LATER, Fate.UNTRIED, Fate.UNTRIED]
    assert carry("b", "c", connections=1) == [Fate.TAKEN, Fate.TAKEN]


def test_a_server_that_is_not_there_leaves_everything_untried():
    line = MailServer(f"smtp://127.0.0.1:{free_port()}", connections=2)

    assert [outcome.fate for outcome in line.carry([mail_to("a@x.example")] * 3)] == [Fate.UNTRIED] * 3


def test_whoever_is_asked_to_stop_begins_no_other_mail(server, carry):
    left = iter([True, True, False])

    fates = carry("a", "b", "c", "d", connections=1, may_go_on=lambda: next(left, False))

    assert fates == [Fate.TAKEN, Fate.TAKEN, Fate.UNTRIED, Fate.UNTRIED]
    assert recipients(server) == ["a@x.example", "b@x.example"]


def test_an_address_that_cannot_travel_is_refused_alone(carry):
    assert carry("a", "jürgen", "b", connections=1) == [Fate.TAKEN, Fate.REFUSED, Fate.TAKEN]


def test_a_host_with_accents_and_a_subject_with_accents_travel_in_ascii(server):
    line = MailServer(server.url, connections=1)

    line.carry([mail_to("els@café.example", "123456 is je code voor Café “Sint-Jan”, één keer te gebruiken")])
    line.hang_up()

    assert recipients(server) == ["els@xn--caf-dma.example"]
    message = message_from_bytes(server.taken[0][1], policy=default)
    assert message["Subject"] == "123456 is je code voor Café “Sint-Jan”, één keer te gebruiken"
    assert message["From"].addresses[0].display_name == "Stad Genk é"


def test_no_recipient_adds_a_command(server):
    line = MailServer(server.url, connections=1)

    line.carry([mail_to("a@x.example> NOTIFY=NEVER"), mail_to("b@x.example")])
    line.hang_up()

    assert "b@x.example" in recipients(server)
    assert all("NOTIFY" not in name for name in recipients(server))
