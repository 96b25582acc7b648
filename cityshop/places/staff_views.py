"""Town hall."""

from cityshop.web import areas

staff = areas.staff_door("place_staff", __name__)
