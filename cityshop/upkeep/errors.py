"""What upkeep refuses."""

from typing import ClassVar

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class EditUnknown(Unknown):
    message = n_("This change is not there, or no longer.")


class ReportUnknown(Unknown):
    message = n_("This report is not there, or no longer.")


class RevisionUnknown(Unknown):
    message = n_("This change is not in the history of this place.")


class LinkUnknown(Unknown):
    message = n_("This link does not work. Use the newest mail, or write to the town hall.")


class AlreadyDecided(Refusal):
    message = n_("A colleague has just decided on this.")


class NothingChanged(Refusal):
    status: ClassVar[int] = 422
    message = n_("Nothing is different from what stands in the guide. Change something first.")


class NothingToRestore(Refusal):
    message = n_("The place already is as it was before this change.")


class PointMissing(Refusal):
    status: ClassVar[int] = 422
    message = n_("Say where the place is before you accept it.")
    field = "point"


class ShopHasAPlace(Refusal):
    message = n_("Your shop already has a place in the guide.")


class ShopHasNoPlace(Refusal):
    message = n_("Your shop has no place in the guide yet. Look for it first.")


class PhotoGone(Refusal):
    status: ClassVar[int] = 422
    message = n_("The photo is gone. Choose it again.")
    field = "photo"


class NothingTicked(Refusal):
    status: ClassVar[int] = 422
    message = n_("Tick at least one in the list.")
    field = "one"
