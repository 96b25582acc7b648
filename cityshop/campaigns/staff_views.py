"""Town hall."""

from cityshop.web import areas

staff = areas.staff_door("campaign_staff", __name__)
