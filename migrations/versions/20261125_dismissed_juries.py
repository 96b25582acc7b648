"""Juries that were dismissed: when and why; another one may take their place."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125dismissed"
down_revision = "20261125programmes"
branch_labels = None
depends_on = None

NOT_DISMISSED = sa.text("state <> 'dismissed'")


def upgrade() -> None:
    with op.batch_alter_table("jury", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dismissed_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("dismissal_reason", sa.JSON(), server_default="{}", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_jury_subject"), type_="unique")
    where = {"sqlite_where": NOT_DISMISSED, "postgresql_where": NOT_DISMISSED}
    op.create_index("uq_jury_subject", "jury", ["subject"], unique=True, **where)


def downgrade() -> None:
    op.drop_index("uq_jury_subject", "jury")
    # before, a subject had one jury: those that were dismissed give it back
    op.execute("UPDATE jury SET subject = subject || ' dismissed ' || id WHERE state = 'dismissed'")
    with op.batch_alter_table("jury", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_jury_subject"), ["subject"])
        batch_op.drop_column("dismissal_reason")
        batch_op.drop_column("dismissed_at")
