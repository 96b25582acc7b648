"""A real SMTP server with one mailbox, which keeps everything."""

import time
from collections.abc import Iterator
from email.message import Message as Mail

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from tests.ports import free_port

LONGEST_WAIT = 30.0


class Mailbox(Message):
    """What arrived. `url` is what CITYSHOP_MAIL_URL would say."""

    def __init__(self) -> None:
        super().__init__()
        self.url = ""
        self.messages: list[Mail] = []

    @property
    def subjects(self) -> list[str | None]:
        return [message["Subject"] for message in self.messages]

    def handle_message(self, message: Mail) -> None:
        self.messages.append(message)

    def wait_for(self, subject: str) -> None:
        give_up = time.monotonic() + LONGEST_WAIT
        while subject not in self.subjects and time.monotonic() < give_up:
            time.sleep(0.1)
        assert subject in self.subjects


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    mailbox, port = Mailbox(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    mailbox.url = f"smtp://127.0.0.1:{port}"
    yield mailbox
    controller.stop()
