import stat

import pytest

from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.keys import make_key, read_key


def only_file(folder):
    return next(folder.iterdir())


def test_a_key_is_found_again_by_its_fingerprint(tmp_path):
    made = make_key(tmp_path / "keys")

    assert read_key(tmp_path / "keys", made.fingerprint) == made


def test_only_the_owner_reads_a_key_file(tmp_path):
    make_key(tmp_path)

    assert stat.S_IMODE(only_file(tmp_path).stat().st_mode) == 0o600


def test_a_missing_file_is_noticed_and_not_made_again(tmp_path):
    made = make_key(tmp_path)
    only_file(tmp_path).unlink()

    with pytest.raises(ContestKeyMissing):
        read_key(tmp_path, made.fingerprint)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "no hex", "ab" * 32, "\N{EURO SIGN}"])
def test_a_file_with_something_else_in_it_is_noticed(tmp_path, content):
    made = make_key(tmp_path)
    only_file(tmp_path).write_text(content, encoding="utf-8")

    with pytest.raises(ContestKeyMissing):
        read_key(tmp_path, made.fingerprint)


def test_without_a_fingerprint_there_is_no_key(tmp_path):
    with pytest.raises(ContestKeyMissing):
        read_key(tmp_path, "")


def test_a_key_does_not_tell_itself_in_a_log(tmp_path):
    made = make_key(tmp_path)

    assert made.secret.hex() not in repr(made)
    assert str(made.secret) not in repr(made)


def test_slot_ident_and_code_of_the_same_word_differ(tmp_path):
    key = make_key(tmp_path)

    assert len({key.slot("x"), key.ident("x"), key.code_digest("x", "")}) == 3
