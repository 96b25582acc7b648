"""Every translation says the same thing: the same facts filled in, no code showing."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

TRANSLATIONS = Path("cityshop/translations")
LANGUAGES = ("nl", "fr", "de")
_FACT = re.compile(r"%\((\w+)\)[sd]")
_ANY_PERCENT = re.compile(r"%(?!\(\w+\)[sd]|%)")


def messages(language: str) -> list[Message]:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def texts(part: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (part,) if isinstance(part, str) else tuple(part)


def facts(*sentences: str) -> set[str]:
    return {fact for sentence in sentences for fact in _FACT.findall(sentence)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_the_same_facts(language):
    wrong = [
        (message.id, text)
        for message in messages(language)
        for english, text in zip(texts(message.id), texts(message.string), strict=True)
        if text and not facts(english) <= facts(text) <= facts(*texts(message.id))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_percent_sign_that_means_nothing(language):
    found = [
        text
        for message in messages(language)
        for text in (*texts(message.id), *texts(message.string))
        if _ANY_PERCENT.search(text)
    ]

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language):
    assert [message.id for message in messages(language) if not all(texts(message.string))] == []
