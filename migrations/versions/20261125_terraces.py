"""Terraces: a point of their own, extensions with a season, and permit lists that were read in."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125terraces"
down_revision = "20261125hours"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "permit_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.Column("carried_out_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_permit_list_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit_list")),
    )
    with op.batch_alter_table("permit_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permit_list_city_id"), ["city_id"], unique=False)

    with op.batch_alter_table("terrace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("latitude", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("longitude", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("extension_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("extension_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("extension_seats", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("extension_square_metres", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("season", sa.String(), server_default="", nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_terrace_latitude_in_degrees"), "latitude BETWEEN -90 AND 90"
        )
        batch_op.create_check_constraint(
            op.f("ck_terrace_longitude_in_degrees"), "longitude BETWEEN -180 AND 180"
        )
        batch_op.create_check_constraint(
            op.f("ck_terrace_extension_ends_after_it_begins"), "extension_from <= extension_to"
        )


def downgrade() -> None:
    with op.batch_alter_table("terrace", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_terrace_extension_ends_after_it_begins"), type_="check")
        batch_op.drop_constraint(op.f("ck_terrace_longitude_in_degrees"), type_="check")
        batch_op.drop_constraint(op.f("ck_terrace_latitude_in_degrees"), type_="check")
        batch_op.drop_column("season")
        batch_op.drop_column("extension_square_metres")
        batch_op.drop_column("extension_seats")
        batch_op.drop_column("extension_to")
        batch_op.drop_column("extension_from")
        batch_op.drop_column("longitude")
        batch_op.drop_column("latitude")

    op.drop_table("permit_list")
