"""Fields of a programme's forms: a year, cities to tick, an address of the web."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from wtforms import Field, IntegerField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its types are of 3.2
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from cityshop.core.words import n_
from cityshop.elections.forms import CHOOSE
from cityshop.web.forms import Required
from cityshop.web.i18n import translated

FIRST_SEASON, LAST_SEASON = 2000, 2100


class SeasonField(IntegerField):
    """A year of four digits."""

    widget = TextInput()

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, [_a_season], **options)

    @property
    def year(self) -> int:
        """The year that was filled in; only after the form was found valid."""
        if self.data is None:
            raise ValueError(self.name)
        return self.data


def _a_season(form: Any, field: Field) -> None:
    if field.data is None or not FIRST_SEASON <= field.data <= LAST_SEASON:
        field.errors = []
        raise StopValidation(translated(n_("Fill in a year, such as 2027.")))


def web_address(form: Any, field: Field) -> None:
    """An address of the web, or nothing."""
    parts = urlsplit(field.data or "")
    if field.data and (parts.scheme not in ("http", "https") or "." not in parts.netloc):
        raise StopValidation(translated(n_("Write the whole address, such as https://www.example.be.")))


class CitiesField(SelectMultipleField):
    """Cities to tick; its data are their ids."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    offered: set[int]

    def __init__(self, label: str, sentence: str, **options: Any) -> None:
        super().__init__(label, [Required(sentence)], coerce=int, **options)
        self.type = "SelectMultipleField"  # drawn as the choices that it is

    def offer(self, cities: Iterable[tuple[int, str]]) -> None:
        """What can be ticked: ids and names."""
        named = dict(cities)
        self.choices = [SelectChoice(city_id, name) for city_id, name in named.items()]
        self.offered = set(named)

    def pre_validate(self, form: Any) -> None:
        if not set(self.data or ()) <= self.offered:
            raise StopValidation(translated(CHOOSE))
