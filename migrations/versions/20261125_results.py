"""Results, counted once and kept."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125results"
down_revision = "20261125juries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result",
        sa.Column("contest_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("by_level", sa.JSON(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("final_root", sa.String(), nullable=False),
        sa.Column("draw_seed", sa.String(), nullable=False),
        sa.Column("jury_id", sa.Integer(), nullable=True),
        sa.Column("is_small", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_result_city_id_city")),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_result_contest_id_contest")),
        sa.ForeignKeyConstraint(["jury_id"], ["jury.id"], name=op.f("fk_result_jury_id_jury")),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_result")),
    )
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_city_id"), ["city_id"], unique=False)

    op.create_table(
        "result_line",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("by_level", sa.JSON(), nullable=False),
        sa.Column("brags", sa.Integer(), nullable=True),
        sa.Column("jury", sa.String(), nullable=False),
        sa.Column("score", sa.String(), nullable=False),
        sa.Column("is_winner", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("tie", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_result_line_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_result_line_city_id_city")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["result.contest_id"], name=op.f("fk_result_line_contest_id_result")
        ),
        sa.PrimaryKeyConstraint("contest_id", "candidate_id", name=op.f("pk_result_line")),
    )
    with op.batch_alter_table("result_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_line_city_id"), ["city_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("result_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_line_city_id"))

    op.drop_table("result_line")
    with op.batch_alter_table("result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_city_id"))

    op.drop_table("result")
