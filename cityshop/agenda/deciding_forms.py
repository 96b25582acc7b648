"""What is filled in to decide about an event or one of its dates."""

from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from cityshop.agenda.repeats import Change, Times
from cityshop.agenda.words import CHANGE
from cityshop.core.words import n_
from cityshop.web.forms import ChoiceField, MomentField, ParagraphField, PublicForm, Required, SignedInForm
from cityshop.web.i18n import translated

MOST_REVISION = 9  # digits


class DateForm(SignedInForm):
    """What becomes of one date."""

    change = ChoiceField(n_("What becomes of this date?"), words=CHANGE.items())
    starts_at = MomentField(n_("Begins"))
    ends_at = MomentField(n_("Ends"))

    def validate_starts_at(self, field: Field) -> None:
        """Only a move asks for times."""
        if self.change.data == Change.MOVED and not field.data:
            raise StopValidation(translated(n_("Say when it begins.")))

    def validate_ends_at(self, field: Field) -> None:
        """After it begins."""
        start = self.starts_at.data
        if self.change.data == Change.MOVED and start and (not field.data or field.data < start):
            raise StopValidation(translated(n_("Say when it ends, after it begins.")))

    @property
    def chosen(self) -> Change | None:
        """The change, none for as planned."""
        return Change(self.change.data) if self.change.data else None

    def new_times(self) -> Times | None:
        """Where it moved to."""
        if self.chosen is not Change.MOVED:
            return None
        return Times(self.starts_at.moment, self.ends_at.moment)


class _Seen:
    """Which revision of an event was read."""

    revision = HiddenField()

    @property
    def seen(self) -> int:
        """Its number; none that exists when it is no number."""
        text = self.revision.data or ""
        is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_REVISION
        return int(text) if is_number else -1


class DecideForm(_Seen, SignedInForm):
    """A button that decides about what was read."""


class RefuseEventForm(_Seen, SignedInForm):
    reason = ParagraphField(n_("Why?"), [Required(n_("Say why: the partner reads it."))], most=500)


class CancelForm(SignedInForm):
    reason = ParagraphField(n_("Why?"), [Required(n_("Say why: residents read it."))], most=300)


class PartnerCancelForm(PublicForm):
    reason = ParagraphField(n_("Why?"), [Required(n_("Say why: residents read it."))], most=300)
