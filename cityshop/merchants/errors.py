"""What merchants' services refuse."""

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class ShopUnknown(Unknown):
    pass


class CounterUnknown(Unknown):
    pass


class NoEnterpriseNumber(Refusal):
    status = 422
    message = n_("This is not a Belgian enterprise number. It has ten digits, such as 0403.170.701.")
    field = "enterprise_number"


class EnterpriseTaken(Refusal):
    message = n_("Somebody else registered a shop with this number in %(city)s. Ask the town hall for help.")
    field = "enterprise_number"


class OtherPostalCode(Refusal):
    status = 422
    message = n_("%(city)s has other postal codes: %(codes)s.")
    field = "postal_code"


class PlaceNotInGuide(Refusal):
    status = 422
    message = n_("There is no such page in the guide of this city.")
    field = "place"


class NoWebsite(Refusal):
    status = 422
    message = n_("This is not the address of a website. Write it like www.example.be.")
    field = "website"


class NoPhone(Refusal):
    status = 422
    message = n_("This is not a telephone number. Write it like 056 12 34 56.")
    field = "phone"


class PinTooEasy(Refusal):
    status = 422
    message = n_("Choose four to six digits that are not a row and not all the same.")
    field = "pin"


class NotApprovedYet(Refusal):
    message = n_("A counter opens once the town hall has approved your shop.")


class TooManyCounters(Refusal):
    message = n_("A shop has at most %(most)s counters. Close one that you do not use.")
