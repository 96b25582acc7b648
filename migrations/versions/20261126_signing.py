"""Signed vouchers: the keys of a campaign, and the codes that are void for good."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261126signing"
down_revision = "20261126discounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_key",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("valid_until", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("retired_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id BETWEEN 1 AND 255", name=op.f("ck_signing_key_one_byte")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_signing_key_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_signing_key_city_id_city")),
        sa.PrimaryKeyConstraint("campaign_id", "id", name=op.f("pk_signing_key")),
    )
    with op.batch_alter_table("signing_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_key_city_id"), ["city_id"], unique=False)

    op.create_table(
        "voucher_revocation",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_voucher_revocation_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_voucher_revocation_city_id_city")),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_voucher_revocation_offer_id_offer")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "number", name=op.f("pk_voucher_revocation")),
        sa.UniqueConstraint("campaign_id", "code", name=op.f("uq_voucher_revocation_campaign_id_code")),
    )
    with op.batch_alter_table("voucher_revocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_revocation_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voucher_revocation_offer_id"), ["offer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("voucher_revocation")
    op.drop_table("signing_key")
