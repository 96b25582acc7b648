"""Town hall."""

from cityshop.web import areas

staff = areas.staff_door("shop_staff", __name__)
