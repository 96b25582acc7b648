"""Town hall."""

from cityshop.web import areas

staff = areas.staff_door("city_staff", __name__)
