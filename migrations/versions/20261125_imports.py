"""Imports are read by the worker, decided about and taken back; sites may be allowed to show the guide."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125imports"
down_revision = "20261125routes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "embed_settings",
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("sites", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_embed_settings_city_id_city")),
        sa.PrimaryKeyConstraint("city_id", name=op.f("pk_embed_settings")),
    )
    op.create_table(
        "import_file",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
            name=op.f("fk_import_file_batch_id_import_batch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_import_file")),
    )
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("is_left", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
            name=op.f("fk_import_row_batch_id_import_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_import_row_place_id_place"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_import_row_batch_id_number")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index("ix_import_row_outcome", ["batch_id", "outcome", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_row_place_id"), ["place_id"], unique=False)

    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("format", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("state", sa.String(), server_default="done", nullable=False))
        batch_op.add_column(sa.Column("columns", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("usual_kind", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("doubles", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("vanished", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("left_alone", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("done_rows", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("total_rows", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("refusal", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("taken_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("finished_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_import_batch_state", ["state"], unique=False)

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owned_by_files", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_column("owned_by_files")

    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index("ix_import_batch_state")
        batch_op.drop_column("finished_at")
        batch_op.drop_column("attempts")
        batch_op.drop_column("taken_at")
        batch_op.drop_column("refusal")
        batch_op.drop_column("total_rows")
        batch_op.drop_column("done_rows")
        batch_op.drop_column("left_alone")
        batch_op.drop_column("vanished")
        batch_op.drop_column("doubles")
        batch_op.drop_column("account_id")
        batch_op.drop_column("usual_kind")
        batch_op.drop_column("columns")
        batch_op.drop_column("state")
        batch_op.drop_column("format")

    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_row_place_id"))
        batch_op.drop_index("ix_import_row_outcome")

    op.drop_table("import_row")
    op.drop_table("import_file")
    op.drop_table("embed_settings")
