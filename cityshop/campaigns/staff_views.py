"""Town hall: list and edit campaigns, pause them and go on."""

from functools import partial

from flask import Response, current_app, url_for

from cityshop.campaigns import queries, services
from cityshop.campaigns.forms import CampaignForm, PauseForm, ResumeForm
from cityshop.campaigns.pages import campaign_line
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("campaign_staff", __name__)


@staff.get("/campaigns")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    now = clock.utc_now()
    lines = [campaign_line(campaign, now) for campaign in queries.campaigns(db())]
    return show("campaigns/index.html", campaigns=lines)


@staff.get("/campaigns/new")
@may(Act.EDIT_CAMPAIGN)
def new() -> Response:
    return show("campaigns/edit.html", form=CampaignForm(), campaign=None)


@staff.post("/campaigns/new")
@may(Act.EDIT_CAMPAIGN)
def create() -> Response:
    form = CampaignForm()
    if form.validate():
        try:
            services.create_campaign(
                db(), page_city().id, form.draft(), account_id=actor().id, now=clock.utc_now()
            )
            return onward(url_for(".index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("campaigns/edit.html", form=form, campaign=None)


@staff.get("/campaigns/<slug>")
@may(Act.EDIT_CAMPAIGN)
def edit(slug: str) -> Response:
    campaign = queries.campaign_of(db(), slug)
    line = campaign_line(campaign, clock.utc_now())
    return show("campaigns/edit.html", form=CampaignForm.about(campaign), campaign=line)


@staff.post("/campaigns/<slug>")
@may(Act.EDIT_CAMPAIGN)
def change(slug: str) -> Response:
    campaign, form, now = queries.campaign_of(db(), slug), CampaignForm(), clock.utc_now()
    if form.validate():
        try:
            services.change_campaign(db(), campaign, form.draft(campaign), account_id=actor().id, now=now)
            return onward(url_for(".index"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("campaigns/edit.html", form=form, campaign=campaign_line(campaign, now))


@staff.get("/campaigns/<slug>/pause")
@may(Act.PAUSE_CAMPAIGN)
def ask_pause(slug: str) -> Response:
    line = campaign_line(queries.campaign_of(db(), slug), clock.utc_now())
    return show("campaigns/pause.html", form=PauseForm(), campaign=line)


@staff.post("/campaigns/<slug>/pause")
@may(Act.PAUSE_CAMPAIGN)
def pause(slug: str) -> Response:
    campaign, form, now = queries.campaign_of(db(), slug), PauseForm(), clock.utc_now()
    if form.validate():
        try:
            services.pause_campaign(db(), campaign, form.pause(), account_id=actor().id, now=now)
            return onward(url_for("city_staff.dashboard"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("campaigns/pause.html", form=form, campaign=campaign_line(campaign, now))


@staff.get("/campaigns/<slug>/resume")
@may(Act.RESUME_CAMPAIGN)
def ask_resume(slug: str) -> Response:
    line = campaign_line(queries.campaign_of(db(), slug), clock.utc_now())
    return show("campaigns/resume.html", form=ResumeForm(), campaign=line)


@staff.post("/campaigns/<slug>/resume")
@may(Act.RESUME_CAMPAIGN)
def resume(slug: str) -> Response:
    campaign, form, now = queries.campaign_of(db(), slug), ResumeForm(), clock.utc_now()
    followers = current_app.extensions["cityshop.campaign_followers"]
    later = partial(services.resume_and_move_end, followers=followers)
    act = later if form.moves_end.data else services.resume_campaign
    try:
        act(db(), campaign, account_id=actor().id, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return show_again("campaigns/resume.html", form=form, campaign=campaign_line(campaign, now))
    return onward(url_for("city_staff.dashboard"))
