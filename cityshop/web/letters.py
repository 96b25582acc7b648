"""Mail in the reader's language: a template whose first line is the subject, the others the letter."""

from typing import Any

from flask import current_app, render_template, request, url_for

from cityshop.core.outbox import Letter
from cityshop.core.words import DEFAULT_LANGUAGE


def letter(template: str, recipient: str, **facts: Any) -> Letter:
    """The letter that `templates/mail/<template>.txt` makes of these facts; plain text."""
    written = render_template(f"mail/{template}.txt", **facts)
    subject, _, text = written.strip().partition("\n")
    return Letter(recipient, subject.strip(), text.strip() + "\n")


def full_address(endpoint: str, **values: Any) -> str:
    """An address that works in a mail: with the site's own name, never with what a request claims it is."""
    base: str = current_app.config["BASE_URL"]
    return base + url_for(endpoint, **values)


def full_address_in(language: str, endpoint: str, **values: Any) -> str:
    """The same, of the page in this language."""
    base: str = current_app.config["BASE_URL"]
    prefix = "" if language == DEFAULT_LANGUAGE else f"/{language}"
    return base + prefix + url_for(endpoint, **values).removeprefix(request.script_root)
