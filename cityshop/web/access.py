"""`@may(act)` narrows a staff page to the roles of the permission table."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g

from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.core.words import n_
from cityshop.web.actors import actor

P = ParamSpec("P")
R = TypeVar("R")


class NotYourRole(Refusal):
    status = 403
    message = n_("Your role does not allow this. Ask your coordinator.")


def may(act: Act) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Refuse the view to whoever may not begin this act in the city of the page."""

    def narrow(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not actor().is_allowed(act, g.city.id):
                raise NotYourRole
            return view(*args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]  # read by the test of the permission table
        return guarded

    return narrow
