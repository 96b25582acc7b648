"""Reads of accounts."""

from cityshop.web.actors import Actor


def actor_of_sign_in_id(sign_in: str) -> Actor | None:
    return None
