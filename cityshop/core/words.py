"""Sentences for people: marked for translation where they are made, translated where they are shown."""

from collections.abc import Mapping

DEFAULT_LANGUAGE = "nl"
LANGUAGES: Mapping[str, str] = {"nl": "Nederlands", "fr": "Français", "en": "English", "de": "Deutsch"}


def n_(message: str) -> str:
    """Mark a sentence for the catalogues without translating it yet."""
    return message


def in_language(text: Mapping[str, str], language: str) -> str:
    """The text in this language, else in Dutch, else in whatever language it was written."""
    return text.get(language) or text.get(DEFAULT_LANGUAGE) or next(filter(None, text.values()), "")


def language_of(text: Mapping[str, str], language: str) -> str:
    """The language in which `in_language` finds the text; the asked one where there is no text."""
    found = (code for code in (language, DEFAULT_LANGUAGE, *text) if text.get(code))
    return next(found, language)


def with_words(before: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """A text with new words in their languages: other languages stay as they were, empty ones go."""
    return {language: text for language, text in {**before, **words}.items() if text}
