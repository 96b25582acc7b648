"""The calendar of the sales; why an offer was refused, and whether it belongs to a street fair."""

import sqlalchemy as sa
from alembic import op

revision = "20261126guard"
down_revision = "20261126counters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sales_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.Column("ban_from", sa.Date(), nullable=False),
        sa.Column("ban_until", sa.Date(), nullable=False),
        sa.Column("sales_from", sa.Date(), nullable=False),
        sa.Column("sales_until", sa.Date(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ban_from <= ban_until", name=op.f("ck_sales_period_ban_in_order")),
        sa.CheckConstraint("ban_until < sales_from", name=op.f("ck_sales_period_sales_after_the_ban")),
        sa.CheckConstraint("sales_from <= sales_until", name=op.f("ck_sales_period_sales_in_order")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_sales_period_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_period")),
        sa.UniqueConstraint("city_id", "year", "season", name=op.f("uq_sales_period_city_id_year_season")),
    )
    with op.batch_alter_table("sales_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sales_period_city_id"), ["city_id"], unique=False)

    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state_reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("is_street_fair", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("is_street_fair")
        batch_op.drop_column("state_reason")

    with op.batch_alter_table("sales_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sales_period_city_id"))

    op.drop_table("sales_period")
