"""The organiser's doors: pages over many cities. Whoever is no organiser gets a 404."""

from flask import Blueprint

from cityshop.core.errors import Unknown
from cityshop.core.permissions import Role
from cityshop.web import areas
from cityshop.web.actors import actor

EDITION = "/<programme>/<int:season>"


def organiser_door(name: str, import_name: str) -> Blueprint:
    """Pages under `/organiser`, closed before any view runs."""
    door = areas.signed_in_door(name, import_name, prefix="/organiser")
    door.before_request(_organisers_only)
    return door


def _organisers_only() -> None:
    if not actor().has_role(Role.ORGANISER):
        raise Unknown
