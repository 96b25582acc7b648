"""What town hall can fill in about partners and calendars."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from cityshop.agenda.calendars import MOST_BYTES
from cityshop.agenda.facts import PartnerFacts
from cityshop.agenda.forms import safe_link
from cityshop.agenda.models import Partner, SourceKind
from cityshop.agenda.words import SOURCE
from cityshop.core.words import n_
from cityshop.web.forms import ChoiceField, EmailLine, LineField, Required, SignedInForm
from cityshop.web.i18n import translated
from cityshop.web.picture_field import PictureField


class PartnerForm(SignedInForm):
    name = LineField(n_("Name"), [Required(n_("Give the partner a name."))])
    email = EmailLine(n_("E-mail address"))
    website = LineField(n_("Website"), [safe_link], most=300)
    photo = PictureField(n_("Logo"))
    is_trusted = BooleanField(n_("Trusted: what it enters is public at once"))

    @classmethod
    def about(cls, partner: Partner) -> "PartnerForm":
        """The form with what the partner is now."""
        plain = {name: getattr(partner, name) for name in ("name", "email", "website", "is_trusted")}
        return cls(**plain, photo=partner.logo)

    def facts(self) -> PartnerFacts:
        """What was filled in."""
        return PartnerFacts(
            name=self.name.text,
            email=self.email.text,
            website=self.website.text,
            logo=self.photo.data or "",
            is_trusted=self.is_trusted.data,
        )


class CalendarField(Field):
    """A file with a calendar; its data are bytes."""

    widget = FileInput()
    data: bytes

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = request.files.get(self.name)
        self.data = sent.read(MOST_BYTES + 1) if sent is not None else b""


class FileForm(SignedInForm):
    partner = ChoiceField(n_("Partner"))
    file = CalendarField(n_("Calendar file (.ics)"), [Required(n_("Choose a file."))])


class SourceForm(SignedInForm):
    kind = ChoiceField(
        n_("What is it?"), words=[(kind, SOURCE[kind]) for kind in (SourceKind.ICAL, SourceKind.UITDATABANK)]
    )
    address = LineField(
        n_("Address or postal codes"),
        [Required(n_("Fill in the address, or postal codes for UiTdatabank."))],
        most=1_000,
    )
    partner = ChoiceField(n_("Partner"))

    def validate_partner(self, field: Field) -> None:
        """A calendar is of somebody; UiTdatabank names the organiser of each event itself."""
        if self.kind.data == SourceKind.ICAL and not field.data:
            raise StopValidation(translated(n_("Choose whose calendar this is.")))

    @property
    def wanted(self) -> SourceKind:
        """The kind, once valid."""
        return SourceKind(self.kind.data)


class TakeInForm(SignedInForm):
    digest = HiddenField()


def offer_partners(field: ChoiceField, partners: Iterable[Partner], *, nobody: str = "") -> None:
    """Whose calendar it can be; `nobody` are the words for none."""
    first = [("", nobody)] if nobody else []
    field.offer([*first, *((one.slug, one.name) for one in partners)])
