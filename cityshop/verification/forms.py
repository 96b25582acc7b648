"""What voters fill in with a paper code or an eID, and what staff fill in about codes, help and boxes."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from wtforms import BooleanField, HiddenField, IntegerField, RadioField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from cityshop.core.codes import read_typed_code
from cityshop.core.words import n_
from cityshop.elections.asking import read_nonce
from cityshop.elections.casting import Wish
from cityshop.elections.forms import CountField, StayField
from cityshop.elections.pages import CandidateCard
from cityshop.verification.errors import PaperCodeMistyped, TooManyForSheets
from cityshop.verification.models import MOST_CODES
from cityshop.verification.rules import MOST_IN_BOX, MOST_ON_SHEETS, differing, read_card_number
from cityshop.verification.services import BatchDraft, BoxDraft
from cityshop.web.forms import LineField, ParagraphField, PublicForm, Required, SignedInForm
from cityshop.web.i18n import translated

CHOOSE = n_("Choose the shopkeeper who gets the vote.")
FILE, SHEETS = "file", "sheets"
VOTES = "votes_"

AnyCountForm = TypeVar("AnyCountForm", bound="CountForm")


class CandidateField(RadioField):
    """One of those who stand, by the word in the address; `chosen` is the candidate's id."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, validate_choice=False, choices=[], **options)
        self.type = "RadioField"
        self.flags.required = True
        self._ids: Mapping[str, int] = {}

    def offer(self, cards: Iterable[CandidateCard]) -> None:
        """Who can be chosen on this page."""
        standing = [card for card in cards if card.is_standing]
        self._ids = {card.slug: card.id for card in standing}
        self.choices = [(card.slug, candidate_name(card)) for card in standing]

    @property
    def chosen(self) -> int:
        return self._ids[self.data]

    def pre_validate(self, form: Any) -> None:
        if self.data not in self._ids:
            raise StopValidation(translated(CHOOSE))


class PaperCodeField(LineField):
    """A printed code as people type it; `code` is what they meant."""

    @property
    def code(self) -> str:
        return read_typed_code(self.text) or ""

    def post_validate(self, form: Any, stopped: bool) -> None:  # noqa: FBT001 - WTForms calls it so
        if not stopped and self.text and not self.code:
            raise ValidationError(translated(PaperCodeMistyped.message))


class CardNumberField(LineField):
    """The number of an identity card, typed once and never shown again."""

    @property
    def number(self) -> str:
        return read_card_number(self.text) or ""

    def post_validate(self, form: Any, stopped: bool) -> None:  # noqa: FBT001 - WTForms calls it so
        if not stopped and not self.number:
            sentence = n_("This is not the number of a Belgian card. It has twelve digits: 591-1234567-89.")
            raise ValidationError(translated(sentence))

    def _value(self) -> str:
        """Empty: whoever looks at the screen next must not read it."""
        return ""


class _WithWish:
    """A form in which a candidate is chosen, with the nonce of the phone."""

    candidate: CandidateField
    nonce: HiddenField

    def wish(self) -> Wish:
        """What was chosen, once valid."""
        return Wish(self.candidate.chosen, read_nonce(self.nonce.data or ""))


class PaperForm(_WithWish, PublicForm):
    code = PaperCodeField(
        n_("The code on your paper"), [Required(n_("Fill in the code on your paper."))], most=30
    )
    candidate = CandidateField(n_("Your choice"))
    nonce = HiddenField()
    seconds = StayField()


class EidForm(_WithWish, PublicForm):
    candidate = CandidateField(n_("Your choice"))
    nonce = HiddenField()


class HelpForm(_WithWish, SignedInForm):
    is_seen = BooleanField(n_("I have the identity card of this resident in front of me"))
    card = CardNumberField(
        n_("Number of the identity card"), [Required(n_("Type the number of the card."))], most=30
    )
    candidate = CandidateField(n_("The resident chooses"))
    nonce = HiddenField()

    def validate_is_seen(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(translated(n_("Ask for the card and look at it first.")))


class CodesForm(SignedInForm):
    label = LineField(
        n_("Name of the batch"), [Required(n_("Say where these codes go: library, market hall."))], most=60
    )
    count = IntegerField(
        n_("How many codes"), [Required(n_("Fill in how many codes you need."))], widget=TextInput()
    )
    form = HiddenField(default=FILE)

    def validate_count(self, field: IntegerField) -> None:
        if field.data is None or not 1 <= field.data <= MOST_CODES:
            field.errors = []
            raise StopValidation(
                translated(n_("Fill in a whole number from 1 to %(most)s."), most=MOST_CODES)
            )
        if self.form.data == SHEETS and field.data > MOST_ON_SHEETS:
            raise ValidationError(translated(TooManyForSheets.message, most=MOST_ON_SHEETS))

    def draft(self) -> BatchDraft:
        """What was filled in."""
        return BatchDraft(self.label.text, self.count.data or 0)


class RevokeForm(SignedInForm):
    reason = ParagraphField(
        n_("Reason"), [Required(n_("Say why, in a few words: your colleagues will ask."))], most=300
    )


class CountForm(SignedInForm):
    """A number for each candidate, in fields that are made for the contest."""

    def counts(self) -> dict[str, int]:
        """Votes by candidate id, once valid."""
        fields = [field for field in self if field.name.startswith(VOTES)]
        return {field.name.removeprefix(VOTES): field.data for field in fields}

    def show_difference(self, first: Mapping[str, int]) -> None:
        """Say beside each number that is not the same what the first count was."""
        for one in differing(first, self.counts()):
            field = self._fields.get(f"{VOTES}{one}")  # nothing for who withdrew in between
            if field is not None:
                votes = first.get(one, 0)
                sentence = n_("%(name)s: the first count says %(votes)s.")
                field.errors = [translated(sentence, name=field.label.text, votes=votes)]


class BoxForm(CountForm):
    label = LineField(
        n_("Name of the box"), [Required(n_("Give the box the name that stands on it."))], most=60
    )

    def draft(self) -> BoxDraft:
        """What the first person counted."""
        return BoxDraft(self.label.text, self.counts())


def count_form(kind: type[AnyCountForm], cards: Iterable[CandidateCard]) -> AnyCountForm:
    """The form with a field for each candidate who stands, in the order of their names."""
    standing = sorted((card for card in cards if card.is_standing), key=lambda card: card.name.casefold())
    fields = {f"{VOTES}{card.id}": CountField(candidate_name(card), most=MOST_IN_BOX) for card in standing}
    return cast("AnyCountForm", type(kind.__name__, (kind,), fields)())


def candidate_name(card: CandidateCard) -> str:
    """A candidate in one line: the person and the shop."""
    return card.name if card.name == card.shop else f"{card.name}, {card.shop}"
