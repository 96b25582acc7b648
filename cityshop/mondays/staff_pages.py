"""What shops think of a weekend, as town hall reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.campaigns.models import Campaign
from cityshop.core.clock import local
from cityshop.core.db import Session
from cityshop.core.spreadsheets import csv_of
from cityshop.core.words import n_
from cityshop.mondays import queries
from cityshop.mondays.models import Delivery, SurveyAnswer
from cityshop.mondays.queries import ShopAnswer
from cityshop.mondays.rows import Response, response_lines, share_words
from cityshop.mondays.rules import Share, is_time_to_remind
from cityshop.mondays.words import AGAIN, COMMUNICATION, DELIVERY, SUCCESS
from cityshop.web.i18n import translated

HEAD = (
    n_("Shop"), n_("Street"), n_("A success for your shop?"), n_("Content with communication?"),
    n_("Take part again?"), n_("What should be different"), n_("Answered"), n_("Mail with the card"),
    n_("Reminder"),
)  # fmt: skip


@dataclass(frozen=True)
class AnswerRow:
    """One possible answer with how many gave it."""

    words: str
    share: str
    count: int


@dataclass(frozen=True)
class QuestionTable:
    """A question with all its answers, the best first."""

    title: str
    rows: Sequence[AnswerRow]


@dataclass(frozen=True)
class Quote:
    """What a shop wrote should be different; for town hall only."""

    text: str
    shop: str
    language: str


@dataclass(frozen=True)
class MailRow:
    """A shop that has not answered, with how its mails fared: words and a look, empty where none went out."""

    shop: str
    card: tuple[str, str]
    reminder: tuple[str, str]


@dataclass(frozen=True)
class SurveyPage:
    """Response and results of one edition."""

    response: Response
    questions: Sequence[QuestionTable]
    quotes: Sequence[Quote]
    silent: Sequence[MailRow]
    to_remind: int
    mails: Mapping[str, int]
    reminded_at: datetime | None

    @property
    def may_remind(self) -> bool:
        """Whether a shop without an answer has had its card for a day, and nobody asked to remind."""
        return self.response.is_open and bool(self.to_remind) and self.reminded_at is None


def survey_page(session: Session, campaign: Campaign, *, now: datetime) -> SurveyPage:
    """Everything about one edition."""
    rows = queries.shop_answers(session, campaign.id)
    reminder = queries.reminder_of(session, campaign.id)
    (response,) = response_lines(session, [campaign], now=now)
    answers = [row.answer for row in rows if row.answer]
    silent = [row for row in rows if not row.answer]
    return SurveyPage(
        response=response,
        questions=_tables(answers) if answers else [],
        quotes=[_quote(row.shop, row.answer) for row in rows if row.answer and row.answer.text],
        silent=[MailRow(row.shop, _fared(row.card), _fared(row.reminder)) for row in silent],
        to_remind=sum(is_time_to_remind(row.carded_at, now) for row in silent),
        mails={word: sum(row.card == word for row in rows) for word in Delivery},
        reminded_at=reminder.asked_at if reminder else None,
    )


def answers_csv(session: Session, campaign: Campaign) -> str:
    """Every shop that takes part, with its answer and how its mails fared."""
    rows = queries.shop_answers(session, campaign.id)
    return csv_of([translated(word) for word in HEAD], [_line(row) for row in rows])


def _line(row: ShopAnswer) -> Sequence[str]:
    answer = row.answer
    said = ["", "", "", "", ""]
    if answer is not None:
        words = (SUCCESS[str(answer.success)], COMMUNICATION[str(answer.communication)], AGAIN[answer.again])
        said = [
            *(translated(word) for word in words),
            answer.text,
            f"{local(answer.answered_at):%Y-%m-%d %H:%M}",
        ]
    return [row.shop, row.street, *said, _fared(row.card)[0], _fared(row.reminder)[0]]


def _tables(answers: Sequence[SurveyAnswer]) -> Sequence[QuestionTable]:
    asked = (
        (n_("A success for your shop?"), SUCCESS, [str(one.success) for one in answers]),
        (n_("Content with communication?"), COMMUNICATION, [str(one.communication) for one in answers]),
        (n_("Take part again?"), AGAIN, [one.again for one in answers]),
    )
    return [QuestionTable(translated(title), _answers(words, said)) for title, words, said in asked]


def _answers(words: Mapping[str, str], said: Sequence[str]) -> Sequence[AnswerRow]:
    counts = {value: sum(one == value for one in said) for value in words}
    return [
        AnswerRow(translated(word), share_words(Share(counts[value], len(said))), counts[value])
        for value, word in words.items()
    ]


def _quote(shop: str, answer: SurveyAnswer) -> Quote:
    return Quote(answer.text, shop, answer.language)


def _fared(delivery: str | None) -> tuple[str, str]:
    if delivery is None:
        return "", ""
    words, look = DELIVERY[delivery]
    return translated(words), look
