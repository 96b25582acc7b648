"""All an operator can set, read once from the environment (prefix CITYSHOP_, see docs/settings.md)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 32
TOO_WELL_KNOWN = ("changeme", "secret", "default", "dev", "test")


class SettingRefused(Exception):
    """A setting that would make the site unsafe or unable to start."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    database_url: str
    secret_key: str
    folder: Path = Path("var")
    mail_url: str = ""
    mail_from: str = "cityshop <no-reply@cityshop.example>"
    base_url: str = "http://127.0.0.1:8000"
    security_contact: str = "mailto:security@cityshop.example"
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    show_metrics: bool = False
    keeps_guides: bool = True
    demo: bool = False
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    uitdatabank_key: str = field(default="", repr=False)

    @property
    def keys_folder(self) -> Path:
        """Where contest keys live: outside the database, so that a copied database opens nothing."""
        return self.folder / "keys"

    @property
    def bundles_folder(self) -> Path:
        """Where published bundles are kept: made of the database, so they may go at any time."""
        return self.folder / "bundles"

    @property
    def basemaps_folder(self) -> Path:
        """Where the tiles of maps live, a file per city; made of an extract, so they may go at any time."""
        return self.folder / "basemaps"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Every host name the site answers to."""
        own = urlsplit(self.base_url).hostname or "127.0.0.1"
        return [own, *self.trusted_hosts, *(("127.0.0.1", "localhost") if not self.is_https else ())]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; raises SettingRefused with a sentence that says what to change."""
        folder = Path(environ.get("CITYSHOP_FOLDER", "var")).absolute()
        base_url = environ.get("CITYSHOP_BASE_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}").rstrip(
            "/"
        )
        if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).hostname:
            raise SettingRefused("CITYSHOP_BASE_URL must be a full address such as https://shops.example.be")
        return cls(
            folder=folder,
            database_url=_database_url(environ.get("CITYSHOP_DATABASE_URL", ""), folder),
            secret_key=_secret_key(environ.get("CITYSHOP_SECRET_KEY"), folder),
            mail_url=environ.get("CITYSHOP_MAIL_URL", ""),
            mail_from=environ.get("CITYSHOP_MAIL_FROM", cls.mail_from),
            base_url=base_url,
            security_contact=environ.get("CITYSHOP_SECURITY_CONTACT", cls.security_contact),
            trusted_hosts=tuple(environ.get("CITYSHOP_TRUSTED_HOSTS", "").split()),
            proxy_hops=_whole_number("CITYSHOP_PROXY_HOPS", environ.get("CITYSHOP_PROXY_HOPS", "0")),
            show_metrics=environ.get("CITYSHOP_METRICS", "") == "1",
            keeps_guides=environ.get("CITYSHOP_OFFLINE", "") != "0",
            demo=environ.get("CITYSHOP_DEMO", "") == "1",
            oidc_issuer=_issuer(environ.get("CITYSHOP_OIDC_ISSUER", "")),
            oidc_client_id=environ.get("CITYSHOP_OIDC_CLIENT_ID", ""),
            oidc_client_secret=environ.get("CITYSHOP_OIDC_CLIENT_SECRET", ""),
            uitdatabank_key=environ.get("CITYSHOP_UITDATABANK_KEY", ""),
        )


def _database_url(given: str, folder: Path) -> str:
    if not given:
        folder.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{folder / 'cityshop.db'}"
    for short in ("postgres://", "postgresql://"):
        if given.startswith(short):
            return "postgresql+psycopg://" + given.removeprefix(short)
    return given


def _secret_key(given: str | None, folder: Path) -> str:
    if given is not None:
        if len(given) < SHORTEST_SECRET or given.lower().startswith(TOO_WELL_KNOWN):
            raise SettingRefused(f"CITYSHOP_SECRET_KEY must be {SHORTEST_SECRET} random characters or more")
        return given
    return _kept_secret(folder / "secret.key")


def _kept_secret(file: Path) -> str:
    """Make a secret at the first start and keep it, so that a fresh copy is safe without any setting."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        fresh = file.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        try:
            file.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()


def _issuer(given: str) -> str:
    """As it is written: it is compared with what the provider says of itself, to the letter."""
    address = urlsplit(given)
    is_here = address.hostname in ("127.0.0.1", "localhost")
    if given and address.scheme != "https" and not (address.scheme == "http" and is_here):
        raise SettingRefused("CITYSHOP_OIDC_ISSUER must be an https address, as the provider writes it")
    return given


def _whole_number(name: str, given: str) -> int:
    if not given.isdecimal():
        raise SettingRefused(f"{name} must be a whole number")
    return int(given)
