"""Upkeep: what waits for town hall, reports, the monthly mail, and the history of every place."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125upkeep"
down_revision = "20261125imports"
branch_labels = None
depends_on = None

WAITS = sa.text("state = 'waiting'")
PLACE = sa.table("place", sa.column("added_at"))


def upgrade() -> None:
    op.create_table(
        "monthly_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("asked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("mailbox_digest", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("to_keeper", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_monthly_ask_city_id_city")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_monthly_ask_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_ask")),
        sa.UniqueConstraint("place_id", "month", name=op.f("uq_monthly_ask_place_id_month")),
    )
    with op.batch_alter_table("monthly_ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_monthly_ask_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_monthly_ask_message_id"), ["message_id"], unique=False)

    op.create_table(
        "not_asked",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("mailbox_digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_not_asked_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", "mailbox_digest", name=op.f("pk_not_asked")),
    )
    op.create_table(
        "place_mailbox",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_place_mailbox_city_id_city")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_mailbox_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_place_mailbox")),
    )
    with op.batch_alter_table("place_mailbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_mailbox_city_id"), ["city_id"], unique=False)

    op.create_table(
        "place_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sent_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("from_keeper", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("decided_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_place_report_city_id_city")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_report_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_report")),
    )
    with op.batch_alter_table("place_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_report_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_report_place_id"), ["place_id"], unique=False)
        batch_op.create_index("ix_place_report_waiting", ["city_id", "state", "sent_at"], unique=False)

    op.create_table(
        "place_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("old", sa.JSON(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_place_revision_city_id_city")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_revision_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_revision")),
    )
    with op.batch_alter_table("place_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_revision_city_id"), ["city_id"], unique=False)
        batch_op.create_index("ix_place_revision_of_place", ["place_id", "id"], unique=False)

    op.create_table(
        "place_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_place_edit_city_id_city")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_edit_place_id_place")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_place_edit_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_edit")),
    )
    with op.batch_alter_table("place_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_edit_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_edit_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_edit_shop_id"), ["shop_id"], unique=False)
        batch_op.create_index("ix_place_edit_waiting", ["city_id", "state", "asked_at"], unique=False)
        batch_op.create_index(
            "uq_place_edit_waiting", ["shop_id"], unique=True, sqlite_where=WAITS, postgresql_where=WAITS
        )

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("added_at", db.UtcDateTime(timezone=True), nullable=True))
    # nobody knows when these were added: they count from today
    op.execute(PLACE.update().values(added_at=sa.func.current_timestamp()))


def downgrade() -> None:
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_column("added_at")

    with op.batch_alter_table("place_edit", schema=None) as batch_op:
        batch_op.drop_index("uq_place_edit_waiting", sqlite_where=WAITS, postgresql_where=WAITS)
        batch_op.drop_index("ix_place_edit_waiting")
        batch_op.drop_index(batch_op.f("ix_place_edit_shop_id"))
        batch_op.drop_index(batch_op.f("ix_place_edit_place_id"))
        batch_op.drop_index(batch_op.f("ix_place_edit_city_id"))

    op.drop_table("place_edit")
    with op.batch_alter_table("place_revision", schema=None) as batch_op:
        batch_op.drop_index("ix_place_revision_of_place")
        batch_op.drop_index(batch_op.f("ix_place_revision_city_id"))

    op.drop_table("place_revision")
    with op.batch_alter_table("place_report", schema=None) as batch_op:
        batch_op.drop_index("ix_place_report_waiting")
        batch_op.drop_index(batch_op.f("ix_place_report_place_id"))
        batch_op.drop_index(batch_op.f("ix_place_report_city_id"))

    op.drop_table("place_report")
    with op.batch_alter_table("place_mailbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_mailbox_city_id"))

    op.drop_table("place_mailbox")
    op.drop_table("not_asked")
    with op.batch_alter_table("monthly_ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_monthly_ask_message_id"))
        batch_op.drop_index(batch_op.f("ix_monthly_ask_city_id"))

    op.drop_table("monthly_ask")
