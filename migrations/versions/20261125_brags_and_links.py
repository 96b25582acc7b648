"""Brags with what waits for a code, short links with their scans."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125brags"
down_revision = "20261125codes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "short_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("retired_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "target LIKE '/_%' AND target NOT LIKE '//%'", name=op.f("ck_short_link_own_path")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_short_link_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_short_link_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_short_link")),
        sa.UniqueConstraint("code", name=op.f("uq_short_link_code")),
    )
    with op.batch_alter_table("short_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_short_link_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_short_link_city_id"), ["city_id"], unique=False)
        batch_op.create_index(
            "uq_short_link_in_use",
            ["city_id", "about"],
            unique=True,
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )

    op.create_table(
        "link_scan",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["short_link.id"], name=op.f("fk_link_scan_link_id_short_link")),
        sa.PrimaryKeyConstraint("link_id", "day", name=op.f("pk_link_scan")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "brag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("ident", sa.LargeBinary(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("own_digest", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("picture_text", sa.String(), nullable=False),
        sa.Column("sent_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_brag_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_brag_city_id_city")),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_brag_contest_id_contest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brag")),
        sa.UniqueConstraint(
            "contest_id", "candidate_id", "ident", name=op.f("uq_brag_contest_id_candidate_id_ident")
        ),
        sa.UniqueConstraint("own_digest", name=op.f("uq_brag_own_digest")),
        sa.UniqueConstraint("request_id", name=op.f("uq_brag_request_id")),
    )
    with op.batch_alter_table("brag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brag_city_id"), ["city_id"], unique=False)
        batch_op.create_index("ix_brag_judged", ["contest_id", "state"], unique=False)
        batch_op.create_index("ix_brag_shown", ["candidate_id", "state"], unique=False)

    op.create_table(
        "brag_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("ident", sa.LargeBinary(), nullable=False),
        sa.Column("own_digest", sa.String(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("picture_text", sa.String(), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_brag_request_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_brag_request_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brag_request")),
    )
    with op.batch_alter_table("brag_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brag_request_contest_id"), ["contest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_brag_request_expires_at"), ["expires_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("brag_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_brag_request_expires_at"))
        batch_op.drop_index(batch_op.f("ix_brag_request_contest_id"))

    op.drop_table("brag_request")
    with op.batch_alter_table("brag", schema=None) as batch_op:
        batch_op.drop_index("ix_brag_shown")
        batch_op.drop_index("ix_brag_judged")
        batch_op.drop_index(batch_op.f("ix_brag_city_id"))

    op.drop_table("brag")
    op.drop_table("link_scan")
    with op.batch_alter_table("short_link", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_short_link_in_use",
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_short_link_city_id"))
        batch_op.drop_index(batch_op.f("ix_short_link_campaign_id"))

    op.drop_table("short_link")
