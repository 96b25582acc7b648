"""Behind the links in a mail: the three questions without signing in, and no more mails."""

from typing import Any

from flask import Response, current_app, url_for

from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.errors import Refusal
from cityshop.mondays import queries, services
from cityshop.mondays.forms import MailedSurveyForm
from cityshop.mondays.models import CardMail
from cityshop.mondays.rows import survey_of
from cityshop.mondays.rules import answer_limits
from cityshop.mondays.tokens import read_token
from cityshop.web import areas
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show_again, show_private, show_refused
from cityshop.web.session import db, reading

public = areas.public_door("monday", __name__)

ONE = "/monday/<token>"


@public.get(ONE)
def survey(token: str) -> Response:
    """The questions with what was said before. Answers nothing: mail scanners open links."""
    mail = _mail(reading(), token)
    form = MailedSurveyForm.about(queries.answer_of(reading(), mail.campaign_id, mail.shop_id))
    return show_private("mondays/survey.html", form=form, token=token, **_asked(mail))


@public.post(ONE)
def answer(token: str) -> Response:
    mail = _mail(reading(), token)
    count_tries(answer_limits(mail.campaign_id, mail.shop_id))
    form, facts = MailedSurveyForm.sent(), _asked(mail)
    if not form.validate():
        return show_again("mondays/survey.html", form=form, token=token, **facts)
    try:
        services.answer_survey(db(), facts["campaign"], mail.shop_id, form.draft(), now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("mondays/survey.html", form, refusal, token=token, **facts)
    return onward(url_for(".thanks", token=token))


@public.get(f"{ONE}/thanks")
def thanks(token: str) -> Response:
    return show_private("mondays/thanks.html", token=token, **_asked(_mail(reading(), token)))


@public.get(f"{ONE}/stop")
def stop(token: str) -> Response:
    return show_private("mondays/stop.html", token=token, **_asked(_mail(reading(), token)))


@public.post(f"{ONE}/stop")
def stop_mails(token: str) -> Response:
    shop = queries.shop_by_id(db(), _mail(db(), token).shop_id)
    services.stop_mails(db(), shop, account_id=None, now=clock.utc_now())
    return onward(url_for(".stop", token=token))


def _mail(session: Session, token: str) -> CardMail:
    return queries.mail_by_id(session, read_token(token, current_app.config["SECRET_KEY"]))


def _asked(mail: CardMail) -> dict[str, Any]:
    campaign = queries.campaign_by_id(reading(), mail.campaign_id)
    wish = queries.wish_of(reading(), mail.shop_id)
    return {
        "campaign": campaign,
        "shop": queries.shop_by_id(reading(), mail.shop_id),
        "survey": survey_of(reading(), campaign, mail.shop_id, now=clock.utc_now()),
        "is_stopped": wish is not None and not wish.is_wanted,
    }
