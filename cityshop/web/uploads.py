"""Which pages take photographs or other files: only there may somebody send more than a form."""

from collections.abc import Callable
from typing import ClassVar, ParamSpec, TypeVar

from flask import Flask, current_app, request

from cityshop.core.errors import Refusal
from cityshop.core.pictures import MOST_SENT_BYTES
from cityshop.core.words import n_

MOST_BESIDE_FILES = 100_000
A_MEGABYTE = 1_000_000

P = ParamSpec("P")
R = TypeVar("R")


class FileTooLarge(Refusal):
    status: ClassVar[int] = 413
    message = n_("This file is larger than %(most)s MB, so we did not take it. Send a smaller one.")


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
    if most is None:
        return
    request.max_content_length = most + MOST_BESIDE_FILES
    if (request.content_length or 0) > request.max_content_length:
        raise FileTooLarge(most=most // A_MEGABYTE)
