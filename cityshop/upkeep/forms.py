"""What shops, residents and town hall fill in about upkeep."""

import re
from collections.abc import Iterator
from typing import Any

from wtforms import BooleanField, Field, RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its types are of 3.2
from wtforms.validators import StopValidation

from cityshop.core.words import LANGUAGES, n_, with_words
from cityshop.places.drafts import web_address
from cityshop.places.forms import TicksField, known_phone, known_point, known_postal_code, known_website
from cityshop.places.geometry import Position
from cityshop.places.models import Place
from cityshop.places.rules import point_from
from cityshop.places.words import DIET, KIND, PAYMENT, WHEELCHAIR_CHOICES
from cityshop.upkeep.errors import NothingTicked
from cityshop.upkeep.models import PlaceEdit, ReportKind, Verdict
from cityshop.upkeep.reporting import ReportDraft, Ruling
from cityshop.upkeep.services import Decision
from cityshop.upkeep.words import REPORT
from cityshop.web.areas import MOST_ID
from cityshop.web.forms import (
    ChoiceField,
    EmailLine,
    LineField,
    ParagraphField,
    PublicForm,
    Required,
    SignedInForm,
)
from cityshop.web.i18n import language, translated
from cityshop.web.picture_field import PictureField

MOST_AT_ONCE = 100
POSITION = ("latitude", "longitude")


def maybe_point(form: Any, field: Field) -> None:
    """Two numbers that lie in Belgium, or nothing."""
    if field.data:
        known_point(form, field)


class ContactForm(SignedInForm):
    """What a shop changes at once."""

    phone = LineField(n_("Phone"), [known_phone], most=30)
    website = LineField(n_("Website"), [known_website], most=300)
    text_nl = ParagraphField(n_("Text in Dutch"), most=600)
    text_fr = ParagraphField(n_("Text in French"), most=600)
    text_en = ParagraphField(n_("Text in English"), most=600)
    text_de = ParagraphField(n_("Text in German"), most=600)
    wheelchair = ChoiceField(n_("Wheelchair"), words=WHEELCHAIR_CHOICES)
    diets = TicksField(n_("On the menu"), words=DIET.items())
    payments = TicksField(n_("Paying"), words=PAYMENT.items())

    @classmethod
    def about(cls, place: Place) -> "ContactForm":
        """The form with what the guide says now."""
        texts = {f"text_{code}": place.text.get(code, "") for code in LANGUAGES}
        plain = ("phone", "website", "wheelchair", "diets", "payments")
        return cls(**{name: getattr(place, name) for name in plain}, **texts)

    def changes(self, place: Place) -> dict[str, Any]:
        """What was filled in, as fields of the place."""
        texts = {code: self[f"text_{code}"].text for code in LANGUAGES}
        return {
            "phone": self.phone.text,
            "website": web_address(self.website.text),
            "text": with_words(place.text, texts),
            "wheelchair": self.wheelchair.data,
            "diets": self.diets.chosen,
            "payments": self.payments.chosen,
        }


class WishForm(SignedInForm):
    """What waits for town hall: the name, where it is, a photo."""

    name = LineField(n_("Name"), [Required(n_("Give the place a name."))])
    street = LineField(n_("Street and number"))
    postal_code = LineField(n_("Postal code"), [known_postal_code], most=10)
    town = LineField(n_("Town"))
    point = LineField(n_("Point on the map"), [Required(n_("Say where the place is.")), known_point], most=60)
    photo = PictureField(n_("Photo"))
    photo_text = LineField(n_("What is on the photo?"), most=160)

    @classmethod
    def about(cls, place: Place, edit: PlaceEdit | None) -> "WishForm":
        """The form with what the guide says now, and over it what waits already."""
        asked = edit.asked if edit is not None else {}
        facts = {name: asked.get(name, getattr(place, name)) for name in ("name", "street", "town")}
        where = [asked.get(name, getattr(place, name)) for name in POSITION]
        return cls(
            **facts,
            postal_code=asked.get("postal_code", place.postal_code),
            point="{:.6f}, {:.6f}".format(*where),
            photo=asked.get("picture", ""),
            photo_text=asked.get("picture_alt", {}).get("nl", ""),
        )

    def validate_photo_text(self, field: Field) -> None:
        """Whoever cannot see the photo reads what is on it."""
        if self.photo.data and not field.data:
            raise StopValidation(translated(n_("Say in a few words what is on the photo.")))

    def asked(self, place: Place) -> dict[str, Any]:
        """What was filled in, as fields of the place; the same point to the centimetre is the same."""
        point = point_from(self.point.text)
        asked: dict[str, Any] = {
            "name": self.name.text,
            "street": self.street.text,
            "postal_code": self.postal_code.text,
            "town": self.town.text,
        }
        if self.point.text != f"{place.latitude:.6f}, {place.longitude:.6f}":
            asked |= {"latitude": point.latitude, "longitude": point.longitude}
        if self.photo.data:
            asked |= {"picture": self.photo.data, "picture_alt": {"nl": self.photo_text.text}}
        return asked


