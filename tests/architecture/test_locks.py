import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"]
AN_ADDRESS = re.compile(r"[a-z]+://|--(extra-)?index-url|--find-links|--trusted-host|@ file|^/", re.MULTILINE)
A_PIN = re.compile(r"^[a-z0-9][a-z0-9._-]*==\S+", re.MULTILINE)


def pins(lock):
    return set(A_PIN.findall((ROOT / lock).read_text()))


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_a_lock_file_names_no_registry(lock):
    assert AN_ADDRESS.findall((ROOT / lock).read_text()) == []


def test_the_lock_file_of_npm_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    # where a package asks for money is no place to fetch it from
    told = [{name: fact for name, fact in one.items() if name != "funding"} for one in packages.values()]

    assert AN_ADDRESS.findall(json.dumps(told)) == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_python_package_is_pinned_with_hashes(lock):
    entries = (ROOT / lock).read_text().replace("\\\n", "").splitlines()

    packages = [entry for entry in entries if entry and not entry.lstrip().startswith("#")]

    assert packages
    assert [entry for entry in packages if not A_PIN.match(entry) or "--hash=sha256:" not in entry] == []


def test_every_npm_package_is_pinned_with_a_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    installed = {name: package for name, package in packages.items() if name}

    assert installed
    assert [
        name for name, package in installed.items() if not package.get("integrity", "").startswith("sha512-")
    ] == []


def test_we_develop_with_the_versions_that_run():
    in_both = pins("requirements.lock") & pins("requirements-dev.lock")

    assert in_both == pins("requirements.lock")


def test_our_npm_packages_are_named_by_exact_version():
    package = json.loads((ROOT / "package.json").read_text())

    versions = {**package["dependencies"], **package["devDependencies"]}

    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
