"""Registering a shop: for whoever has no account yet, and for whoever adds one."""

from flask import Response, request, url_for
from flask_login import current_user

from cityshop.accounts import cookie, passwords
from cityshop.accounts import queries as account_queries
from cityshop.accounts import services as account_services
from cityshop.accounts.rules import check_password
from cityshop.cities import queries as city_queries
from cityshop.cities.models import City
from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.core.networks import SUBSCRIBER, network_of
from cityshop.merchants import letters, services
from cityshop.merchants.forms import AnotherShopForm, RegisterForm
from cityshop.merchants.rules import REGISTRATIONS, REGISTRATIONS_WINDOW
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.limits import count_try
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import reading, short_write

door = areas.open_door("shop", __name__, prefix="/shop")

AnyForm = RegisterForm | AnotherShopForm


@door.get("/register")
def register() -> Response:
    return show("merchants/register.html", form=_form())


@door.post("/register")
def send_registration() -> Response:
    form = _form()
    if not form.validate():
        return show_again("merchants/register.html", form=form)
    network = network_of(request.remote_addr, SUBSCRIBER)
    count_try("register-shop", network, most=REGISTRATIONS, window=REGISTRATIONS_WINDOW)
    try:
        _register(form)
    except Refusal as refusal:
        form.refuse(refusal)
        return show_again("merchants/register.html", form=form)
    return onward(url_for("own_shop.index"))


def _form() -> AnyForm:
    if current_user.is_authenticated:
        form: AnyForm = AnotherShopForm(city=request.args.get("city"), keeper_name=actor().name)
    else:
        form = RegisterForm(request.form, city=request.args.get("city"))
    form.offer(city_queries.all_cities(reading()))
    return form


def _register(form: AnyForm) -> None:
    city = city_queries.city_by_slug(reading(), form.city.data)
    if city is None:
        raise Unknown
    areas.enter(city)
    if isinstance(form, RegisterForm):
        _register_with_account(form, city)
    else:
        _add_shop(form, city)


def _register_with_account(form: RegisterForm, city: City) -> None:
    """The password is compared with what we know of its owner and digested before the write begins."""
    now, registration = clock.utc_now(), form.registration()
    about = (form.email.address, registration.keeper_name, registration.name, city.name)
    check_password(form.password.secret, about=about)
    digest = passwords.digest_of(form.password.secret)
    draft = account_services.AccountDraft(form.email.address, registration.keeper_name, digest)
    with short_write() as session:
        keeper = account_services.create_account(session, draft, now=now)
        shop = services.register_shop(session, city, registration, keeper=keeper, now=now)
        services.tell_keepers(session, shop, letters.registered, now=now)
    cookie.begin(account_services.Checked(keeper.id, digest, None), now=now)


def _add_shop(form: AnotherShopForm, city: City) -> None:
    now = clock.utc_now()
    with short_write() as session:
        keeper = account_queries.account_by_id(session, actor().id)
        shop = services.register_shop(session, city, form.registration(), keeper=keeper, now=now)
        services.tell_keepers(session, shop, letters.registered, now=now)
