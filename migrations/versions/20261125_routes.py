"""Routes and their stops."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125routes"
down_revision = "20261125terraces"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.Column("length_m", sa.Integer(), nullable=False),
        sa.Column("ascent_m", sa.Integer(), nullable=True),
        sa.Column("short_cut_m", sa.Integer(), nullable=True),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("picture_alt", sa.JSON(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("line_is_ours", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("changed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR length_m > 0", name=op.f("ck_route_published_with_a_line")
        ),
        sa.CheckConstraint("length_m >= 0", name=op.f("ck_route_length_in_metres")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_route_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_route_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
        sa.UniqueConstraint("city_id", "slug", name=op.f("uq_route_city_id_slug")),
        sa.UniqueConstraint("city_id", "source_id", name=op.f("uq_route_city_id_source_id")),
    )
    with op.batch_alter_table("route", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_route_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_route_city_id"), ["city_id"], unique=False)

    op.create_table(
        "route_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_route_stop_latitude_in_degrees")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_route_stop_longitude_in_degrees")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_route_stop_city_id_city")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_route_stop_place_id_place")),
        sa.ForeignKeyConstraint(["route_id"], ["route.id"], name=op.f("fk_route_stop_route_id_route")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_stop")),
        sa.UniqueConstraint("route_id", "place_id", name=op.f("uq_route_stop_route_id_place_id")),
        sa.UniqueConstraint("route_id", "position", name=op.f("uq_route_stop_route_id_position")),
    )
    with op.batch_alter_table("route_stop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_route_stop_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_route_stop_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_route_stop_route_id"), ["route_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("route_stop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_route_stop_route_id"))
        batch_op.drop_index(batch_op.f("ix_route_stop_place_id"))
        batch_op.drop_index(batch_op.f("ix_route_stop_city_id"))

    op.drop_table("route_stop")
    with op.batch_alter_table("route", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_route_city_id"))
        batch_op.drop_index(batch_op.f("ix_route_campaign_id"))

    op.drop_table("route")
