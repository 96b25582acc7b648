"""Mails about vouchers: the link that claims one, and a voucher sent to its holder."""

from cityshop.core.mailbox import Mailbox
from cityshop.core.outbox import Letter
from cityshop.offers import words
from cityshop.offers.rules import OfferFacts, VoucherFacts
from cityshop.web.i18n import own_text
from cityshop.web.letters import full_address, letter


def claim_link(offer: OfferFacts, mailbox: Mailbox, token: str) -> Letter:
    """The link with which this mailbox gets its voucher, whether it has one already or not."""
    link = full_address("claims.confirm", slug=offer.slug, token=token)
    return letter("offers/claim_link", mailbox.address, link=link, **_facts(offer))


def voucher(own: VoucherFacts, mailbox: Mailbox) -> Letter:
    """A voucher for whoever has it open, with its code and its address."""
    link = full_address("vouchers.voucher", code=own.code)
    facts = {"code": words.grouped(own.code), "period": words.period(own.offer), **_facts(own.offer)}
    return letter("offers/voucher", mailbox.address, link=link, **facts)


def _facts(offer: OfferFacts) -> dict[str, str]:
    own = {"title": own_text(offer.title), "worth": words.worth(offer)}
    return {**own, "shop": offer.shop_name, "street": offer.shop_street}
