"""Sign a test client in without a password: the row and the cookie that the sign-in page would make."""

from datetime import datetime

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from cityshop.accounts.cookie import SEEN
from cityshop.accounts.models import Account, SignIn
from cityshop.accounts.rules import token_digest
from cityshop.core import clock
from cityshop.core.codes import new_token
from cityshop.core.db import Database


def sign_in(
    client: FlaskClient,
    account: Account,
    *,
    started_at: datetime | None = None,
    seen_at: datetime | None = None,
) -> FlaskClient:
    """The same client, signed in as this account; `started_at` and `seen_at` are now when not given."""
    now = clock.utc_now()
    token = new_token()
    database: Database = client.application.extensions["cityshop.database"]
    with database.writes.begin() as session:
        session.add(
            SignIn(token_digest=token_digest(token), account_id=account.id, started_at=started_at or now)
        )
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie[SEEN] = int((seen_at or now).timestamp())
    return client


def post_form(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form behind the login: with the token that Flask-WTF asks for."""
    with client.session_transaction() as cookie:
        cookie.setdefault("csrf_token", "a-raw-token")
        raw = cookie["csrf_token"]
    secret = client.application.config["SECRET_KEY"]
    token = URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw)
    return client.post(path, data={"csrf_token": token, **fields})


def cookie_of(client: FlaskClient) -> str:
    """The session cookie of a signed-in client, as a header."""
    cookie = client.get_cookie("session")
    if cookie is None:
        raise LookupError("nobody is signed in")
    return f"session={cookie.value}"
