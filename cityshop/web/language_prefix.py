"""Languages by prefix: `/fr/kortrijk` is `/kortrijk` in French. Before Flask, so no route mentions it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cityshop.core.words import DEFAULT_LANGUAGE, LANGUAGES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGE = "cityshop.language"
UNPREFIXED_PATH = "cityshop.path"
_PREFIXED = frozenset(LANGUAGES) - {DEFAULT_LANGUAGE}


class LanguagePrefix:
    """Moves the language from the path into SCRIPT_NAME, so that `url_for` keeps it by itself."""

    def __init__(self, site: "WSGIApplication") -> None:
        self._site = site

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        first, _, rest = path.removeprefix("/").partition("/")
        environ[LANGUAGE] = DEFAULT_LANGUAGE
        if first in _PREFIXED:
            environ[LANGUAGE] = first
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
        environ[UNPREFIXED_PATH] = environ["PATH_INFO"]
        return self._site(environ, start_response)
