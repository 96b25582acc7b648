"""What a vote needs to be trusted: ledger, tally, signals, second person, pictures."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125trust"
down_revision = "20261122first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_claimed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_picture_city_id_city")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_picture")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_city_id"), ["city_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_proposal_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_city_id"), ["city_id"], unique=False)
        batch_op.create_index(
            "uq_proposal_waiting",
            ["act", "subject"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "cast_signal",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ip_tag", sa.String(), nullable=False),
        sa.Column("agent_tag", sa.String(), nullable=False),
        sa.Column("domain_class", sa.String(), nullable=False),
        sa.Column("hour", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_cast_signal_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("contest_id", "slot", "revision", name=op.f("pk_cast_signal")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("cast_signal", schema=None) as batch_op:
        batch_op.create_index("ix_cast_signal_network", ["contest_id", "ip_tag"], unique=False)

    op.create_table(
        "checkpoint",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("peaks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_checkpoint_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("contest_id", "size", name=op.f("pk_checkpoint")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_leaf",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_ledger_leaf_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("contest_id", "seq", name=op.f("pk_ledger_leaf")),
        sa.UniqueConstraint("leaf", name=op.f("uq_ledger_leaf_leaf")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tally",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_tally_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_tally_contest_id_contest")),
        sa.PrimaryKeyConstraint("contest_id", "candidate_id", "level", name=op.f("pk_tally")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(), server_default="email", nullable=False))
        batch_op.add_column(
            sa.Column("is_in_ledger", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("rolled_up", sa.Integer(), nullable=True))
        # the tally replaces counting, and a covering index would draw the planner to read every ballot
        batch_op.drop_index("ix_ballot_tally")
        batch_op.drop_index("ix_ballot_candidate_id")
        batch_op.create_index(
            "ix_ballot_waiting",
            ["contest_id"],
            unique=False,
            sqlite_where=sa.text("is_in_ledger = 0"),
            postgresql_where=sa.text("is_in_ledger = false"),
        )

    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signal", sa.JSON(), server_default="{}", nullable=False))

    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(), server_default="email", nullable=False))
        batch_op.add_column(sa.Column("embargo_until", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("pause_reason", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("pause_text", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("pauses", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("end_text", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("closed_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("published_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sealed_at", db.UtcDateTime(timezone=True), nullable=True))

    with op.batch_alter_table("dead_leaf", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_in_ledger", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_index(
            "ix_dead_leaf_waiting",
            ["contest_id"],
            unique=False,
            sqlite_where=sa.text("is_in_ledger = 0"),
            postgresql_where=sa.text("is_in_ledger = false"),
        )

    with op.batch_alter_table("voter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_stirred", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("voter", schema=None) as batch_op:
        batch_op.drop_column("is_stirred")

    with op.batch_alter_table("dead_leaf", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_dead_leaf_waiting",
            sqlite_where=sa.text("is_in_ledger = 0"),
            postgresql_where=sa.text("is_in_ledger = false"),
        )
        batch_op.drop_column("is_in_ledger")

    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.drop_column("sealed_at")
        batch_op.drop_column("published_at")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("end_text")
        batch_op.drop_column("pauses")
        batch_op.drop_column("pause_text")
        batch_op.drop_column("pause_reason")
        batch_op.drop_column("paused_at")
        batch_op.drop_column("embargo_until")
        batch_op.drop_column("level")

    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.drop_column("signal")

    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ballot_waiting",
            sqlite_where=sa.text("is_in_ledger = 0"),
            postgresql_where=sa.text("is_in_ledger = false"),
        )
        batch_op.create_index("ix_ballot_candidate_id", ["candidate_id"])
        batch_op.create_index("ix_ballot_tally", ["contest_id", "state", "candidate_id"])
        batch_op.drop_column("rolled_up")
        batch_op.drop_column("is_in_ledger")
        batch_op.drop_column("level")

    op.drop_table("tally")
    op.drop_table("ledger_leaf")
    op.drop_table("checkpoint")
    with op.batch_alter_table("cast_signal", schema=None) as batch_op:
        batch_op.drop_index("ix_cast_signal_network")

    op.drop_table("cast_signal")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_proposal_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_proposal_city_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_picture_city_id"))

    op.drop_table("picture")
