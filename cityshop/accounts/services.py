"""Everything that changes an account."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from cityshop.accounts import passwords
from cityshop.accounts.errors import (
    AccountExists,
    CurrentPasswordWrong,
    LinkSpent,
    OwnRoleStays,
    SignInRefused,
)
from cityshop.accounts.models import Account, PasswordReset, RoleGrant, SignIn
from cityshop.accounts.queries import account_by_email, account_by_id
from cityshop.accounts.rules import MERCHANT_LONGEST, token_digest
from cityshop.core.codes import new_token
from cityshop.core.db import insert_once
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import Letter, post
from cityshop.core.permissions import Role

LetterWriter = Callable[[Account, str], Letter]


@dataclass(frozen=True)
class AccountDraft:
    """A new account; `email` in canonical form, `password_digest` empty when it is chosen later by mail."""

    email: str
    name: str
    password_digest: str = passwords.NONE_YET


@dataclass(frozen=True)
class Checked:
    """An account whose password was right; `fresh_digest` when the one we keep is outdated."""

    account_id: int
    digest: str
    fresh_digest: str | None


def check_sign_in(session: Session, email: str, password: str) -> Checked:
    """Compare the password, outside write transactions; raises SignInRefused as late for everybody."""
    account = account_by_email(session, email)
    is_right = passwords.fits(password, account.password_digest if account else passwords.NONE_YET)
    if account is None or not is_right or account.disabled_at is not None:
        raise SignInRefused
    digest = account.password_digest
    return Checked(
        account.id, digest, passwords.digest_of(password) if passwords.is_outdated(digest) else None
    )


def begin_sign_in(session: Session, checked: Checked, *, now: datetime) -> str:
    """A new sign-in; gives its token. Raises SignInRefused when the account changed since it was checked."""
    account = session.scalar(
        select(Account)
        .where(
            Account.id == checked.account_id,
            Account.password_digest == checked.digest,
            Account.disabled_at.is_(None),
        )
        .with_for_update()
    )
    if account is None:
        raise SignInRefused
    account.password_digest = checked.fresh_digest or checked.digest
    token = new_token()
    session.add(SignIn(token_digest=token_digest(token), account_id=account.id, started_at=now))
    record(session, Happening.SIGNED_IN, f"account {account.id}", account_id=account.id, now=now)
    session.flush()
    return token


def end_sign_in(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """End one sign-in: every copy of its cookie is worthless from now on."""
    session.execute(
        update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )


def create_account(session: Session, draft: AccountDraft, *, now: datetime) -> Account:
    """A new account without roles; raises AccountExists when the mailbox has one."""
    row = {**asdict(draft), "created_at": now}
    account_id = insert_once(session, Account, row, unique=["email"], returning="id")
    if account_id is None:
        raise AccountExists
    account = account_by_id(session, account_id)
    record(session, Happening.ACCOUNT_CREATED, f"account {account.id}", account_id=account.id, now=now)
    return account


def invite(
    session: Session, draft: AccountDraft, write: LetterWriter, *, lasts: timedelta, now: datetime
) -> Account:
    """An account whose owner chooses the password with a mailed link."""
    account = create_account(session, draft, now=now)
    send_password_link(session, account, write, lasts=lasts, now=now)
    return account


def send_password_link(
    session: Session, account: Account, write: LetterWriter, *, lasts: timedelta, now: datetime
) -> None:
    """Mail a link to choose a password with, once; `write` makes the letter from account and token."""
    token = new_token()
    session.add(
        PasswordReset(token_digest=token_digest(token), account_id=account.id, expires_at=now + lasts)
    )
    post(session, write(account, token), now=now)


def send_notice(
    session: Session, account: Account, write: Callable[[Account], Letter], *, now: datetime
) -> None:
    """Mail the owner what happened to the account."""
    post(session, write(account), now=now)


def set_password_by_link(session: Session, token: str, digest: str, *, now: datetime) -> None:
    """Use the link, once; every sign-in and other link of the account ends. Raises LinkSpent."""
    account_id = session.scalar(
        update(PasswordReset)
        .where(
            PasswordReset.token_digest == token_digest(token),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > now,
        )
        .values(used_at=now)
        .returning(PasswordReset.account_id)
    )
    if account_id is None:
        raise LinkSpent
    _set_password(session, account_id, digest, now=now)


def change_password(session: Session, account: Account, *, digest: str, now: datetime) -> Checked:
    """Change the password of `account` as it was read, and end every sign-in.

    Raises CurrentPasswordWrong when somebody changed it since.
    """
    unchanged = select(Account.id).where(
        Account.id == account.id, Account.password_digest == account.password_digest
    )
    if session.scalar(unchanged.with_for_update()) is None:
        raise CurrentPasswordWrong
    _set_password(session, account.id, digest, now=now)
    return Checked(account.id, digest, None)


def disable_account(session: Session, account: Account, *, by: int, now: datetime) -> None:
    """Nobody signs in with it any more, and who is signed in is out at once."""
    account.disabled_at = now
    _end_everything(session, account.id, now=now)
    record(session, Happening.ACCOUNT_DISABLED, f"account {account.id}", account_id=by, now=now)


@dataclass(frozen=True)
class Grant:
    """A role in one city, or in every city when `city_id` is None; `by` is the account that changes it."""

    role: Role
    city_id: int | None
    by: int | None


def grant_role(session: Session, account: Account, grant: Grant, *, now: datetime) -> None:
    """Give a role; giving it twice changes nothing."""
    held = select(RoleGrant.id).where(
        RoleGrant.account_id == account.id,
        RoleGrant.role == grant.role,
        RoleGrant.city_id.is_not_distinct_from(grant.city_id),
    )
    if session.scalar(held) is not None:
        return
    session.add(RoleGrant(account_id=account.id, role=grant.role, city_id=grant.city_id))
    _record_role(session, Happening.ROLE_GRANTED, account, grant, now=now)
    session.flush()


def withdraw_role(session: Session, account: Account, grant: Grant, *, now: datetime) -> None:
    """Take a role away; it works at the next request. Raises OwnRoleStays for one's own."""
    if account.id == grant.by:
        raise OwnRoleStays
    session.execute(
        delete(RoleGrant).where(
            RoleGrant.account_id == account.id,
            RoleGrant.city_id == grant.city_id,
            RoleGrant.role == grant.role,
        )
    )
    _record_role(session, Happening.ROLE_WITHDRAWN, account, grant, now=now)


def forget_old_sign_ins(session: Session, *, now: datetime) -> None:
    """Erase sign-ins and links that are long over."""
    session.execute(delete(SignIn).where(SignIn.started_at < now - MERCHANT_LONGEST))
    session.execute(delete(PasswordReset).where(PasswordReset.expires_at < now - timedelta(days=1)))


def _record_role(
    session: Session, happening: Happening, account: Account, grant: Grant, *, now: datetime
) -> None:
    record(session, happening, f"account {account.id}", account_id=grant.by, now=now, note=grant.role)


def _set_password(session: Session, account_id: int, digest: str, *, now: datetime) -> None:
    session.execute(update(Account).where(Account.id == account_id).values(password_digest=digest))
    _end_everything(session, account_id, now=now)
    record(session, Happening.PASSWORD_CHANGED, f"account {account_id}", account_id=account_id, now=now)
    session.flush()


def _end_everything(session: Session, account_id: int, *, now: datetime) -> None:
    session.execute(
        update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.account_id == account_id, PasswordReset.used_at.is_(None))
        .values(used_at=now)
    )
