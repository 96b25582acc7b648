"""Which pages take photographs or other files: only there may somebody send more than a form."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, request

from cityshop.core.pictures import MOST_SENT_BYTES

MOST_BESIDE_FILES = 100_000

P = ParamSpec("P")
R = TypeVar("R")


def takes_files(most_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let this view's form carry a file of so many bytes."""

    def widen(view: Callable[P, R]) -> Callable[P, R]:
        view.takes_bytes = most_bytes  # type: ignore[attr-defined]  # read before the view runs
        return view

    return widen


def takes_pictures(view: Callable[P, R]) -> Callable[P, R]:
    """Let this view's form carry a photograph."""
    return takes_files(MOST_SENT_BYTES)(view)


def picture_address(name: str) -> str:
    """Where a kept picture is served: the same address in every language."""
    return f"/picture/{name}.webp"


def small_picture_address(name: str) -> str:
    """Where it is served small and square, for lists."""
    return f"/picture/small/{name}.webp"


def install(app: Flask) -> None:
    """Widen the limit before anything reads the form, its token included."""
    app.before_request(_widen)


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    most: int | None = getattr(view, "takes_bytes", None)
    if most is not None:
        request.max_content_length = most + MOST_BESIDE_FILES
