"""A short link as it is printed and as its QR code holds it."""

from urllib.parse import urlsplit

from flask import current_app
from markupsafe import Markup

from cityshop.core.qr import qr_svg
from cityshop.links.models import ShortLink
from cityshop.links.rules import grouped


def short_address(link: ShortLink) -> str:
    """The whole address, to copy into a message."""
    base: str = current_app.config["BASE_URL"]
    return f"{base}/k/{link.code}"


def printed_address(link: ShortLink) -> str:
    """The address as it stands below a QR code: the site's own name, so that a fake sticker can be told."""
    return site_name() + printed_path(link)


def printed_path(link: ShortLink) -> str:
    """What comes after the site's name below a QR code."""
    return f"/k/{grouped(link.code)}"


def site_name() -> str:
    """The site's own name, with its port where it has one."""
    base: str = current_app.config["BASE_URL"]
    return urlsplit(base).netloc


def link_qr(link: ShortLink, label: str) -> Markup:
    """The QR code, in capitals: they take half the space, and open all the same."""
    return Markup(qr_svg(short_address(link).upper(), label))  # noqa: S704 - drawn by us
