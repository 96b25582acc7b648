"""Town hall: who works here, in which role, and who did what."""

from functools import partial
from typing import Any

from flask import Response, url_for

from cityshop.accounts import letters, queries, services
from cityshop.accounts.errors import AccountUnknown
from cityshop.accounts.forms import STAFF_ROLES, RoleForm
from cityshop.accounts.journal_page import journal_lines
from cityshop.accounts.rules import INVITATION_LASTS
from cityshop.core import clock
from cityshop.core.permissions import Act, Role
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("account_staff", __name__)


@staff.get("/people")
@may(Act.MANAGE_STAFF)
def index() -> Response:
    return show("accounts/people.html", form=RoleForm(), **_everybody())


@staff.post("/people")
@may(Act.MANAGE_STAFF)
def grant() -> Response:
    form, now = RoleForm(), clock.utc_now()
    if not form.validate():
        return show_again("accounts/people.html", form=form, **_everybody())
    account = queries.account_by_email(db(), form.email.address)
    if account is None:
        draft = services.AccountDraft(form.email.address, form.name.data or "")
        write = partial(letters.invitation, city=page_city().name)
        account = services.invite(db(), draft, write, lasts=INVITATION_LASTS, now=now)
    services.grant_role(db(), account, _in_this_city(Role(form.role.data)), now=now)
    return onward(url_for(".index"))


@staff.post("/people/<int:account_id>/<role>/withdraw")
@may(Act.MANAGE_STAFF)
def withdraw(account_id: int, role: str) -> Response:
    account = queries.staff_member(db(), account_id, city_id=page_city().id)
    if role not in {grant.role for grant in account.roles}:
        raise AccountUnknown
    services.withdraw_role(db(), account, _in_this_city(Role(role)), now=clock.utc_now())
    return onward(url_for(".index"))


def _in_this_city(role: Role) -> services.Grant:
    return services.Grant(role, page_city().id, by=actor().id)


def _everybody() -> dict[str, Any]:
    people = queries.staff_of(db(), page_city().id)
    return {"people": people, "city_id": page_city().id, "role_words": dict(STAFF_ROLES), "section": "people"}


@staff.get("/journal")
@may(Act.SEE_JOURNAL)
def journal() -> Response:
    return show("accounts/journal.html", lines=journal_lines(db(), city_id=page_city().id))
