"""Signing in and out."""

from cityshop.web import areas

door = areas.open_door("accounts", __name__)
