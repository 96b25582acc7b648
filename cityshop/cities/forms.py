"""What town hall can fill in about its own page."""

import re
from typing import Any

from wtforms import ColorField, Field
from wtforms.validators import StopValidation

from cityshop.cities.models import City
from cityshop.cities.services import CityDraft
from cityshop.core.words import n_, with_words
from cityshop.web.forms import EmailLine, LineField, ParagraphField, Required, SignedInForm
from cityshop.web.i18n import translated


def six_digits(form: Any, field: Field) -> None:
    """A colour as `#rrggbb`."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", field.data or ""):
        raise StopValidation(translated(n_("Write the colour as #rrggbb, such as #a5182b.")))


class CityForm(SignedInForm):
    headline_nl = LineField(n_("Headline in Dutch"), [Required(n_("Write a headline in Dutch."))], most=60)
    headline_fr = LineField(n_("Headline in French"), most=60)
    introduction_nl = ParagraphField(
        n_("Introduction in Dutch"),
        [Required(n_("Write two sentences for residents and visitors."))],
        most=500,
    )
    introduction_fr = ParagraphField(n_("Introduction in French"), most=500)
    colour = ColorField(n_("The city’s colour"), [six_digits])
    contact_name = LineField(n_("Contact"), [Required(n_("Name the service that answers questions."))])
    contact_email = EmailLine(n_("E-mail of the contact"), [Required(n_("Give an e-mail address."))])

    @classmethod
    def about(cls, city: City) -> "CityForm":
        """The form with what the page says now, or with what was just sent."""
        return cls(
            headline_nl=city.headline.get("nl", ""),
            headline_fr=city.headline.get("fr", ""),
            introduction_nl=city.introduction.get("nl", ""),
            introduction_fr=city.introduction.get("fr", ""),
            colour=city.theme["city"],
            contact_name=city.contact_name,
            contact_email=city.contact_email,
        )

    def draft(self, city: City) -> CityDraft:
        """What was filled in; languages that this form does not show stay as they were."""
        headline = {"nl": self.headline_nl.text, "fr": self.headline_fr.text}
        introduction = {"nl": self.introduction_nl.text, "fr": self.introduction_fr.text}
        return CityDraft(
            colour=(self.colour.data or "").lower(),
            headline=with_words(city.headline, headline),
            introduction=with_words(city.introduction, introduction),
            contact_name=self.contact_name.text,
            contact_email=self.contact_email.text,
        )
