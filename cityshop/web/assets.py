"""Addresses of built files: hashed by the build, kept by browsers for a year."""

import json
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from markupsafe import Markup
from whitenoise import WhiteNoise

from cityshop.core import files
from cityshop.web.headers import EVERYWHERE

A_YEAR = 31_536_000


class AssetsMissing(Exception):
    """The front end has not been built yet."""


def install(app: Flask) -> None:
    """Give templates `asset(name)`; raises AssetsMissing when there is nothing built."""
    manifest = _manifest(files.STATIC_BUILT / "manifest.json")
    app.extensions["cityshop.assets"] = manifest

    def asset(name: str) -> str:
        """The address of a built file: `css/site.css` becomes `/static/css/site-3F2A.css`."""
        return manifest[name]

    def on_sheet(name: str) -> str:
        """A drawing for a page that shows many: they stand on one sheet, so the page asks for one file."""
        return manifest.get(f"sheet/{name}") or manifest[name]

    @cache
    def drawing(name: str) -> Markup:
        """One of our own SVG files to stand in the page itself: no request, and there without reception."""
        built = files.STATIC_BUILT / manifest[name].removeprefix("/static/")
        return Markup(built.read_text(encoding="utf-8"))  # noqa: S704 - a file of the build, never an upload

    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["drawing"] = drawing
    app.jinja_env.globals["on_sheet"] = on_sheet
    app.jinja_env.globals["has_asset"] = manifest.__contains__
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=files.STATIC_BUILT,
        prefix="static/",
        max_age=A_YEAR,
        immutable_file_test=lambda path, url: True,
        add_headers_function=_safe_headers,
        allow_all_origins=False,
        charset="utf-8",
    )


def _manifest(file: Path) -> dict[str, str]:
    if not file.exists():
        raise AssetsMissing("The front end is not built: run `make assets`.")
    manifest: dict[str, str] = json.loads(file.read_text())
    return manifest


def _safe_headers(headers: Headers, path: str, url: str) -> None:
    for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy"):
        headers[name] = EVERYWHERE[name]
    headers["Content-Type"] = (headers["Content-Type"] or "").replace('"', "")  # quotes confuse checkers
