"""What tests of recounts may ask for."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from cityshop.core.db import choose_city
from cityshop.elections.ledger import canonical_json
from cityshop.elections.models import Contest
from cityshop.recounts.bundle import write_bundle
from cityshop.recounts.verify_ledger import Bundle


@dataclass
class Folder:
    """A bundle on disk that a test may change; the manifest names the change, as a forger's would."""

    path: Path

    def lines(self, name):
        return [json.loads(line) for line in (self.path / name).read_text().splitlines()]

    def write(self, name, lines):
        text = "".join(canonical_json(line) + "\n" for line in lines)
        (self.path / name).write_text(text)
        files = self.manifest["files"]
        files[name] = {"sha256": hashlib.sha256(text.encode()).hexdigest(), "bytes": len(text)}
        self.change_manifest(files=files)

    @property
    def manifest(self):
        return json.loads((self.path / "manifest.json").read_text())

    def change_manifest(self, **facts):
        (self.path / "manifest.json").write_text(canonical_json({**self.manifest, **facts}))

    def problems(self):
        return list(Bundle(self.path).problems())


@pytest.fixture
def bundle(database, tmp_path):
    """The bundle of a contest, written from the database into a folder of the test's own."""

    def write(vote):
        folder = tmp_path / "bundle"
        folder.mkdir()
        with database.reads() as session:
            choose_city(session, vote.contest.city_id)
            write_bundle(session, session.get_one(Contest, vote.contest.id), folder)
        return Folder(folder)

    return write