class NewPlaceForm(SignedInForm):
    """A place that is not in the guide; town hall finds the point where the shop does not know it."""

    name = LineField(n_("Name"), [Required(n_("Give the place a name."))])
    kind = ChoiceField(n_("Kind"), words=KIND.items())
    street = LineField(n_("Street and number"), [Required(n_("Fill in the street and the number."))])
    postal_code = LineField(n_("Postal code"), [known_postal_code], most=10)
    town = LineField(n_("Town"))
    point = LineField(n_("Point on the map"), [maybe_point], most=60)
    phone = LineField(n_("Phone"), [known_phone], most=30)
    website = LineField(n_("Website"), [known_website], most=300)
    text_nl = ParagraphField(n_("Text in Dutch"), most=600)

    def asked(self) -> dict[str, Any]:
        """What was filled in, as fields of a place."""
        point = point_from(self.point.text) if self.point.text else None
        return {
            "name": self.name.text,
            "kind": self.kind.data,
            "street": self.street.text,
            "postal_code": self.postal_code.text,
            "town": self.town.text,
            "latitude": point.latitude if point else None,
            "longitude": point.longitude if point else None,
            "phone": self.phone.text,
            "website": web_address(self.website.text),
            "text": {"nl": self.text_nl.text} if self.text_nl.text else {},
        }


class TieForm(SignedInForm):
    place = LineField("", most=120)


class ReportKindField(RadioField):
    """What is wrong, from a short list."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, [Required(n_("Choose what is wrong."))], **options)
        self.type = "RadioField"  # what components/field.html knows it by
        self.choices = [SelectChoice(kind, REPORT[kind]) for kind in ReportKind]

    def iter_choices(self) -> Iterator[Any]:
        choices: Iterator[Any] = super().iter_choices()
        return (choice._replace(label=translated(choice.label)) for choice in choices)

    def pre_validate(self, form: Any) -> None:
        if self.data not in list(ReportKind):
            raise StopValidation(translated(n_("Choose what is wrong.")))


class ReportForm(PublicForm):
    kind = ReportKindField(n_("What is wrong?"))
    sentence = ParagraphField(
        n_("What is right?"), [Required(n_("Say in a sentence what is right."))], most=500
    )
    email = EmailLine(n_("Your e-mail address"))

    def draft(self) -> ReportDraft:
        return ReportDraft(ReportKind(self.kind.data), self.sentence.text, language(), self.email.text)


class ChangedForm(PublicForm):
    """What changed, from whoever was asked by mail: the mailbox is known already."""

    kind = ReportKindField(n_("What changed?"))
    sentence = ParagraphField(
        n_("What is right now?"), [Required(n_("Say in a sentence what is right."))], most=500
    )

    def draft(self) -> ReportDraft:
        kind = ReportKind(self.kind.data)
        return ReportDraft(kind, self.sentence.text, language(), from_keeper=True)


class TickedField(Field):
    """The ids of what was ticked in a list."""

    data: list[int]

    def process_formdata(self, valuelist: list[str]) -> None:
        numbers = (int(sent) for sent in valuelist[:MOST_AT_ONCE] if re.fullmatch(r"[0-9]{1,10}", sent))
        self.data = [number for number in numbers if 0 < number <= MOST_ID]


def _at_least_one(form: Any, field: TickedField) -> None:
    if not field.data:
        raise StopValidation(translated(NothingTicked.message))


class BulkForm(SignedInForm):
    one = TickedField("", [_at_least_one])
    act = LineField("", most=20)


class AcceptForm(SignedInForm):
    """For a new place town hall says where it is, if the shop did not."""

    point = LineField(n_("Point on the map"), [maybe_point], most=60)

    def chosen_point(self) -> Position | None:
        """Where it is, if somebody filled it in; only after the form was found valid."""
        return point_from(self.point.text) if self.point.text else None


class RefuseForm(SignedInForm):
    reason = ParagraphField(
        n_("Why"), [Required(n_("Say why, so that the shopkeeper knows what to do."))], most=400
    )


class AnswerForm(SignedInForm):
    answer = ParagraphField(n_("Your answer"), most=600)
    verdict = LineField("", most=20)
    closes = BooleanField(n_("The place closed for good: take it out of the guide"))

    def ruling(self, account_id: int) -> Ruling:
        """What the button that was pressed says; nothing to change closes no place."""
        is_right = self.verdict.text != Verdict.REFUSED
        verdict = Verdict.ACCEPTED if is_right else Verdict.REFUSED
        return Ruling(verdict, Decision(account_id, self.answer.text), closes=is_right and self.closes.data)


class MailboxForm(SignedInForm):
    email = EmailLine(n_("E-mail address of the place"))
