"""Vacant premises in words."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.vacancies.models import VacancyStatus

STATUS: Mapping[str, str] = {
    VacancyStatus.VACANT: n_("Vacant"),
    VacancyStatus.IN_TALKS: n_("In talks"),
    VacancyStatus.LET: n_("Let"),
    VacancyStatus.RENOVATION: n_("Renovation"),
}
LOOK: Mapping[str, str] = {
    VacancyStatus.VACANT: "warn",
    VacancyStatus.IN_TALKS: "plain",
    VacancyStatus.LET: "good",
    VacancyStatus.RENOVATION: "off",
}
