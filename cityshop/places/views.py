"""The guide."""

from cityshop.web import areas

public = areas.public_door("guide", __name__)
