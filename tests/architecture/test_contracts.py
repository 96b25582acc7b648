"""Each import contract is broken once, on a copy of the package, to see that it would be noticed."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VIOLATIONS = {
    "Features lean only on features below them": ("cities/models.py", "import cityshop.accounts.models"),
    "Inside a feature every file knows its place": ("cities/models.py", "import cityshop.cities.queries"),
    "The heart knows nothing of the web": ("cities/rules.py", "import flask"),
    "SQL stays in models, queries and services": ("cities/views.py", "import sqlalchemy"),
    "Only the app opens the doors": ("tables.py", "import cityshop.cities.views"),
}


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "cityshop", tmp_path / "cityshop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder):
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_every_contract_has_a_violation_here():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())

    contracts = settings["tool"]["importlinter"]["contracts"]

    assert {contract["name"] for contract in contracts} == set(VIOLATIONS)


def test_the_package_as_it_is_keeps_every_contract(copy):
    answer = lint_imports(copy)

    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_broken_contract_is_noticed(copy, contract):
    module, violation = VIOLATIONS[contract]
    source = copy / "cityshop" / module
    source.write_text(f"{source.read_text()}\n{violation}\n")

    answer = lint_imports(copy)

    assert answer.returncode == 1, answer.stdout
    assert f"{contract} BROKEN" in answer.stdout


def test_a_file_without_a_place_is_noticed(copy):
    (copy / "cityshop" / "cities" / "helpers.py").touch()

    answer = lint_imports(copy)

    assert answer.returncode == 1
    assert "helpers" in answer.stdout
