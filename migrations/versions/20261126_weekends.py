"""Discount weekends: mail to shops with what became of it, and closing reports."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261126weekends"
down_revision = "20261126sheets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closing_report",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("closed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("published_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_closing_report_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_closing_report_city_id_city")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_closing_report")),
    )
    op.create_index(op.f("ix_closing_report_city_id"), "closing_report", ["city_id"])

    op.create_table(
        "shop_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("written_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("sent_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_shop_mail_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_shop_mail_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_mail")),
    )
    op.create_index(op.f("ix_shop_mail_campaign_id"), "shop_mail", ["campaign_id"])
    op.create_index(op.f("ix_shop_mail_city_id"), "shop_mail", ["city_id"])

    op.create_table(
        "shop_mail_delivery",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_shop_mail_delivery_city_id_city")),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["shop_mail.id"], name=op.f("fk_shop_mail_delivery_mail_id_shop_mail")
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_shop_mail_delivery_shop_id_shop")),
        sa.PrimaryKeyConstraint("mail_id", "shop_id", name=op.f("pk_shop_mail_delivery")),
    )
    op.create_index(op.f("ix_shop_mail_delivery_city_id"), "shop_mail_delivery", ["city_id"])
    op.create_index("ix_shop_mail_delivery_letter", "shop_mail_delivery", ["message_id"])


def downgrade() -> None:
    op.drop_table("shop_mail_delivery")
    op.drop_table("shop_mail")
    op.drop_table("closing_report")
