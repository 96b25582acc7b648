"""Offers: how residents last saw one that is read once more, so that it comes back as it was."""

import sqlalchemy as sa
from alembic import op

revision = "20261126shown"
down_revision = "20261126devices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shown_as", sa.String(), server_default="", nullable=False))
    # who took a voucher saw the offer
    offer = sa.table("offer", *(sa.column(name) for name in ("state", "claimed", "shown_as")))
    seen = offer.update().where(offer.c.state.in_(["waiting", "refused"]), offer.c.claimed > 0)
    op.execute(seen.values(shown_as="live"))


def downgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("shown_as")
