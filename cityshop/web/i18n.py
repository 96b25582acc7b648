"""Words, dates and amounts in the reader's language. The catalogue is fetched once per request."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from babel.support import NullTranslations
from flask import Flask, g, request
from flask_babel import Babel, force_locale, get_translations

from cityshop.core import files
from cityshop.core.clock import local
from cityshop.core.words import DEFAULT_LANGUAGE, LANGUAGES, in_language
from cityshop.web.language_prefix import LANGUAGE, UNPREFIXED_PATH

# Belgian formats in every language: 1.234,50 and 24 hours.
_LOCALES: Mapping[str, Locale] = {
    "nl": Locale("nl", "BE"),
    "fr": Locale("fr", "BE"),
    "en": Locale("en", "BE"),
    "de": Locale("de", "BE"),
}


def language() -> str:
    """The language of the page being made."""
    code: str = request.environ.get(LANGUAGE, DEFAULT_LANGUAGE)
    return code


def translated(message: str, **facts: object) -> str:
    """One sentence in the page's language, with its facts filled in."""
    sentence = _catalogue().ugettext(message) if message else ""
    return sentence % facts if facts else sentence


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """For a letter to somebody who reads another language than the page being made."""
    before = request.environ.get(LANGUAGE, DEFAULT_LANGUAGE)
    request.environ[LANGUAGE] = code
    g.pop("catalogue", None)
    try:
        with force_locale(code):
            yield
    finally:
        request.environ[LANGUAGE] = before
        g.pop("catalogue", None)


def translated_in(code: str, message: str, **facts: object) -> str:
    """One sentence in a language of its own, for paper that says it in several."""
    with force_locale(code):
        sentence: str = get_translations().ugettext(message)
    return sentence % facts if facts else sentence


def own_text(text: Mapping[str, str]) -> str:
    """A text that the city or a shop wrote, in the reader's language where they wrote it."""
    return in_language(text, language())


def day(moment: date | datetime, form: str = "d MMMM y") -> str:
    """A date as people say it: 22 november 2026."""
    return _day(local(moment).date() if isinstance(moment, datetime) else moment, form, language())


def moment(when: datetime, form: str = "EEEE d MMMM, HH:mm") -> str:
    """A moment as a clock and calendar on the wall show it."""
    return format_datetime(local(when), _pattern(form, language()), locale=locale())


def moment_in(code: str, when: datetime, form: str = "d MMMM, HH:mm") -> str:
    """The same in a language of its own."""
    return format_datetime(local(when), _pattern(form, code), locale=_LOCALES[code])


def clock_time(when: datetime) -> str:
    """Hours and minutes: 18:30."""
    return f"{local(when):%H:%M}"


def euro(cents: int) -> str:
    """An amount in euro; whole euros without decimals."""
    return _euro(cents, language())


def number(value: int) -> str:
    """A count with dots between the thousands."""
    return _number(value, language())


def percent(value: int) -> str:
    """A whole percentage."""
    return f"{number(value)} %"


def locale() -> Locale:
    """The Belgian variant of the page's language."""
    return _LOCALES[language()]


def language_links() -> list[dict[str, Any]]:
    """The same page in every language."""
    query = request.query_string.decode("ascii", "replace")
    path = request.environ.get(UNPREFIXED_PATH, "/") + (f"?{query}" if query else "")
    return [
        {
            "code": code,
            "name": name,
            "url": path if code == DEFAULT_LANGUAGE else f"/{code}{path}",
            "current": code == language(),
        }
        for code, name in LANGUAGES.items()
    ]


def install(app: Flask) -> None:
    """Give templates their words, formats and language links."""
    app.config.update(
        BABEL_DEFAULT_LOCALE=DEFAULT_LANGUAGE,
        BABEL_DEFAULT_TIMEZONE="Europe/Brussels",
        BABEL_TRANSLATION_DIRECTORIES=str(files.TRANSLATIONS),
    )
    Babel(app, locale_selector=language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    environment = cast("Any", app.jinja_env)  # the extension adds this method at run time
    environment.install_gettext_callables(
        lambda message: _catalogue().ugettext(message),
        lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        clock_time=clock_time,
        euro=euro,
        number=number,
        percent=percent,
        own_text=own_text,
        translated=translated,
    )
    app.jinja_env.globals.update(language_links=language_links)
    app.context_processor(lambda: {"language": language()})


def _pattern(form: str, language: str) -> str:
    """A day's number has a dot in German: 22. November."""
    return form.replace("d MMM", "d. MMM") if language == "de" else form


# Babel reads a pattern anew each time, which takes longer than anything else in a row of a table.
@lru_cache(maxsize=1_000)
def _day(when: date, form: str, language: str) -> str:
    return format_date(when, _pattern(form, language), locale=_LOCALES[language])


@lru_cache(maxsize=1_000)
def _number(value: int, language: str) -> str:
    return format_decimal(value, locale=_LOCALES[language])


@lru_cache(maxsize=1_000)
def _euro(cents: int, language: str) -> str:
    """In French and German the sign comes after the amount."""
    amount = "#,##0" if cents % 100 == 0 else "#,##0.00"
    form = f"{amount}\N{NO-BREAK SPACE}¤" if language in ("fr", "de") else f"¤ {amount}"
    return format_currency(cents / 100, "EUR", form, locale=_LOCALES[language], currency_digits=False)


def _catalogue() -> NullTranslations:
    catalogue: NullTranslations | None = g.get("catalogue")
    if catalogue is None:
        catalogue = g.catalogue = get_translations()
    return catalogue
