"""What goes wrong with one thing stops nothing behind it, and what the log says of it is nobody's."""

import pytest
from sqlalchemy.exc import OperationalError

from cityshop.core.mishaps import one_of_many, surviving

ADDRESS = "els@inwoner.example"


def test_a_fault_in_one_of_many_is_logged_by_its_kind_and_place_only(caplog):
    done = []

    for number in range(3):
        with one_of_many(f"edition={number}"):
            if number == 1:
                raise ValueError(ADDRESS)
            done.append(number)

    assert done == [0, 2]
    assert "edition=1 failed: ValueError" in caplog.text
    assert "test_mishaps.py" in caplog.text
    assert ADDRESS not in "".join(line for line in caplog.text.splitlines() if "raise" not in line)


def test_without_a_database_the_others_are_not_tried():
    with pytest.raises(OperationalError), one_of_many("edition=1"):
        raise OperationalError("SELECT 1", None, Exception("gone"))


@pytest.mark.parametrize("error", [OperationalError("SELECT 1", None, Exception("gone")), KeyError(ADDRESS)])
def test_a_job_that_fails_gives_nothing_and_ends_nothing(caplog, error):
    def count_scans(number):
        if number:
            raise error
        return "done"

    job = surviving(count_scans)

    assert (job(0), job(1)) == ("done", None)
    assert f"job=count_scans {'waits' if isinstance(error, OperationalError) else 'failed'}" in caplog.text
    assert ADDRESS not in caplog.text
