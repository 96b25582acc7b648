"""Handing mail to a mail server: a few connections at once, and on each the next mail before the last answer.

A round trip to a server takes some twenty milliseconds. Four of them for each mail, one mail after the other,
would make twelve mails a second of it, however fast both ends are.
"""

import logging
import re
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from itertools import takewhile
from urllib.parse import unquote, urlsplit

from cityshop.core.postman import Fate, Outcome

CONNECTIONS = 4
MOST_ON_A_CONNECTION = 100  # many servers hang up some time after that
TIMEOUT_SECONDS = 20
# With four answers of a slow server on top of it, still less than the two minutes for which mail is leased.
PATIENCE_SECONDS = 30.0

log = logging.getLogger(__name__)

_TAKEN, _UNTRIED = Outcome(Fate.TAKEN), Outcome(Fate.UNTRIED)
_GO_AHEAD, _WRONG, _GOING_AWAY, _FOR_GOOD = 354, 400, 421, 500
_DOT_IN_FRONT = re.compile(rb"^\.", re.MULTILINE)
_WITH_CRLF = compat32.clone(linesep="\r\n")
_RESET, _NO_TEXT = b"RSET\r\n", b".\r\n"
_GoesOn = Callable[[object], bool]


@dataclass(frozen=True)
class _Parcel:
    """A mail as it travels: the commands MAIL, RCPT and DATA (none where it cannot travel), and the text."""

    envelope: tuple[bytes, ...]
    text: bytes


class MailServer:
    """A server named `smtp://name:password@host:port` (STARTTLS where it is offered) or `smtps://`.

    Connections stay open while there is mail to carry; `may_go_on` is asked before each mail.
    """

    def __init__(
        self, url: str, *, connections: int = CONNECTIONS, may_go_on: Callable[[], bool] = lambda: True
    ) -> None:
        self._lines = [_Line(url) for _ in range(connections)]
        self._pool = ThreadPoolExecutor(connections, thread_name_prefix="mail")
        self._may_go_on = may_go_on

    def carry(self, mails: Sequence[Message]) -> list[Outcome]:
        """What became of each mail, in the same order; raises nothing for a server's or a mail's sake."""
        gives_up, lines = time.monotonic() + PATIENCE_SECONDS, len(self._lines)

        def goes_on(_: object) -> bool:
            return self._may_go_on() and time.monotonic() < gives_up

        shares = [mails[number::lines] for number in range(lines)]
        carried = self._pool.map(lambda line, share: line.carry(share, goes_on), self._lines, shares)
        outcomes = [_UNTRIED] * len(mails)
        for number, share in enumerate(carried):
            outcomes[number::lines] = share
        return outcomes

    def hang_up(self) -> None:
        """End the connections; the next mail makes new ones."""
        for line in self._lines:
            line.hang_up()


