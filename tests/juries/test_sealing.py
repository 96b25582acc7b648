import hashlib
import json
from dataclasses import replace

import pytest

from cityshop.elections.keys import make_key
from cityshop.juries.errors import JuryKeyMissing
from cityshop.juries.sealing import Sheet, jury_key, opened, sealed

SHEET = Sheet("Mia", "kortrijk/ambassadeur/bert", (8, 9, 7), "Warm onthaal “altijd”.", "0f" * 16)


@pytest.fixture
def key(tmp_path):
    return make_key(tmp_path)


def test_what_was_sealed_opens_as_it_was(key):
    assert opened(sealed(SHEET, key, place="sheet 1 2"), key, place="sheet 1 2") == SHEET


def test_a_sealed_sheet_tells_nothing(key):
    content = sealed(SHEET, key, place="sheet 1 2")

    assert b"Mia" not in content
    assert content != sealed(SHEET, key, place="sheet 1 2")


def test_a_sheet_opens_only_in_its_own_row(key):
    content = sealed(SHEET, key, place="sheet 1 2")

    with pytest.raises(JuryKeyMissing):
        opened(content, key, place="sheet 1 3")


def test_a_sheet_opens_only_with_its_own_key(key, tmp_path):
    content = sealed(SHEET, key, place="sheet 1 2")

    with pytest.raises(JuryKeyMissing):
        opened(content, make_key(tmp_path), place="sheet 1 2")


def test_a_changed_sheet_does_not_open(key):
    content = bytearray(sealed(SHEET, key, place="sheet 1 2"))
    content[-1] ^= 1

    with pytest.raises(JuryKeyMissing):
        opened(bytes(content), key, place="sheet 1 2")


def test_anybody_can_work_out_the_digest():
    facts = {"finalist": SHEET.finalist, "juror": "Mia", "nonce": SHEET.nonce, "reason": SHEET.reason}
    text = json.dumps(
        {**facts, "scores": [8, 9, 7]}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )

    assert hashlib.sha256(text.encode()).hexdigest() == SHEET.digest


@pytest.mark.parametrize("change", [{"scores": (8, 9, 8)}, {"reason": "Toch niet."}, {"juror": "Jan"}])
def test_any_change_changes_the_digest(change):
    assert replace(SHEET, **change).digest != SHEET.digest


def test_a_key_that_is_gone_is_told(tmp_path):
    with pytest.raises(JuryKeyMissing):
        jury_key(tmp_path, "0" * 64)
