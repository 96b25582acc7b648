"""Residents vote."""

from cityshop.web import areas

public = areas.public_door("vote", __name__)
