"""What town hall and shops both do with vouchers on paper: make, print, take along as a file, withdraw."""

from dataclasses import replace
from datetime import timedelta

from flask import Response, current_app, make_response, request

from cityshop.core import clock
from cityshop.core.codes import new_token
from cityshop.core.errors import Unknown
from cityshop.offers.keys import keep_key
from cityshop.offers.queries import voucher_by_code
from cityshop.offers.rules import OfferFacts
from cityshop.offers.tokens import signer_for
from cityshop.sheets import queries, services
from cityshop.sheets.exports import as_csv
from cityshop.sheets.forms import SheetForm, WithdrawForm
from cityshop.sheets.pages import printed_sheet
from cityshop.sheets.queries import SheetCount
from cityshop.sheets.rules import read_language, read_per_page
from cityshop.sheets.signed import SignedSheet
from cityshop.web.actors import actor
from cityshop.web.i18n import language, speaking
from cityshop.web.limits import count_try
from cityshop.web.pages import show
from cityshop.web.session import let_go, reading, short_write

MOST_IN_AN_HOUR = 20  # by one account: a thousand vouchers take seconds to sign and draw
AN_HOUR = timedelta(hours=1)


def new_form() -> SheetForm:
    """An empty form, or the one that was sent; a form that is shown again keeps its press."""
    return SheetForm(press=new_token())


def make(offer: OfferFacts, form: SheetForm) -> int:
    """Make what was filled in, in a short transaction of its own; raises ClaimRefused or TooMany."""
    _count("sheet made")
    now, draft = clock.utc_now(), form.draft()
    let_go()
    with short_write() as session:
        keep_key(session, offer.city_id, offer.campaign_id, secret=_secret(), now=now)
        return services.make_sheet(session, offer, draft, account_id=actor().id, now=now)


def withdraw(offer: OfferFacts, sheet: SheetCount, form: WithdrawForm) -> None:
    """Withdraw what is left of a batch, in the same way; raises NothingLeft."""
    let_go()
    with short_write() as session:
        what = services.Withdrawal(sheet.id, form.why.text)
        services.withdraw_sheet(session, offer, what, account_id=actor().id, now=clock.utc_now())


def to_print(sheet: SheetCount, back: str) -> Response:
    """The vouchers that can still be used, in the language and as many a page as asked; raises TooMany."""
    _count("sheet printed")
    per_page = read_per_page(request.args.get("per", ""))
    spoken = read_language(request.args.get("in", ""), language())
    with speaking(spoken):
        page = printed_sheet(_signed(sheet), pieces=sheet.pieces, per_page=per_page)
    return show("sheets/print.html", page=page, sheet=sheet, back=back, spoken=spoken)


def as_file(sheet: SheetCount) -> Response:
    """The whole batch as a list. Raises TooMany."""
    _count("sheet printed")
    response = make_response(as_csv(_signed(sheet)))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f"attachment; filename=vouchers-{sheet.id}.csv"
    return response


def _signed(sheet: SheetCount) -> SignedSheet:
    """The vouchers of a batch, the offer that all of them promise, and what signs them; raises Unknown."""
    found = queries.vouchers_of(reading(), sheet.id)
    first = voucher_by_code(reading(), found[0].code) if found else None
    if first is None:
        raise Unknown
    vouchers = {one.number: replace(first, **one.facts) for one in found}
    campaign_id = first.offer.campaign_id
    signer = signer_for(reading(), campaign_id, list(vouchers.values()), secret=_secret())
    return SignedSheet(first.offer, vouchers, signer)


def _count(act: str) -> None:
    count_try(act, str(actor().id), most=MOST_IN_AN_HOUR, window=AN_HOUR)


def _secret() -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return secret
