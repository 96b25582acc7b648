"""Town hall."""

from cityshop.web import areas

staff = areas.staff_door("offer_staff", __name__)
