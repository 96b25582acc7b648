"""Puts what a running site reads beside its code into the wheel: templates, migrations, built front end."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BESIDE_THE_PACKAGE = ("templates", "static/built", "migrations")
INSIDE_THE_PACKAGE = "cityshop/_site"


class SiteFiles(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / "static/built/manifest.json").exists():
            raise FileNotFoundError(
                "static/built is missing: run `make assets translate` before building the wheel."
            )
        for folder in BESIDE_THE_PACKAGE:
            build_data["force_include"][str(root / folder)] = f"{INSIDE_THE_PACKAGE}/{folder}"
