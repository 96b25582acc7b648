"""Who is acting: the account behind a sign-in, with its roles per city."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flask_login import current_user

from cityshop.core.permissions import Act, Role, is_allowed


class SignInNeeded(Exception):
    """The page is for people who are signed in; the error handler sends them to the sign-in page."""


@dataclass(frozen=True)
class Actor:
    """A signed-in account. `roles` maps a city's id to roles there; None stands for every city."""

    id: int
    email: str
    name: str
    sign_in_id: int
    token: str = field(repr=False)
    roles: Mapping[int | None, frozenset[Role]] = field(default_factory=dict)

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the token of a sign-in, which the server can end."""
        return self.token

    def roles_in(self, city_id: int) -> frozenset[Role]:
        """The roles that count in a city, those for every city included."""
        return self.roles.get(city_id, frozenset()) | self.roles.get(None, frozenset())

    def is_allowed(self, act: Act, city_id: int) -> bool:
        """Whether this account may begin the act in this city."""
        return is_allowed(act, self.roles_in(city_id))

    def has_role(self, role: Role) -> bool:
        """Whether the account has this role in any city."""
        return any(role in roles for roles in self.roles.values())


def actor() -> Actor:
    """Who is signed in; raises SignInNeeded when nobody is."""
    if not cast("Any", current_user).is_authenticated:
        raise SignInNeeded
    return cast("Actor", cast("Any", current_user)._get_current_object())  # noqa: SLF001 - Werkzeug's way to unwrap
