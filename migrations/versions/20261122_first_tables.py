"""First tables: everything from cities to vouchers."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261122first"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_digest", sa.String(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("window_ends", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_ends", name=op.f("pk_attempts")),
    )
    op.create_table(
        "city",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("nis_code", sa.String(), nullable=False),
        sa.Column("postal_codes", sa.JSON(), nullable=False),
        sa.Column("theme", sa.JSON(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("logo", sa.String(), nullable=False),
        sa.Column("headline", sa.JSON(), nullable=False),
        sa.Column("introduction", sa.JSON(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city")),
        sa.UniqueConstraint("nis_code", name=op.f("uq_city_nis_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_city_slug")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("not_before", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["sent_at", "not_before"], unique=False)

    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_programme_slug")),
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("starts_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("paused_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("pause_reason", sa.String(), nullable=False),
        sa.Column("pause_text", sa.JSON(), nullable=False),
        sa.Column("pauses_redemptions", sa.Boolean(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_campaign_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_campaign_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("city_id", "slug", name=op.f("uq_campaign_city_id_slug")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_city_id"), ["city_id"], unique=False)

    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("imported_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_import_batch_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_city_id"), ["city_id"], unique=False)

    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("happening", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_journal_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_city_id"), ["city_id"], unique=False)

    op.create_table(
        "password_reset",
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_password_reset_account_id_account")
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_password_reset")),
    )
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_reset_account_id"), ["account_id"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("picture_alt", sa.JSON(), nullable=False),
        sa.Column("hours_state", sa.String(), nullable=False),
        sa.Column("hours_text", sa.String(), nullable=False),
        sa.Column("hours_rules", sa.JSON(), nullable=False),
        sa.Column("wheelchair", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("source_version", sa.Integer(), nullable=True),
        sa.Column("owned_by_people", sa.JSON(), nullable=False),
        sa.Column("needs_check", sa.Boolean(), nullable=False),
        sa.Column("verified_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_place_latitude_in_degrees")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_place_longitude_in_degrees")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_place_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("city_id", "slug", name=op.f("uq_place_city_id_slug")),
        sa.UniqueConstraint("city_id", "source_id", name=op.f("uq_place_city_id_source_id")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_city_id"), ["city_id"], unique=False)
        batch_op.create_index("ix_place_listed", ["city_id", "state", "kind", "name"], unique=False)
        batch_op.create_index("ix_place_where", ["city_id", "longitude", "latitude"], unique=False)

    op.create_table(
        "programme_city",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_programme_city_city_id_city")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_city_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "city_id", name=op.f("pk_programme_city")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id_account")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_role_grant_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "account_id", "city_id", "role", name=op.f("uq_role_grant_account_id_city_id_role")
        ),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_account_id"), ["account_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("started_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_in_token_digest")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("introduction", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("opens_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("prize", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rules_hash", sa.String(), nullable=False),
        sa.Column("key_fingerprint", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_contest_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_contest_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_contest_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sa.UniqueConstraint("city_id", "slug", name=op.f("uq_contest_city_id_slug")),
    )
    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contest_city_id"), ["city_id"], unique=False)

    op.create_table(
        "hours_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("intervals", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_hours_exception_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_exception")),
    )
    with op.batch_alter_table("hours_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hours_exception_place_id"), ["place_id"], unique=False)

    op.create_table(
        "shop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("enterprise_number", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("registered_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("keeper_name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("introduction", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_shop_city_id_city")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_shop_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
        sa.UniqueConstraint("city_id", "slug", name=op.f("uq_shop_city_id_slug")),
    )
    with op.batch_alter_table("shop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_city_id"), ["city_id"], unique=False)

    op.create_table(
        "terrace",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("is_covered", sa.Boolean(), nullable=False),
        sa.Column("is_heated", sa.Boolean(), nullable=False),
        sa.Column("sunny_from", sa.String(), nullable=False),
        sa.Column("sunny_to", sa.String(), nullable=False),
        sa.Column("permit_from", sa.Date(), nullable=True),
        sa.Column("permit_to", sa.Date(), nullable=True),
        sa.Column("closing_hour", sa.String(), nullable=False),
        sa.Column("square_metres", sa.Integer(), nullable=True),
        sa.Column("horizon", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_terrace_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_terrace")),
    )
    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("specialty", sa.JSON(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_candidate_city_id_city")),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_candidate_contest_id_contest")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_candidate_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("contest_id", "shop_id", name=op.f("uq_candidate_contest_id_shop_id")),
        sa.UniqueConstraint("contest_id", "slug", name=op.f("uq_candidate_contest_id_slug")),
    )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidate_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("pin_digest", sa.String(), nullable=False),
        sa.Column("opened_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("bearer_version", sa.Integer(), nullable=False),
        sa.Column("revoked_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_counter_city_id_city")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_counter_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("token", name=op.f("uq_counter_token")),
    )
    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counter_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_counter_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "dead_leaf",
        sa.Column("leaf", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_dead_leaf_contest_id_contest")),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_dead_leaf")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("dead_leaf", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dead_leaf_contest_id"), ["contest_id"], unique=False)

    op.create_table(
        "keeper",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_keeper_account_id_account")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_keeper_shop_id_shop")),
        sa.PrimaryKeyConstraint("account_id", "shop_id", name=op.f("pk_keeper")),
    )
    with op.batch_alter_table("keeper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_keeper_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("starts_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ends_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("claimed", sa.Integer(), nullable=False),
        sa.Column("min_spend_cents", sa.Integer(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("claimed >= 0", name=op.f("ck_offer_claimed_not_negative")),
        sa.CheckConstraint(
            "stock IS NULL OR claimed <= stock", name=op.f("ck_offer_never_more_than_the_stock")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_offer_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_offer_city_id_city")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_offer_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("city_id", "slug", name=op.f("uq_offer_city_id_slug")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "voter",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("ident", sa.LargeBinary(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_voter_contest_id_contest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voter")),
        sa.UniqueConstraint("contest_id", "ident", name=op.f("uq_voter_contest_id_ident")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.LargeBinary(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_ballot_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_ballot_contest_id_contest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("contest_id", "nonce", name=op.f("uq_ballot_contest_id_nonce")),
        sa.UniqueConstraint("contest_id", "slot", name=op.f("uq_ballot_contest_id_slot")),
        sa.UniqueConstraint("leaf", name=op.f("uq_ballot_leaf")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index("ix_ballot_tally", ["contest_id", "state", "candidate_id"], unique=False)

    op.create_table(
        "challenge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("ident", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_challenge_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_challenge_contest_id_contest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_challenge_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index("ix_challenge_mailbox", ["contest_id", "ident"], unique=False)

    op.create_table(
        "redemption_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_redemption_attempt_city_id_city")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_redemption_attempt_counter_id_counter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemption_attempt")),
    )
    with op.batch_alter_table("redemption_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_redemption_attempt_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_redemption_attempt_counter_id"), ["counter_id"], unique=False)

    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("claimed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("redeemed_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_voucher_city_id_city")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_voucher_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code", name=op.f("uq_voucher_code")),
        sa.UniqueConstraint("offer_id", "holder", name=op.f("uq_voucher_offer_id_holder")),
    )
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_city_id"), ["city_id"], unique=False)

    op.create_table(
        "redemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("redeemed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("undone_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_redemption_city_id_city")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_redemption_counter_id_counter")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_redemption_offer_id_offer")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_redemption_shop_id_shop")),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["voucher.id"], name=op.f("fk_redemption_voucher_id_voucher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemption")),
        sa.UniqueConstraint(
            "counter_id", "idempotency_key", name=op.f("uq_redemption_counter_id_idempotency_key")
        ),
    )
    with op.batch_alter_table("redemption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_redemption_city_id"), ["city_id"], unique=False)
        batch_op.create_index("ix_redemption_of_shop", ["shop_id", "redeemed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_redemption_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(
            "uq_redemption_live_voucher",
            ["voucher_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("redemption", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_redemption_live_voucher",
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_redemption_offer_id"))
        batch_op.drop_index("ix_redemption_of_shop")
        batch_op.drop_index(batch_op.f("ix_redemption_city_id"))

    op.drop_table("redemption")
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voucher_city_id"))

    op.drop_table("voucher")
    with op.batch_alter_table("redemption_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_redemption_attempt_counter_id"))
        batch_op.drop_index(batch_op.f("ix_redemption_attempt_city_id"))

    op.drop_table("redemption_attempt")
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.drop_index("ix_challenge_mailbox")
        batch_op.drop_index(batch_op.f("ix_challenge_expires_at"))

    op.drop_table("challenge")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index("ix_ballot_tally")
        batch_op.drop_index(batch_op.f("ix_ballot_candidate_id"))

    op.drop_table("ballot")
    op.drop_table("voter")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_shop_id"))
        batch_op.drop_index(batch_op.f("ix_offer_city_id"))
        batch_op.drop_index(batch_op.f("ix_offer_campaign_id"))

    op.drop_table("offer")
    with op.batch_alter_table("keeper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_keeper_shop_id"))

    op.drop_table("keeper")
    with op.batch_alter_table("dead_leaf", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dead_leaf_contest_id"))

    op.drop_table("dead_leaf")
    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counter_shop_id"))
        batch_op.drop_index(batch_op.f("ix_counter_city_id"))

    op.drop_table("counter")
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_shop_id"))
        batch_op.drop_index(batch_op.f("ix_candidate_city_id"))

    op.drop_table("candidate")
    op.drop_table("terrace")
    with op.batch_alter_table("shop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_city_id"))

    op.drop_table("shop")
    with op.batch_alter_table("hours_exception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hours_exception_place_id"))

    op.drop_table("hours_exception")
    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contest_city_id"))
        batch_op.drop_index(batch_op.f("ix_contest_campaign_id"))

    op.drop_table("contest")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_account_id"))

    op.drop_table("role_grant")
    op.drop_table("programme_city")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index("ix_place_where")
        batch_op.drop_index("ix_place_listed")
        batch_op.drop_index(batch_op.f("ix_place_city_id"))

    op.drop_table("place")
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_reset_account_id"))

    op.drop_table("password_reset")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_city_id"))

    op.drop_table("journal")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_city_id"))

    op.drop_table("import_batch")
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_city_id"))

    op.drop_table("campaign")
    op.drop_table("programme")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    op.drop_table("heartbeat")
    op.drop_table("city")
    op.drop_table("attempts")
    op.drop_table("account")
