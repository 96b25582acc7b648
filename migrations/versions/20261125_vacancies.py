"""Vacant premises, and which cities show them."""

import sqlalchemy as sa
from alembic import op

revision = "20261125vacancies"
down_revision = "20261125upkeep"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shown_vacancies",
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("by_account", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_shown_vacancies_city_id_city")),
        sa.PrimaryKeyConstraint("city_id", name=op.f("pk_shown_vacancies")),
    )
    op.create_table(
        "vacancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("square_metres", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_vacancy_latitude_in_degrees")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_vacancy_longitude_in_degrees")),
        sa.CheckConstraint("square_metres > 0", name=op.f("ck_vacancy_square_metres_above_zero")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_vacancy_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
        sa.UniqueConstraint(
            "city_id",
            "postal_code",
            "street",
            "number",
            name=op.f("uq_vacancy_city_id_postal_code_street_number"),
        ),
    )
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_city_id"), ["city_id"], unique=False)
        batch_op.create_index("ix_vacancy_listed", ["city_id", "status", "street"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.drop_index("ix_vacancy_listed")
        batch_op.drop_index(batch_op.f("ix_vacancy_city_id"))

    op.drop_table("vacancy")
    op.drop_table("shown_vacancies")
