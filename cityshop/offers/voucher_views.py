"""What a holder does with a voucher: mail it, give it back, keep a list of them on the phone."""

from flask import Response, current_app, jsonify, request, url_for

from cityshop.core import clock
from cityshop.core.errors import TooMany, Unknown
from cityshop.core.words import n_
from cityshop.offers import showing
from cityshop.offers.claim_forms import MailboxForm
from cityshop.offers.errors import FactMissing, JsonUnreadable
from cityshop.offers.pocket import WalletLine, may_be_given_back, wallet_line
from cityshop.offers.rules import VoucherFacts
from cityshop.web import areas
from cityshop.web.areas import page_city
from cityshop.web.i18n import language, moment, translated
from cityshop.web.pages import onward, show, show_again, show_private, show_refused

own = areas.open_door("own_vouchers", __name__, prefix="/v/<code>")
wallet = areas.public_door("wallet", __name__, prefix="/<city>/vouchers")

MOST_LISTED = 50
LONGEST_CODE = 20


@own.get("/mail")
def mail(code: str) -> Response:
    return show_private(
        "offers/voucher_mail.html", form=MailboxForm(), line=_line(showing.open_voucher(code))
    )


@own.post("/mail")
def send(code: str) -> Response:
    voucher, form = showing.open_voucher(code), MailboxForm(request.form)
    if not form.validate():
        return show_again("offers/voucher_mail.html", form=form, line=_line(voucher))
    try:
        showing.mail_voucher(voucher, form.email.mailbox, now=clock.utc_now())
    except TooMany as refusal:
        return show_refused("offers/voucher_mail.html", form, refusal, line=_line(voucher))
    return onward(url_for(".mailed", code=voucher.code))


@own.get("/mailed")
def mailed(code: str) -> Response:
    return show_private("offers/voucher_mailed.html", line=_line(showing.open_voucher(code)))


@own.get("/back")
def back(code: str) -> Response:
    """What giving it back means. Only the button does it."""
    voucher = showing.open_voucher(code)
    if not may_be_given_back(voucher, clock.utc_now()):
        return onward(url_for("vouchers.voucher", code=voucher.code))
    return show_private("offers/voucher_back.html", line=_line(voucher))


@own.post("/back")
def give_back(code: str) -> Response:
    voucher, now = showing.open_voucher(code), clock.utc_now()
    if voucher.is_on_paper:
        raise Unknown
    showing.give_back(voucher, now=now)
    return onward(url_for("vouchers.voucher", code=voucher.code))


@wallet.get("")
def index() -> Response:
    """The same for everybody: the list itself stands on the phone."""
    return show("offers/wallet.html")


@wallet.post("/states")
def states() -> Response:
    """How the vouchers of a phone stand now. Writes nothing about them, and remembers nobody."""
    found, now = showing.open_wallet(_codes()), clock.utc_now()
    return jsonify(vouchers=[wallet_line(each, now) for each in found], as_of=moment(now))


@wallet.get("/app.webmanifest")
def manifest() -> Response:
    """What makes the list an app on the home screen."""
    name, start = translated(n_("My vouchers")), url_for(".index")
    response = jsonify(
        {
            "name": f"{name} – {page_city().name}",
            "short_name": name,
            "lang": language(),
            "id": start,
            "start_url": start,
            "scope": "/",
            "display": "standalone",
            "background_color": "#f8f1e3",
            "theme_color": "#f8f1e3",
            "icons": [_icon()],
        }
    )
    response.mimetype = "application/manifest+json"
    return response


def _icon() -> dict[str, str]:
    picture = current_app.extensions["cityshop.assets"]["img/wallet.svg"]
    return {"src": picture, "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}


def _line(voucher: VoucherFacts) -> WalletLine:
    return wallet_line(voucher, clock.utc_now())


def _codes() -> list[str]:
    """The codes that were sent; raises JsonUnreadable or FactMissing."""
    try:
        sent = request.get_json(cache=False)
    except RecursionError as error:
        raise JsonUnreadable from error
    codes = sent.get("codes") if isinstance(sent, dict) else None
    if not isinstance(codes, list) or len(codes) > MOST_LISTED:
        raise FactMissing(name="codes")
    if not all(isinstance(code, str) and len(code) <= LONGEST_CODE for code in codes):
        raise FactMissing(name="codes")
    return codes
