"""Programmes: editions, their funders and cities, and the titles that shops hold."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125programmes"
down_revision = "20261125recounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("vote_title", sa.JSON(), nullable=False),
        sa.Column("vote_introduction", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("opens_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("nominations_from", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ceremony_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("prize", sa.JSON(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_edition_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_edition_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("programme_id", "season", name=op.f("uq_edition_programme_id_season")),
    )
    op.create_table(
        "funder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("alt", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_funder_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder")),
    )
    with op.batch_alter_table("funder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funder_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "edition_city",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("usp", sa.JSON(), nullable=False),
        sa.Column("prize", sa.JSON(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_edition_city_city_id_city")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_edition_city_contest_id_contest")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_city_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_city")),
        sa.UniqueConstraint("contest_id", name=op.f("uq_edition_city_contest_id")),
        sa.UniqueConstraint("edition_id", "city_id", name=op.f("uq_edition_city_edition_id_city_id")),
    )
    with op.batch_alter_table("edition_city", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_city_city_id"), ["city_id"], unique=False)

    op.create_table(
        "title",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("held_from", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("held_until", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("contest_id", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_title_city_id_city")),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_title_contest_id_contest")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_title_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_title_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title")),
        sa.UniqueConstraint("contest_id", "shop_id", name=op.f("uq_title_contest_id_shop_id")),
    )
    with op.batch_alter_table("title", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_title_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_title_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_title_shop_id"), ["shop_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("title", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_title_shop_id"))
        batch_op.drop_index(batch_op.f("ix_title_programme_id"))
        batch_op.drop_index(batch_op.f("ix_title_city_id"))

    op.drop_table("title")
    with op.batch_alter_table("edition_city", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_city_city_id"))

    op.drop_table("edition_city")
    with op.batch_alter_table("funder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funder_edition_id"))

    op.drop_table("funder")
    op.drop_table("edition")
