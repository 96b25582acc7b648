"""Offers of a discount weekend: versions of their terms, limits, budgets, and why a voucher changed."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261126discounts"
down_revision = "20261125traits"
branch_labels = None
depends_on = None

CHECKS = {
    "never_more_than_the_stock": "stock IS NULL OR (stock_counts = 'claimed' AND claimed <= stock)"
    " OR (stock_counts = 'used' AND used + leased <= stock)",
    "used_not_negative": "used >= 0 AND leased >= 0",
    "at_least_one_per_resident": "per_resident >= 1",
}
TERMS = (
    "kind, title, value, product, conditions, min_spend_cents, reference_cents, is_combinable, windows,"
    " starts_at, ends_at"
)
# Whoever holds a voucher keeps what the offer says today.
FIRST_VERSIONS = (
    f"INSERT INTO offer_version (offer_id, version, city_id, since, {TERMS})"  # noqa: S608 - names of ours
    f" SELECT id, 1, city_id, CURRENT_TIMESTAMP, {TERMS} FROM offer"
)


def upgrade() -> None:
    op.create_table(
        "discount_rules",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("claims_by", sa.String(), nullable=False),
        sa.Column("trusts_shops", sa.Boolean(), nullable=False),
        sa.Column("asks_postal_code", sa.Boolean(), nullable=False),
        sa.Column("cap_cents", sa.Integer(), nullable=True),
        sa.Column("spent_cents", sa.Integer(), nullable=False),
        sa.Column("edition_before_id", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cap_cents IS NULL OR spent_cents <= cap_cents",
            name=op.f("ck_discount_rules_never_above_the_cap"),
        ),
        sa.CheckConstraint("spent_cents >= 0", name=op.f("ck_discount_rules_spent_not_negative")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_discount_rules_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_discount_rules_city_id_city")),
        sa.ForeignKeyConstraint(
            ["edition_before_id"], ["campaign.id"], name=op.f("fk_discount_rules_edition_before_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_discount_rules")),
    )
    with op.batch_alter_table("discount_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discount_rules_city_id"), ["city_id"], unique=False)

    op.create_table(
        "offer_version",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("product", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("min_spend_cents", sa.Integer(), nullable=False),
        sa.Column("reference_cents", sa.Integer(), nullable=True),
        sa.Column("is_combinable", sa.Boolean(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("starts_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ends_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_offer_version_city_id_city")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_version_offer_id_offer")),
        sa.PrimaryKeyConstraint("offer_id", "version", name=op.f("pk_offer_version")),
    )
    with op.batch_alter_table("offer_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_version_city_id"), ["city_id"], unique=False)

    op.create_table(
        "voucher_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_voucher_change_city_id_city")),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_voucher_change_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_change")),
    )
    with op.batch_alter_table("voucher_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_change_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voucher_change_voucher_id"), ["voucher_id"], unique=False)

    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("product", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("category", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("photo", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("photo_alt", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("stock_counts", sa.String(), server_default="claimed", nullable=False))
        batch_op.add_column(sa.Column("used", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("leased", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("per_resident", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("limit_period", sa.String(), server_default="campaign", nullable=False))
        batch_op.add_column(sa.Column("reference_cents", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("is_combinable", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("is_online_only", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("guard_reason", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.drop_constraint(batch_op.f("ck_offer_never_more_than_the_stock"), type_="check")
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_offer_{name}"), rule)
    op.execute(FIRST_VERSIONS)

    with op.batch_alter_table("redemption", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scanned_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cost_cents", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slot", sa.String(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("claim_key", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("channel", sa.String(), server_default="phone", nullable=False))
        batch_op.add_column(sa.Column("postal_code", sa.String(), server_default="", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_voucher_offer_id_holder"), type_="unique")
        batch_op.create_index("ix_voucher_claimed", ["city_id", "claimed_at"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_voucher_claim_key"), ["claim_key"])
        batch_op.create_unique_constraint(
            batch_op.f("uq_voucher_offer_id_holder_slot"), ["offer_id", "holder", "slot"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_voucher_offer_id_version_offer_version"),
            "offer_version",
            ["offer_id", "version"],
            ["offer_id", "version"],
        )


def downgrade() -> None:
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_voucher_offer_id_version_offer_version"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_voucher_offer_id_holder_slot"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_voucher_claim_key"), type_="unique")
        batch_op.drop_index("ix_voucher_claimed")
        batch_op.create_unique_constraint(batch_op.f("uq_voucher_offer_id_holder"), ["offer_id", "holder"])
        batch_op.drop_column("postal_code")
        batch_op.drop_column("channel")
        batch_op.drop_column("version")
        batch_op.drop_column("claim_key")
        batch_op.drop_column("slot")

    with op.batch_alter_table("redemption", schema=None) as batch_op:
        batch_op.drop_column("cost_cents")
        batch_op.drop_column("scanned_at")

    with op.batch_alter_table("offer", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_offer_{name}"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_offer_never_more_than_the_stock"), "stock IS NULL OR claimed <= stock"
        )
        batch_op.drop_column("version")
        batch_op.drop_column("guard_reason")
        batch_op.drop_column("is_online_only")
        batch_op.drop_column("is_combinable")
        batch_op.drop_column("reference_cents")
        batch_op.drop_column("limit_period")
        batch_op.drop_column("per_resident")
        batch_op.drop_column("leased")
        batch_op.drop_column("used")
        batch_op.drop_column("stock_counts")
        batch_op.drop_column("photo_alt")
        batch_op.drop_column("photo")
        batch_op.drop_column("category")
        batch_op.drop_column("product")

    with op.batch_alter_table("voucher_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voucher_change_voucher_id"))
        batch_op.drop_index(batch_op.f("ix_voucher_change_city_id"))

    op.drop_table("voucher_change")
    with op.batch_alter_table("offer_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_version_city_id"))

    op.drop_table("offer_version")
    with op.batch_alter_table("discount_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discount_rules_city_id"))

    op.drop_table("discount_rules")
