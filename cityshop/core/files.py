"""Where the files stand that a running site reads: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_IN_A_WHEEL = _PACKAGE / "_site"
_SITE = _IN_A_WHEEL if _IN_A_WHEEL.is_dir() else _PACKAGE.parent

TEMPLATES = _SITE / "templates"
STATIC_BUILT = _SITE / "static" / "built"
MIGRATIONS = _SITE / "migrations"
TRANSLATIONS = _PACKAGE / "translations"
