"""What a programme refuses, and why."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class ProgrammeExists(Refusal):
    status = 422
    message = n_("There is already a programme with this name. Choose another one.")
    field = "name"


class EditionExists(Refusal):
    status = 422
    message = n_("There is already an edition of this season. Choose another year.")
    field = "season"


class NominationsAfterOpening(Refusal):
    status = 422
    message = n_("Shops come forward before the vote opens. Choose an earlier moment.")
    field = "nominations_from"


class CeremonyBeforeClosing(Refusal):
    status = 422
    message = n_("The ceremony comes after the vote closes. Choose a later moment.")
    field = "ceremony_at"


class NoCityTicked(Refusal):
    status = 422
    message = n_("Tick at least one city that has no vote yet.")


class SameCity(Refusal):
    status = 422
    message = n_("Choose another city than the one you copy from.")
    field = "city"


class CityHasVote(Refusal):
    message = n_("This city already has a vote in this edition. It stays as it is.")
    field = "city"
