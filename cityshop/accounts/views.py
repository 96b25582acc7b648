"""Signing in and out, and choosing a password."""

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from cityshop.accounts import cookie, letters, passwords, queries, services
from cityshop.accounts.errors import CurrentPasswordWrong, LinkSpent, PasswordRefused, SignInRefused
from cityshop.accounts.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm, SignInForm
from cityshop.accounts.models import Account
from cityshop.accounts.pages import own_address
from cityshop.accounts.rules import (
    RESET_LASTS,
    check_password,
    link_limits,
    local_path,
    sign_in_limits,
)
from cityshop.core import clock
from cityshop.web import areas
from cityshop.web.actors import Actor, actor
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db, reading, short_write

door = areas.open_door("accounts", __name__)
own = areas.signed_in_door("account", __name__, prefix="/account")

# Not "storage": vouchers that a phone keeps for use without network are not ours to take away.
FORGET = '"cache", "cookies"'


@door.get("/sign-in")
def sign_in() -> Response:
    return show("accounts/sign_in.html", form=SignInForm(), is_changed="changed" in request.args)


@door.post("/sign-in")
def begin() -> Response:
    form = SignInForm(request.form)
    if not form.validate():
        return show_again("accounts/sign_in.html", form=form)
    count_tries(sign_in_limits(form.email.address, request.remote_addr))
    try:
        checked = services.check_sign_in(reading(), form.email.address, form.password.secret)
        someone = cookie.begin(checked, now=clock.utc_now())
    except SignInRefused as refusal:
        form.refuse(refusal)
        return show_again("accounts/sign_in.html", form=form)
    return onward(_address_after(someone))


@door.get("/sign-out")
def leaving() -> Response:
    return show("accounts/sign_out.html")


@door.post("/sign-out")
def sign_out() -> Response:
    if current_user.is_authenticated:
        services.end_sign_in(db(), actor().sign_in_id, now=clock.utc_now())
    cookie.drop()
    response = onward(url_for(".sign_in"))
    response.headers["Clear-Site-Data"] = FORGET
    return response


@door.get("/password/forgotten")
def forgotten() -> Response:
    return show("accounts/forgotten.html", form=ForgottenForm())


@door.post("/password/forgotten")
def send_link() -> Response:
    """The same answer for everybody: nobody learns here who has an account."""
    form = ForgottenForm(request.form)
    if not form.validate():
        return show_again("accounts/forgotten.html", form=form)
    count_tries(link_limits(form.email.address, request.remote_addr))
    with short_write() as session:
        account = queries.account_by_email(session, form.email.address)
        if account is not None and account.disabled_at is None:
            now = clock.utc_now()
            services.send_password_link(session, account, letters.password_link, lasts=RESET_LASTS, now=now)
    return onward(url_for(".link_sent"))


@door.get("/password/sent")
def link_sent() -> Response:
    return show("accounts/link_sent.html")


@door.get("/password/new")
def new_password() -> Response:
    """Opening the link uses nothing up: mail scanners open links."""
    _owner_of_link()
    return _unreferred(show("accounts/new_password.html", form=NewPasswordForm()))


@door.post("/password/new")
def set_password() -> Response:
    form, account = NewPasswordForm(request.form), _owner_of_link()
    if not form.validate() or not _is_strong(form, account):
        return _unreferred(show_again("accounts/new_password.html", form=form))
    digest = passwords.digest_of(form.password.secret)
    with short_write() as session:
        services.set_password_by_link(session, request.args["token"], digest, now=clock.utc_now())
        services.send_notice(session, account, letters.password_changed, now=clock.utc_now())
    cookie.drop()
    return onward(url_for(".sign_in", changed=1))


@door.errorhandler(LinkSpent)
def link_spent(_: LinkSpent) -> Response:
    """Say so, and offer a new link."""
    response = show("accounts/link_spent.html")
    response.status_code = LinkSpent.status
    return response


@own.get("")
def show_own() -> Response:
    return show("accounts/own.html", is_changed="changed" in request.args, **_own_page(ChangePasswordForm()))


@own.post("")
def change_password() -> Response:
    form, account = ChangePasswordForm(), queries.account_by_id(reading(), actor().id)
    if not form.validate() or not _is_strong(form, account):
        return show_again("accounts/own.html", **_own_page(form))
    count_tries(sign_in_limits(account.email, request.remote_addr))
    if not passwords.fits(form.current.secret, account.password_digest):
        form.refuse(CurrentPasswordWrong())
        return show_again("accounts/own.html", **_own_page(form))
    digest = passwords.digest_of(form.password.secret)
    with short_write() as session:
        checked = services.change_password(session, account, digest=digest, now=clock.utc_now())
        services.send_notice(session, account, letters.password_changed, now=clock.utc_now())
    cookie.begin(checked, now=clock.utc_now())
    return onward(url_for(".show_own", changed=1))


def _own_page(form: ChangePasswordForm) -> dict[str, Any]:
    """The form, and the way back to where this account works."""
    return {"form": form, "work_url": request.script_root + own_address(reading(), actor().roles)}


def _address_after(someone: Actor) -> str:
    """Where the sign-in was asked for, when that is here; else where this account works."""
    wanted = local_path(request.args.get("next"))
    if wanted is None:
        return request.script_root + own_address(reading(), someone.roles)
    return wanted if wanted.startswith(f"{request.script_root}/") else request.script_root + wanted


def _owner_of_link() -> Account:
    account = queries.open_reset(reading(), request.args.get("token", ""), now=clock.utc_now())
    if account is None:
        raise LinkSpent
    return account


def _is_strong(form: NewPasswordForm | ChangePasswordForm, account: Account) -> bool:
    try:
        check_password(form.password.secret, about=queries.words_about(reading(), account))
    except PasswordRefused as refusal:
        form.refuse(refusal)
        return False
    return True


def _unreferred(response: Response) -> Response:
    """The address holds a token: tell it to nobody."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
