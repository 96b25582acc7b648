"""What a campaign refuses."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class AlreadyPaused(Refusal):
    message = n_("This campaign is paused already.")


class NotPaused(Refusal):
    message = n_("This campaign is not paused.")


class EndsBeforeItStarts(Refusal):
    status = 422
    message = n_("The end must come after the start.")
    field = "ends_at"


class SlugTaken(Refusal):
    status = 422
    message = n_("Another campaign of this city has this name already. Choose another title.")
    field = "title_nl"
