import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKE = shutil.which("make")
PROMISED = """
help setup run check test test-postgres browser bench fix lock assets migration migrate translate seed clean
"""


def listed_by_help():
    answer = subprocess.run([MAKE, "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(re.findall(r"make ([a-z-]+) +(\S.*)", answer.stdout))


def test_help_lists_every_promised_target_with_a_sentence():
    assert set(PROMISED.split()) <= set(listed_by_help())


def test_help_hides_only_the_parts_of_check():
    targets = set(re.findall(r"^\.PHONY: (\S+)", (ROOT / "Makefile").read_text(), re.MULTILINE))

    hidden = targets - set(listed_by_help())

    assert {name for name in hidden if not name.startswith("check-")} == set()
