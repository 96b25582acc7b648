"""Town hall."""

from cityshop.web import areas

staff = areas.staff_door("election_staff", __name__)
