"""What vacancies refuse."""

from typing import ClassVar

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class VacancyUnknown(Unknown):
    message = n_("These premises are not on the list, or no longer.")


class VacanciesNotPublic(Unknown):
    message = n_("This city does not show its vacant premises.")


class VacancyAlreadyThere(Refusal):
    message = n_("%(street)s %(number)s is on the list already. Change that line instead.")
    field = "street"


class NotAList(Refusal):
    status: ClassVar[int] = 422
    message = n_("This file is not a list. Save it as CSV, with the names of the columns in its first line.")
    field = "file"


class ColumnsMissing(Refusal):
    status: ClassVar[int] = 422
    message = n_("The first line needs these columns: street, number, postal_code.")
    field = "file"


class LinesWrong(Refusal):
    status: ClassVar[int] = 422
    message = n_("Nothing was imported: some lines are wrong.")
    field = "file"


class ListTooLong(Refusal):
    status: ClassVar[int] = 422
    message = n_("A list has at most %(most)s lines. Send it in parts.")
    field = "file"