class _Line:
    """One connection after the other."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._server: smtplib.SMTP | None = None
        self._room = 0

    def carry(self, mails: Sequence[Message], goes_on: _GoesOn) -> list[Outcome]:
        """What became of each; where the connection breaks, the rest is untried."""
        outcomes: list[Outcome] = []
        try:
            if mails:
                self._talk_into(outcomes, mails, goes_on)
        except OSError as error:  # smtplib's errors are OSErrors too
            log.warning("the mail server takes no mail: %s", type(error).__name__)
            self._forget()
        self._room -= len(outcomes)
        return [*outcomes, *[_UNTRIED] * (len(mails) - len(outcomes))]

    def hang_up(self) -> None:
        """Say goodbye, if anybody is there."""
        if self._server is not None:
            with suppress(OSError):
                self._server.quit()
        self._forget()

    def _forget(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server, self._room = None, 0

    def _talk_into(self, outcomes: list[Outcome], mails: Sequence[Message], goes_on: _GoesOn) -> None:
        if self._room < len(mails):
            self.hang_up()
        if self._server is None:
            self._server, self._room = _connect(self._url), max(MOST_ON_A_CONNECTION, len(mails))
        for outcome in _Talk(self._server).carry(takewhile(goes_on, mails)):
            outcomes.append(outcome)  # noqa: PERF402 - what was said before a connection breaks must stay


class _Talk:
    """What is said on an open connection."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server
        self._can_pipeline = server.has_extn("pipelining")

    def carry(self, mails: Iterator[Message]) -> Iterator[Outcome]:
        """Where the server can (RFC 2920), a mail's text and the envelope of the next travel together."""
        parcel = self._parcel(next(mails, None))
        self._send(self._ahead(parcel))
        while parcel is not None:
            try:
                outcome = self._offer(parcel)
                following = self._parcel(next(mails, None))
                if outcome is None:
                    outcome = self._hand_over(parcel, self._ahead(following))
                else:
                    self._ask(_RESET)
                    self._send(self._ahead(following))
            except OSError as error:
                yield Outcome(Fate.LATER, type(error).__name__)
                raise
            yield outcome
            parcel = following

    def _offer(self, parcel: _Parcel) -> Outcome | None:
        """The envelope: None when the server waits for the text, else what is wrong with it."""
        if not parcel.envelope:
            return Outcome(Fate.REFUSED, "Unwritable")
        if not self._can_pipeline:
            answers = ((self._ask(command), command) for command in parcel.envelope)
            return next((_failure(*answer) for answer in answers if answer[0] >= _WRONG), None)
        codes = [self._answer() for _ in parcel.envelope]
        wrong = [pair for pair in zip(codes, parcel.envelope, strict=True) if pair[0] >= _WRONG]
        if wrong and codes[-1] == _GO_AHEAD:
            self._ask(_NO_TEXT)
        return _failure(*wrong[0]) if wrong else None

    def _hand_over(self, parcel: _Parcel, ahead: bytes) -> Outcome:
        self._send(parcel.text + ahead)
        code = self._answer()
        return _failure(code, parcel.text) if code >= _WRONG else _TAKEN

    def _ahead(self, parcel: _Parcel | None) -> bytes:
        """What may be said before it is asked for."""
        return b"".join(parcel.envelope) if parcel is not None and self._can_pipeline else b""

    def _parcel(self, mail: Message | None) -> _Parcel | None:
        if mail is None:
            return None
        sender, recipient = parseaddr(str(mail["From"]))[1], parseaddr(str(mail["To"]))[1]
        if not (sender + recipient).isascii():
            return _Parcel((), b"")
        commands = (f"MAIL FROM:<{sender}>\r\n", f"RCPT TO:<{recipient}>\r\n", "DATA\r\n")
        try:
            text = _DOT_IN_FRONT.sub(b"..", mail.as_bytes(policy=_WITH_CRLF)).rstrip(b"\r\n")
        except (MessageError, ValueError):
            return _Parcel((), b"")
        return _Parcel(tuple(command.encode() for command in commands), text + b"\r\n.\r\n")

    def _ask(self, command: bytes) -> int:
        self._send(command)
        return self._answer()

    def _send(self, command: bytes) -> None:
        if command:
            self._server.send(command)

    def _answer(self) -> int:
        code = self._server.getreply()[0]
        if code == _GOING_AWAY:
            raise smtplib.SMTPServerDisconnected
        return code


def _failure(code: int, said: bytes) -> Outcome:
    """A server's no. For good it is only about this mailbox or this text: a sender refused is our mistake."""
    is_for_good = code >= _FOR_GOOD and not said.startswith(b"MAIL ")
    return Outcome(Fate.REFUSED if is_for_good else Fate.LATER, f"SMTP {code}")


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    server = _secured(parts.scheme, parts.hostname or "127.0.0.1", parts.port)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _secured(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
        server.ehlo()
        return server
    server = smtplib.SMTP(host, port or 25, timeout=TIMEOUT_SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    return server
