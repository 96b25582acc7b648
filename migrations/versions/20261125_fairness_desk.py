"""The fairness desk: review cases, proofs of work, sealed mailboxes, allowed hosts."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125fairness"
down_revision = "20261125results"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spent_challenge",
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_spent_challenge")),
    )
    with op.batch_alter_table("spent_challenge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spent_challenge_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "allowed_host",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("allowed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_allowed_host_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowed_host")),
        sa.UniqueConstraint("city_id", "host", name=op.f("uq_allowed_host_city_id_host")),
    )
    with op.batch_alter_table("allowed_host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allowed_host_city_id"), ["city_id"], unique=False)

    op.create_table(
        "complaint",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_complaint_contest_id_contest")),
        sa.PrimaryKeyConstraint("contest_id", "mark", name=op.f("pk_complaint")),
    )
    op.create_table(
        "fairness_watch",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_fairness_watch_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_fairness_watch")),
    )
    op.create_table(
        "review_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("hour", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_review_case_city_id_city")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_review_case_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_case")),
    )
    with op.batch_alter_table("review_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_case_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_case_contest_id"), ["contest_id"], unique=False)
        batch_op.create_index(
            "uq_review_case_undecided",
            ["contest_id", "kind", "tag", "hour"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "sealed_mailbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_sealed_mailbox_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_mailbox")),
    )
    with op.batch_alter_table("sealed_mailbox", schema=None) as batch_op:
        batch_op.create_index("ix_sealed_mailbox_asked", ["contest_id", "asked_at"], unique=False)

    op.create_table(
        "reconfirmation",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["review_case.id"], name=op.f("fk_reconfirmation_case_id_review_case")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_reconfirmation_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("contest_id", "slot", name=op.f("pk_reconfirmation")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reconfirmation", schema=None) as batch_op:
        batch_op.create_index("ix_reconfirmation_case", ["case_id"], unique=False)

    op.create_table(
        "review_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["review_case.id"], name=op.f("fk_review_action_case_id_review_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_action")),
    )
    with op.batch_alter_table("review_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_action_case_id"), ["case_id"], unique=False)

    op.create_table(
        "review_case_slot",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["review_case.id"], name=op.f("fk_review_case_slot_case_id_review_case")
        ),
        sa.PrimaryKeyConstraint("case_id", "slot", name=op.f("pk_review_case_slot")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("review_case_slot", schema=None) as batch_op:
        batch_op.create_index("ix_review_case_slot_slot", ["slot"], unique=False)

    op.add_column("cast_signal", sa.Column("name_tag", sa.String(), server_default="", nullable=False))
    op.create_index("ix_cast_signal_hour", "cast_signal", ["contest_id", "hour"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cast_signal_hour", table_name="cast_signal")
    op.drop_column("cast_signal", "name_tag")
    op.drop_table("review_case_slot")
    op.drop_table("review_action")
    op.drop_table("reconfirmation")
    op.drop_table("sealed_mailbox")
    op.drop_table("review_case")
    op.drop_table("fairness_watch")
    op.drop_table("complaint")
    op.drop_table("allowed_host")
    op.drop_table("spent_challenge")
