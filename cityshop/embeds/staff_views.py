"""Town hall: which sites may show the guide, and what they must paste."""

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.embeds import services
from cityshop.embeds.forms import SitesForm
from cityshop.embeds.pages import EmbedDesk, embed_desk
from cityshop.places.filters import filters_from
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.headers import policy
from cityshop.web.pages import onward, show_again, show_private, show_refused
from cityshop.web.session import db

staff = areas.staff_door("embed_staff", __name__)


@staff.get("/places/embed")
@may(Act.EDIT_PLACE)
def index() -> Response:
    page = _desk()
    return _with_preview(
        show_private("embeds/staff_index.html", page=page, form=SitesForm(sites="\n".join(page.sites)))
    )


@staff.post("/places/embed")
@may(Act.EDIT_PLACE)
def allow() -> Response:
    form = SitesForm()
    if not form.validate():
        return _with_preview(show_again("embeds/staff_index.html", page=_desk(), form=form))
    try:
        lines = form.sites.text.splitlines()
        services.allow_sites(db(), lines, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return _with_preview(show_refused("embeds/staff_index.html", form, refusal, page=_desk()))
    return onward(url_for(".index", saved=1))


def _desk() -> EmbedDesk:
    return embed_desk(db(), filters_from(request.args.to_dict(flat=False)))


def _with_preview(response: Response) -> Response:
    """The page shows the guide as a site would: within a frame."""
    response.headers["Content-Security-Policy"] = policy(frame_src="'self'")
    return response
