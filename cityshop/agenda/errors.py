"""What is refused about the agenda, and why."""

from typing import ClassVar

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class EventUnknown(Unknown):
    message = n_("This event is not in the agenda, or no longer.")


class PartnerUnknown(Unknown):
    message = n_("This partner is not known here.")


class PartnerLinkUnknown(Unknown):
    message = n_("This link does not work any more. Ask the town hall for a new one.")


class DateUnknown(Unknown):
    message = n_("This event has no such date.")


class SourceUnknown(Unknown):
    message = n_("This calendar is not followed here.")


class PartnerAlreadyThere(Refusal):
    message = n_("There is a partner with this name already. Change that one instead.")
    field = "name"


class PartnerStopped(Refusal):
    message = n_("This partner is stopped. Start it again first.")


class EventAlreadyDecided(Refusal):
    message = n_("A colleague was first, or the partner changed it. Look at it again.")


class EventIsOver(Refusal):
    message = n_("This event is cancelled. Make a new one instead.")


class TooManyEvents(Refusal):
    message = n_("You have many events that wait. The town hall looks at them first.")


class NoDatesLeft(Refusal):
    status: ClassVar[int] = 422
    message = n_("No date is left of this series. Look at its end and at what was left out.")
    field = "repeat"


class TooManyDates(Refusal):
    status: ClassVar[int] = 422
    message = n_("A series has at most %(most)s dates. Choose an earlier end.")
    field = "repeat"


class CalendarUnreadable(Refusal):
    status: ClassVar[int] = 422
    message = n_("This file is not readable as a calendar. Export it again as iCalendar (.ics).")
    field = "file"


class CalendarTooLarge(Refusal):
    status: ClassVar[int] = 422
    message = n_("This calendar is too large. It may have at most 2 MB and 2,000 events.")
    field = "file"


class CalendarGone(Refusal):
    message = n_("This file is no longer kept. Send it again.")


class NothingToImport(Refusal):
    status: ClassVar[int] = 422
    message = n_("Nothing in this calendar is still to come.")
    field = "file"


class AddressRefused(Refusal):
    status: ClassVar[int] = 422
    message = n_("Only a public https address can be followed, on its usual port.")
    field = "address"


class CannotFetch(Refusal):
    """The other side did not give what was asked; the message goes with the source."""

    status: ClassVar[int] = 422
    message = n_("The address did not answer with a calendar.")
    field = "address"


class AlreadyFollowed(Refusal):
    message = n_("This calendar is followed already.")
    field = "address"
