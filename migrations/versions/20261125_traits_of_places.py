"""What people want to know of a place beforehand: diets, ways to pay, what a shop sells and whose it is."""

import sqlalchemy as sa
from alembic import op

revision = "20261125traits"
down_revision = "20261125agenda"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("diets", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("payments", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("category", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("ownership", sa.String(), server_default="unknown", nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_place_ownership_known"), "ownership IN ('unknown', 'independent', 'chain')"
        )


def downgrade() -> None:
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_place_ownership_known"), type_="check")
        batch_op.drop_column("ownership")
        batch_op.drop_column("category")
        batch_op.drop_column("payments")
        batch_op.drop_column("diets")
