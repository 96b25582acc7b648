"""Counters: when somebody last stood behind one, and whether a shop redeems what it scans at once."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261126counters"
down_revision = "20261126genuine"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_at", db.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("shop", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("scans_at_once", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("shop", schema=None) as batch_op:
        batch_op.drop_column("scans_at_once")
    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.drop_column("seen_at")
