"""The days of the sales, as town hall fills them in."""

from typing import Any

from cityshop.core.errors import Refusal
from cityshop.core.words import n_
from cityshop.places.forms import DayField
from cityshop.sales.queries import SalesYear
from cityshop.sales.rules import Season, SeasonName, checked
from cityshop.web.forms import Required, SignedInForm
from cityshop.web.i18n import translated

DAYS = ("ban_from", "ban_until", "sales_from", "sales_until")
_NEEDED = n_("Fill in this day.")


class SalesForm(SignedInForm):
    """Four days for each season."""

    winter_ban_from = DayField(n_("No price cuts from"), [Required(_NEEDED)])
    winter_ban_until = DayField(n_("No price cuts until"), [Required(_NEEDED)])
    winter_sales_from = DayField(n_("Sales from"), [Required(_NEEDED)])
    winter_sales_until = DayField(n_("Sales until"), [Required(_NEEDED)])
    summer_ban_from = DayField(n_("No price cuts from"), [Required(_NEEDED)])
    summer_ban_until = DayField(n_("No price cuts until"), [Required(_NEEDED)])
    summer_sales_from = DayField(n_("Sales from"), [Required(_NEEDED)])
    summer_sales_until = DayField(n_("Sales until"), [Required(_NEEDED)])

    @classmethod
    def about(cls, year: SalesYear) -> "SalesForm":
        """The form with the days that hold now, or with what was just sent."""
        return cls(
            **{f"{season.name}_{day}": getattr(season, day) for season in year.seasons for day in DAYS}
        )

    def validate_in(self, year: int) -> bool:
        """Whether these are days of the sales of this year; says beside which day they are not."""
        if not self.validate():
            return False
        are_in_order = [self._is_in_order(season) for season in self.seasons(year)]
        return all(are_in_order)

    def seasons(self, year: int) -> list[Season]:
        """What was filled in; only after every day was found to be one."""
        return [Season(year, name, *(self._field(name, day).data for day in DAYS)) for name in SeasonName]

    def _is_in_order(self, season: Season) -> bool:
        try:
            checked(season)
        except Refusal as refusal:
            is_ban = season.ban_until < season.ban_from
            wrong = self._field(season.name, "ban_until" if is_ban else "sales_until")
            wrong.errors = [translated(refusal.message, **refusal.facts)]
            return False
        return True

    def _field(self, name: SeasonName, day: str) -> Any:
        return self[f"{name}_{day}"]
