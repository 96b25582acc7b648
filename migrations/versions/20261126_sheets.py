"""Batches of vouchers on paper, and which voucher stands where."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261126sheets"
down_revision = "20261126guard"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voucher_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("press", sa.String(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("handed_out_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "pieces BETWEEN 1 AND 1000", name=op.f("ck_voucher_sheet_as_many_as_can_be_printed")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_voucher_sheet_city_id_city")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_voucher_sheet_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_sheet")),
        sa.UniqueConstraint("press", name=op.f("uq_voucher_sheet_press")),
    )
    with op.batch_alter_table("voucher_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_sheet_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voucher_sheet_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "sheet_voucher",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["voucher_sheet.id"], name=op.f("fk_sheet_voucher_sheet_id_voucher_sheet")
        ),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_sheet_voucher_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("sheet_id", "number", name=op.f("pk_sheet_voucher")),
        sa.UniqueConstraint("voucher_id", name=op.f("uq_sheet_voucher_voucher_id")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("sheet_voucher")
    with op.batch_alter_table("voucher_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voucher_sheet_offer_id"))
        batch_op.drop_index(batch_op.f("ix_voucher_sheet_city_id"))

    op.drop_table("voucher_sheet")
