import json

import pytest
from click.testing import CliRunner

from cityshop.elections.models import ContestState
from cityshop.recounts.cli import ledger


@pytest.fixture
def run(settings, monkeypatch):
    monkeypatch.setenv("CITYSHOP_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("CITYSHOP_FOLDER", str(settings.folder))

    def invoke(*arguments):
        return CliRunner().invoke(ledger, [str(argument) for argument in arguments])

    return invoke


def export(run, folder, vote, city="kortrijk"):
    return run("export", folder, "--city", city, "--contest", vote.contest.slug)


def test_what_was_exported_holds(run, make, tmp_path):
    written = export(run, tmp_path / "out", make.vote())
    checked = run("verify", tmp_path / "out")

    assert (written.exit_code, checked.exit_code) == (0, 0)
    assert checked.output.splitlines()[-1] == "everything holds"


def test_what_was_changed_is_named(run, make, tmp_path):
    export(run, tmp_path, make.vote())
    (tmp_path / "dead.jsonl").write_text("")

    checked = run("verify", tmp_path)

    assert checked.exit_code == 1
    assert "WRONG: dead.jsonl: not the file that the manifest names" in checked.output


def test_a_receipt_is_looked_up(run, make, tmp_path):
    vote = make.vote()
    export(run, tmp_path / "out", vote)
    receipt = tmp_path / "receipt.json"
    receipt.write_text(json.dumps({"contest": "x", "leaf": "y"}))

    checked = run("verify", tmp_path / "out", "--receipt", receipt)

    assert checked.exit_code == 2
    assert "cannot be read" in checked.output


def test_other_rules_than_somebody_noted_are_named(run, make, tmp_path):
    export(run, tmp_path, make.vote())

    assert run("verify", tmp_path, "--rules-hash", "0" * 64).exit_code == 1


@pytest.mark.parametrize("content", ["", "no json", "[" * 100_000, "\x00\xff"])
def test_what_is_no_bundle_cannot_be_read(run, tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)

    checked = run("verify", tmp_path)

    assert checked.exit_code == 2
    assert "cannot be read" in checked.output


def test_a_folder_that_is_not_there_is_a_wrong_question(run, tmp_path):
    assert run("verify", tmp_path / "nowhere").exit_code == 2


def test_nothing_is_exported_before_the_result(run, make, tmp_path):
    done = export(run, tmp_path, make.vote(state=ContestState.CLOSED))

    assert done.exit_code == 1
    assert "together with the result" in done.output
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(run, make, tmp_path):
    (tmp_path / "manifest.json").write_text("mine")

    assert export(run, tmp_path, make.vote()).exit_code == 1
    assert (tmp_path / "manifest.json").read_text() == "mine"


@pytest.mark.parametrize(("city", "slug"), [("nergens", None), ("kortrijk", "geen"), ("genk", None)])
def test_an_unknown_vote_is_said_to_be_unknown(run, make, tmp_path, city, slug):
    vote = make.vote()
    make.city("genk", "Genk")

    done = run("export", tmp_path, "--city", city, "--contest", slug or vote.contest.slug)

    assert done.exit_code == 1
    assert list(tmp_path.iterdir()) == []
