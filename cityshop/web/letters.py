"""Mail in the reader's language: a template whose first line is the subject, the others the letter."""

from typing import Any

from flask import current_app, render_template, request, url_for

from cityshop.core.outbox import Letter
from cityshop.core.words import DEFAULT_LANGUAGE
from cityshop.web.i18n import language


def letter(template: str, recipient: str, **facts: Any) -> Letter:
    """The letter that `templates/mail/<template>.txt` makes of these facts; plain text."""
    written = render_template(f"mail/{template}.txt", **facts)
    subject, _, text = written.strip().partition("\n")
    return Letter(recipient, subject.strip(), text.strip() + "\n")


def full_address(endpoint: str, **values: Any) -> str:
    """An address that works in a mail: with the site's own name, never with what a request claims it is.

    It leads to the language of the letter, which need not be that of the page being made.
    """
    base: str = current_app.config["BASE_URL"]
    path = url_for(endpoint, **values).removeprefix(request.script_root)
    return base + ("" if language() == DEFAULT_LANGUAGE else f"/{language()}") + path
