"""What shopkeepers say of themselves, whom residents suggest, and why town hall says no."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, Field
from wtforms.validators import StopValidation
from wtforms.widgets import ListWidget, RadioInput

from cityshop.core import clock
from cityshop.core.words import n_
from cityshop.elections.models import Candidate
from cityshop.elections.queries import AnyRow
from cityshop.merchants.forms import Keeps
from cityshop.merchants.models import Shop
from cityshop.nominations.rules import REASONS, since_year, without_links
from cityshop.nominations.services import CandidateDraft
from cityshop.web.forms import (
    ChoiceField,
    EmailLine,
    LineField,
    ParagraphField,
    PublicForm,
    Required,
    SignedInForm,
)
from cityshop.web.i18n import translated
from cityshop.web.picture_field import PictureField

OWN_WORDS = "own"


class RadioField(ChoiceField):
    """One of a few words, all in sight."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()

    def pre_validate(self, form: Any) -> None:
        """What was not chosen at all is for the validators to name."""
        if self.data:
            super().pre_validate(form)


class NeededWith:
    """Must be filled in when another field is."""

    def __init__(self, other: str, message: str) -> None:
        self._other, self._message = other, message

    def __call__(self, form: Any, field: Field) -> None:
        if form[self._other].data and not field.data:
            field.errors = []
            raise StopValidation(translated(self._message))


def _year(typed: str) -> int | None:
    return since_year(typed, now=clock.utc_now())


class CandidateForm(SignedInForm):
    """What a shop says of itself on its candidate page."""

    specialty_nl = LineField(
        n_("In one sentence, in Dutch"), [Required(n_("Say in one sentence what people come for."))], most=160
    )
    text_nl = ParagraphField(
        n_("About your shop, in Dutch"),
        [Required(n_("Tell in Dutch why people should vote for you."))],
        most=1_200,
    )
    photo = PictureField(n_("Photo of you or your shop"))
    photo_alt_nl = LineField(
        n_("What the photo shows, in Dutch"),
        [NeededWith("photo", n_("Say in Dutch what the photo shows, for who cannot see it."))],
        most=160,
    )
    drops_photo = BooleanField(n_("Leave the photo out, show the drawing"))
    since_year = LineField(n_("In business since"), [Keeps(_year)], most=10)
    sponsors_nl = LineField(n_("What you give to the neighbourhood, in Dutch"), most=200)
    specialty_fr = LineField(n_("In one sentence, in French"), most=160)
    text_fr = ParagraphField(n_("About your shop, in French"), most=1_200)
    photo_alt_fr = LineField(n_("What the photo shows, in French"), most=160)
    sponsors_fr = LineField(n_("What you give to the neighbourhood, in French"), most=200)

    @classmethod
    def about(cls, candidate: Candidate | None) -> "CandidateForm":
        """The form with what the shop says now, or with what was just sent."""
        if candidate is None:
            return cls()
        return cls(
            specialty_nl=candidate.specialty.get("nl", ""),
            text_nl=candidate.text.get("nl", ""),
            photo=candidate.photo,
            photo_alt_nl=candidate.photo_alt.get("nl", ""),
            since_year=str(candidate.since_year or ""),
            sponsors_nl=candidate.sponsors.get("nl", ""),
            specialty_fr=candidate.specialty.get("fr", ""),
            text_fr=candidate.text.get("fr", ""),
            photo_alt_fr=candidate.photo_alt.get("fr", ""),
            sponsors_fr=candidate.sponsors.get("fr", ""),
        )

    def draft(self, shop: Shop, *, holds_title: bool) -> CandidateDraft:
        """What was filled in, by language."""
        return CandidateDraft(
            shop=shop,
            text={"nl": self.text_nl.text, "fr": self.text_fr.text},
            specialty={"nl": self.specialty_nl.text, "fr": self.specialty_fr.text},
            sponsors={"nl": self.sponsors_nl.text, "fr": self.sponsors_fr.text},
            photo="" if self.drops_photo.data else self.photo.data,
            photo_alt={"nl": self.photo_alt_nl.text, "fr": self.photo_alt_fr.text},
            since_year=_year(self.since_year.text),
            holds_title=holds_title,
        )


class ReasonForm(SignedInForm):
    """One of our reasons, or own words; the shopkeeper reads it."""

    suggestion = RadioField(
        n_("Reason"),
        [Required(n_("Choose a reason, or write one yourself."))],
        words=[*((str(number), words) for number, words in enumerate(REASONS)), (OWN_WORDS, n_("Own words"))],
    )
    words = ParagraphField(n_("Own words"), most=400)

    def validate(self, extra_validators: Any = None) -> bool:
        """Own words must be there when they are chosen."""
        is_valid: bool = super().validate(extra_validators)
        if self.suggestion.data == OWN_WORDS and not self.words.text:
            self.words.errors = [translated(n_("Say why: the shopkeeper will read it."))]
            return False
        return is_valid

    @property
    def reason(self) -> str:
        """A message id of ours, or what was written."""
        chosen: str = self.suggestion.data
        return self.words.text if chosen == OWN_WORDS else REASONS[int(chosen)]


class WithdrawForm(SignedInForm):
    """Town hall withdraws a shop while people vote: everybody reads why."""

    words = LineField(n_("Reason"), [Required(n_("Say why: everybody can read it."))], most=300)


class SuggestForm(PublicForm):
    """A resident suggests a shop: one of the list, or one that is not in it."""

    shop = ChoiceField(n_("Shop"))
    reason = LineField(
        n_("Why this shop?"), [Required(n_("Say in one sentence why.")), Keeps(without_links)], most=200
    )
    name = LineField(n_("Name of the shop"), [Keeps(without_links)], most=80)
    street = LineField(n_("Street and number"), [Keeps(without_links)], most=120)
    email = EmailLine(
        n_("E-mail address of the shop"),
        [NeededWith("name", n_("Fill in the e-mail address of the shop, so that we can ask it."))],
    )

    def offer(self, shops: Iterable[AnyRow]) -> None:
        """Fill the list of shops."""
        known = ((one.slug, f"{one.name}, {one.street}") for one in shops)
        self.shop.offer([("", n_("Choose")), *known])

    def validate(self, extra_validators: Any = None) -> bool:
        """One shop: chosen from the list, or named."""
        is_valid: bool = super().validate(extra_validators)
        if not self.shop.errors and not self.shop.data and not self.name.text:
            self.shop.errors = [translated(n_("Choose a shop, or fill in its name below."))]
            return False
        return is_valid
