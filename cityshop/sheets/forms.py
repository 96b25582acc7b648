"""What town hall and shops fill in about vouchers on paper."""

from collections.abc import Iterable

from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from cityshop.core.words import n_
from cityshop.sheets.models import MOST_PIECES
from cityshop.sheets.services import SheetDraft
from cityshop.web.forms import (
    ChoiceField,
    LineField,
    ParagraphField,
    Required,
    SignedInForm,
    visible_characters,
)
from cityshop.web.i18n import translated

SHORTEST_PRESS, LONGEST_PRESS = 16, 60
NO_NUMBER = n_("Fill in a whole number from 1 to %(most)s.")


class SheetForm(SignedInForm):
    """A batch of vouchers; `press` is another one each time the form is shown."""

    offer = ChoiceField(n_("Offer"), [Required(n_("Choose an offer."))], coerce=int)
    pieces = IntegerField(
        n_("How many vouchers"), [Required(n_("Fill in how many vouchers you need."))], widget=TextInput()
    )
    handed_out_by = LineField(
        n_("Who hands them out"),
        [Required(n_("Say who hands these vouchers out: town hall, library."))],
        most=60,
    )
    reason = LineField(n_("What for"), [Required(n_("Say what these vouchers are for."))], most=120)
    press = HiddenField(validators=[visible_characters])

    def about_one_offer(self) -> None:
        """A shop makes vouchers of the offer whose page it is on."""
        del self.offer

    def offer_choices(self, offers: Iterable[tuple[int, str]]) -> None:
        """The offers of which vouchers can be made."""
        self.offer.offer((str(offer_id), words) for offer_id, words in offers)

    def validate_pieces(self, field: IntegerField) -> None:
        if field.data is None or not 1 <= field.data <= MOST_PIECES:
            field.errors = []
            raise StopValidation(translated(NO_NUMBER, most=MOST_PIECES))

    def validate_press(self, field: Field) -> None:
        if not SHORTEST_PRESS <= len(field.data or "") <= LONGEST_PRESS:
            raise ValidationError(translated(n_("Open this page once more and fill in the form again.")))

    def draft(self) -> SheetDraft:
        """What was filled in."""
        return SheetDraft(
            self.press.data or "", self.pieces.data or 0, self.handed_out_by.text, self.reason.text
        )


class WithdrawForm(SignedInForm):
    why = ParagraphField(
        n_("Reason"), [Required(n_("Say why, in a few words: your colleagues will ask."))], most=300
    )
