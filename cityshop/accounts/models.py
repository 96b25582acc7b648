"""Accounts, their roles, their sign-ins."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.core.db import Base


class Account(Base):
    """Somebody who signs in. `email` is kept in the form that is compared; `password_digest` is argon2id."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_digest: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    roles: Mapped[list["RoleGrant"]] = relationship(back_populates="account", cascade="all, delete-orphan")


class RoleGrant(Base):
    """One role in one city, or in every city when `city_id` is empty."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "city_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), default=None)
    account: Mapped[Account] = relationship(back_populates="roles")


class SignIn(Base):
    """One sign-in on one device; ending it makes every copy of its cookie worthless."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    account: Mapped[Account] = relationship()


class PasswordReset(Base):
    """A link by mail to choose a new password, good once."""

    __tablename__ = "password_reset"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
