"""What a city refuses."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class ColourTooPale(Refusal):
    status = 422
    message = n_(
        "This colour is too pale to read (%(contrast)s to 1, at least 4.5 is needed). Try %(darker)s."
    )
    field = "colour"
