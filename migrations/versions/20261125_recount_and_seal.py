"""Recounting and sealing: what was erased when, and the last manifest of a sealed vote."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125recounts"
down_revision = "20261125fairness"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("erased", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_erasure_city_id_city")),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_erasure_contest_id_contest")),
        sa.PrimaryKeyConstraint("contest_id", "erased", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_city_id"), ["city_id"], unique=False)

    op.create_table(
        "last_manifest",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_last_manifest_city_id_city")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_last_manifest_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_last_manifest")),
    )
    with op.batch_alter_table("last_manifest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_last_manifest_city_id"), ["city_id"], unique=False)


def downgrade() -> None:
    op.drop_table("last_manifest")
    op.drop_table("erasure")
