"""What a candidate says and shows, what residents suggest, and small pictures for lists."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125nominations"
down_revision = "20261125trust"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_suggestion_city_id_city")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_suggestion_contest_id_contest")
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_suggestion_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("contest_id", "subject", name=op.f("uq_suggestion_contest_id_subject")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_suggestion_token_digest")),
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestion_shop_id"), ["shop_id"], unique=False)

    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("photo", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("photo_alt", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("sponsors", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("since_year", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("proposed_by", sa.String(), server_default="shop", nullable=False))
        batch_op.add_column(sa.Column("agreed_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.add_column(sa.Column("small", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("picture", "small")
    # in place: a copy of the table would leave ballots without their candidate for a moment
    for name in ("revision", "agreed_at", "proposed_by", "since_year", "sponsors", "photo_alt", "photo"):
        op.drop_column("candidate", name)

    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_shop_id"))
        batch_op.drop_index(batch_op.f("ix_suggestion_city_id"))

    op.drop_table("suggestion")
