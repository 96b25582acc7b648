"""What views need to receive a vote: the site's ballot box, and the address and signature of a receipt."""

from typing import cast

from flask import current_app, url_for

from cityshop.elections.ballot_box import BallotBox
from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.keys import read_key
from cityshop.elections.ledger import canonical_json
from cityshop.elections.votes import Receipt


def box_of_site() -> BallotBox:
    """The ballot box of this process."""
    return cast("BallotBox", current_app.extensions["cityshop.ballot_box"])


def receipt_address(contest: str, receipt: Receipt, *, city: str) -> str:
    """Where a receipt stands. What the leaf was hashed of follows the #, which no server is ever sent."""
    page = url_for("vote.receipt", city=city, contest=contest, leaf=receipt.leaf)
    if not receipt.nonce:
        return page
    return f"{page}#check={receipt.candidate}.{receipt.nonce}.{receipt.salt}"


def receipt_signature(key_fingerprint: str, contest: str, leaf: str) -> str:
    """That this contest (its name where things are hashed) took this leaf; empty once its key is gone."""
    try:
        key = read_key(current_app.config["KEYS_FOLDER"], key_fingerprint)
    except ContestKeyMissing:
        return ""
    return key.signer().sign(canonical_json({"contest": contest, "leaf": leaf}))
