"""Events with their dates, the partners they are of, and the calendars they are read from."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125agenda"
down_revision = "20261125vacancies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("logo", sa.String(), nullable=False),
        sa.Column("is_trusted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=True),
        sa.Column("link_sent_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_partner_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("city_id", "slug", name=op.f("uq_partner_city_id_slug")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_partner_token_digest")),
    )
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_city_id"), ["city_id"], unique=False)

    op.create_table(
        "event_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_followed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("content_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("look_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_event_source_city_id_city")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_event_source_partner_id_partner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_source")),
        sa.UniqueConstraint("city_id", "kind", "address", name=op.f("uq_event_source_city_id_kind_address")),
    )
    with op.batch_alter_table("event_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_source_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_source_look_at"), ["look_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_source_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("starts_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("organiser", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("is_free", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("price", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("picture_alt", sa.JSON(), nullable=False),
        sa.Column("has_end", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("is_all_day", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("repeat", sa.JSON(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("has_proposal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("source_uid", sa.String(), nullable=True),
        sa.Column("source_address", sa.String(), nullable=False),
        sa.Column("owned_by_people", sa.JSON(), nullable=False),
        sa.Column("needs_check", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("link = '' OR link LIKE 'https://%'", name=op.f("ck_event_safe_link")),
        sa.CheckConstraint("starts_at <= ends_at", name=op.f("ck_event_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_event_city_id_city")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_event_partner_id_partner")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_event_place_id_place")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["event_source.id"], name=op.f("fk_event_source_id_event_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("city_id", "slug", name=op.f("uq_event_city_id_slug")),
        sa.UniqueConstraint("city_id", "source_uid", name=op.f("uq_event_city_id_source_uid")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_source_id"), ["source_id"], unique=False)
        batch_op.create_index("ix_event_state", ["city_id", "state"], unique=False)

    op.create_table(
        "event_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at <= ends_at", name=op.f("ck_event_date_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_event_date_city_id_city")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_date_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_date")),
        sa.UniqueConstraint(
            "event_id", "planned_on", "starts_at", name=op.f("uq_event_date_event_id_planned_on_starts_at")
        ),
    )
    with op.batch_alter_table("event_date", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_date_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_date_event_id"), ["event_id"], unique=False)
        batch_op.create_index("ix_event_date_when", ["city_id", "ends_at", "starts_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("event_date", schema=None) as batch_op:
        batch_op.drop_index("ix_event_date_when")
        batch_op.drop_index(batch_op.f("ix_event_date_event_id"))
        batch_op.drop_index(batch_op.f("ix_event_date_city_id"))

    op.drop_table("event_date")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_state")
        batch_op.drop_index(batch_op.f("ix_event_source_id"))
        batch_op.drop_index(batch_op.f("ix_event_place_id"))
        batch_op.drop_index(batch_op.f("ix_event_partner_id"))
        batch_op.drop_index(batch_op.f("ix_event_city_id"))

    op.drop_table("event")
    with op.batch_alter_table("event_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_source_partner_id"))
        batch_op.drop_index(batch_op.f("ix_event_source_look_at"))
        batch_op.drop_index(batch_op.f("ix_event_source_city_id"))

    op.drop_table("event_source")
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_city_id"))

    op.drop_table("partner")
