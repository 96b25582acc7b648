import json

import pytest
from click.testing import CliRunner

from cityshop.places.cli import places

PUB = "Tu-Th 16:00-24:00; Fr 16:00-02:00; Sa 12:00-02:00"


def run(*arguments, **more):
    return CliRunner().invoke(places, ["hours", *arguments], **more)


@pytest.mark.parametrize(
    ("value", "said"),
    [(PUB, "open 2026-07-18T00:00:00Z\n"), ("We-Su", "unknown\n"), ("24/7", "open\n")],
)
def test_the_hours_command_says_the_state_and_the_next_change(value, said):
    assert run(value, "--at", "2026-07-18T00:30", "--city", "kortrijk").output == said


@pytest.mark.parametrize(("country", "said"), [("BE", "open"), ("fr", "closed")])
def test_the_hours_command_knows_the_holidays_of_the_neighbours(country, said):
    answer = run("Mo-Fr 09:00-18:00; PH off", "--at", "2026-07-14T10:00", "--country", country)

    assert answer.output.startswith(said)


def test_the_hours_command_answers_a_file():
    lines = json.dumps({"value": PUB, "at": "2026-07-18T00:30+02:00"}) + "\n"

    assert json.loads(run("--file", "-", input=lines).output) == {
        "state": "open",
        "next_change": "2026-07-18T00:00:00Z",
    }


def test_bytes_that_are_no_text_make_no_file_unreadable(tmp_path):
    file = tmp_path / "hours.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"value": "\xff"}\n{"value": "24/7"}\n')

    assert [json.loads(line)["state"] for line in run("--file", str(file)).output.splitlines()] == [
        "unknown",
        "open",
    ]


@pytest.mark.parametrize("arguments", [[], [PUB, "--file", "-"], [PUB, "--at", "tomorrow"]])
def test_a_wrong_question_is_refused(arguments):
    assert run(*arguments).exit_code == 2


def test_the_end_of_the_calendar_is_said_in_one_line():
    result = run("We-Su", "--at", "9999-12-30T12:00")

    assert result.exit_code == 1
    assert result.output == "Error: date value out of range\n"


def test_a_bad_line_ends_the_job_with_its_number():
    result = run("--file", "-", input="nonsense\n")

    assert result.exit_code == 1
    assert "line 1" in result.output
