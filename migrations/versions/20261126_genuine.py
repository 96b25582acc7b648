"""Reports of codes that are not ours."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261126genuine"
down_revision = "20261126signing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fake_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("sent_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_fake_report_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fake_report")),
        sa.UniqueConstraint("digest", name=op.f("uq_fake_report_digest")),
    )
    with op.batch_alter_table("fake_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fake_report_city_id"), ["city_id"], unique=False)
        batch_op.create_index("ix_fake_report_waiting", ["city_id", "state"], unique=False)


def downgrade() -> None:
    op.drop_table("fake_report")
