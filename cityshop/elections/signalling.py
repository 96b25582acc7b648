"""From how somebody comes to a signal: tags that last a day, classes and a score. No address stays behind."""

from dataclasses import dataclass
from datetime import datetime

from cityshop.core.clock import local
from cityshop.core.mailbox import Mailbox
from cityshop.elections.keys import ContestKey
from cityshop.elections.mail_hosts import MailHost, is_numbered, kind_of_host, pattern_of
from cityshop.elections.signals import Signal

LONGEST_STAY = 86_400
QUICKEST_READER = 3  # seconds: choosing a shop and typing an address takes longer
TAG_LENGTH = 20
POINTS_OF_HOST = {MailHost.RELAY: 2, MailHost.PLUS: 2, MailHost.THROWAWAY: 3}
POINTS_OF_QUICKNESS = 2
POINTS_OF_NUMBER = 1
POINTS_OF_CROWD = 1


@dataclass(frozen=True)
class Arrival:
    """How somebody comes. `network` is a /24 or /48, `seconds` since the page was opened (0: not told).

    `is_from_crowd` says that the network asked for so many codes that it had to do a proof of work.
    """

    network: str = ""
    agent: str = ""
    seconds: int = 0
    is_from_crowd: bool = False


def signal_of(arrival: Arrival, mailbox: Mailbox | None, *, key: ContestKey, now: datetime) -> Signal:
    """What is kept of an arrival; `mailbox` is None where a contest asks for no e-mail address.

    Tags are made under the contest's key and the day in Brussels: tomorrow the same network has another one,
    and when the key is destroyed nobody can tell any more which network it was.
    """
    day = f"{local(now):%Y-%m-%d}"

    def tag(kind: str, text: str) -> str:
        return key.mac("signal", day, kind, text).hex()[:TAG_LENGTH] if text else ""

    return Signal(
        ip_tag=tag("network", arrival.network),
        agent_tag=tag("agent", arrival.agent),
        domain_class=kind_of_host(mailbox) if mailbox else "",
        seconds=max(0, min(arrival.seconds, LONGEST_STAY)),
        score=score_of(arrival, mailbox),
        name_tag=tag("name", pattern_of(mailbox)) if mailbox else "",
    )


def score_of(arrival: Arrival, mailbox: Mailbox | None) -> int:
    """Points for what machines do more often than people: 0 to 7. Nobody is refused for them."""
    points = 0
    if mailbox is not None:
        points += POINTS_OF_HOST.get(kind_of_host(mailbox), 0)
        points += POINTS_OF_NUMBER if is_numbered(mailbox) else 0
    if 0 < arrival.seconds < QUICKEST_READER:
        points += POINTS_OF_QUICKNESS
    return points + (POINTS_OF_CROWD if arrival.is_from_crowd else 0)
