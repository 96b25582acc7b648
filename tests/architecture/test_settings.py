"""Every setting has its line in the documents, and every line there is a setting."""

import re
from pathlib import Path

import pytest

from cityshop.settings import SettingRefused, Settings

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"CITYSHOP_[A-Z_]+")


def test_every_setting_is_documented():
    read = set(NAMED.findall((ROOT / "cityshop" / "settings.py").read_text())) - {"CITYSHOP_"}

    documented = set(
        re.findall(r"^\| `(CITYSHOP_[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    )

    assert documented == read


@pytest.mark.parametrize(
    "issuer", ["http://idp.example.be", "idp.example.be", "ftp://idp.example.be", "javascript:x"]
)
def test_an_eid_provider_without_tls_is_refused(tmp_path, issuer):
    with pytest.raises(SettingRefused):
        Settings.from_environment({"CITYSHOP_FOLDER": str(tmp_path), "CITYSHOP_OIDC_ISSUER": issuer})


@pytest.mark.parametrize("issuer", ["", "https://idp.example.be/", "http://127.0.0.1:9000"])
def test_an_eid_provider_is_kept_as_it_writes_its_name(tmp_path, issuer):
    settings = Settings.from_environment({"CITYSHOP_FOLDER": str(tmp_path), "CITYSHOP_OIDC_ISSUER": issuer})

    assert settings.oidc_issuer == issuer


def test_the_secret_of_the_eid_is_not_shown():
    settings = Settings(database_url="sqlite://", secret_key="x" * 40, oidc_client_secret="geheim van itsme")  # noqa: S106

    assert "geheim" not in repr(settings)
