"""Phones behind a counter that go on without reception: pairing, stock on loan, what they send later."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261126devices"
down_revision = "20261126mondays"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("algorithm", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("bearer_version", sa.Integer(), nullable=False),
        sa.Column("paired_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("emptied_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("skew_seconds", sa.Integer(), nullable=False),
        sa.Column("emptied_skew", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.Column("last_digest", sa.LargeBinary(), nullable=True),
        sa.Column("last_scanned_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_device_city_id_city")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_device_counter_id_counter")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_device_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("counter_id", "public_key", name=op.f("uq_device_counter_id_public_key")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_device_token_digest")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_device_counter_id"), ["counter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_device_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "device_pairing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_device_pairing_city_id_city")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_device_pairing_counter_id_counter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_pairing")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_device_pairing_secret_digest")),
    )
    with op.batch_alter_table("device_pairing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_pairing_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_device_pairing_counter_id"), ["counter_id"], unique=False)

    op.create_table(
        "stock_lease",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("until", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("ended_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= units", name=op.f("ck_stock_lease_never_more_than_lent")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_stock_lease_city_id_city")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_stock_lease_device_id_device")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_stock_lease_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_lease")),
    )
    with op.batch_alter_table("stock_lease", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_lease_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stock_lease_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stock_lease_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(
            "uq_stock_lease_running",
            ["device_id", "offer_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "offline_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("received_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("scanned_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("corrected_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("redemption_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_offline_scan_city_id_city")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_offline_scan_device_id_device")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offline_scan_offer_id_offer")),
        sa.ForeignKeyConstraint(
            ["redemption_id"], ["redemption.id"], name=op.f("fk_offline_scan_redemption_id_redemption")
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_offline_scan_shop_id_shop")),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_offline_scan_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_scan")),
        sa.UniqueConstraint("device_id", "digest", name=op.f("uq_offline_scan_device_id_digest")),
        sa.UniqueConstraint("device_id", "key", name=op.f("uq_offline_scan_device_id_key")),
    )
    with op.batch_alter_table("offline_scan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offline_scan_city_id"), ["city_id"], unique=False)
        batch_op.create_index("ix_offline_scan_of_shop", ["shop_id", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_offline_scan_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offline_scan_redemption_id"), ["redemption_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offline_scan_voucher_id"), ["voucher_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("offline_scan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offline_scan_voucher_id"))
        batch_op.drop_index(batch_op.f("ix_offline_scan_redemption_id"))
        batch_op.drop_index(batch_op.f("ix_offline_scan_offer_id"))
        batch_op.drop_index("ix_offline_scan_of_shop")
        batch_op.drop_index(batch_op.f("ix_offline_scan_city_id"))

    op.drop_table("offline_scan")
    with op.batch_alter_table("stock_lease", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_stock_lease_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_stock_lease_offer_id"))
        batch_op.drop_index(batch_op.f("ix_stock_lease_device_id"))
        batch_op.drop_index(batch_op.f("ix_stock_lease_city_id"))

    op.drop_table("stock_lease")
    with op.batch_alter_table("device_pairing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_pairing_counter_id"))
        batch_op.drop_index(batch_op.f("ix_device_pairing_city_id"))

    op.drop_table("device_pairing")
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_shop_id"))
        batch_op.drop_index(batch_op.f("ix_device_counter_id"))
        batch_op.drop_index(batch_op.f("ix_device_city_id"))

    op.drop_table("device")
