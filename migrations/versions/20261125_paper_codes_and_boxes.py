"""Paper codes in batches, and ballot boxes that two people count."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125codes"
down_revision = "20261125prizes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted_box",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("first_by", sa.Integer(), nullable=False),
        sa.Column("first_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("cast_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "second_by IS NULL OR second_by <> first_by", name=op.f("ck_counted_box_two_people")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_counted_box_city_id_city")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_counted_box_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_box")),
        sa.UniqueConstraint("contest_id", "label", name=op.f("uq_counted_box_contest_id_label")),
    )
    with op.batch_alter_table("counted_box", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counted_box_city_id"), ["city_id"], unique=False)

    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("count BETWEEN 1 AND 5000", name=op.f("ck_paper_batch_as_many_as_can_be_printed")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_paper_batch_city_id_city")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_paper_batch_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
        sa.UniqueConstraint("contest_id", "label", name=op.f("uq_paper_batch_contest_id_label")),
    )
    with op.batch_alter_table("paper_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_batch_city_id"), ["city_id"], unique=False)

    op.create_table(
        "paper_code",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["paper_batch.id"], name=op.f("fk_paper_code_batch_id_paper_batch")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_paper_code_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("contest_id", "code_digest", name=op.f("pk_paper_code")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("paper_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_code_batch_id"), ["batch_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("paper_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_code_batch_id"))

    op.drop_table("paper_code")
    with op.batch_alter_table("paper_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_batch_city_id"))

    op.drop_table("paper_batch")
    with op.batch_alter_table("counted_box", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counted_box_city_id"))

    op.drop_table("counted_box")
