"""The prize for voters and who takes part in it."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125prizes"
down_revision = "20261125nominations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prize",
        sa.Column("contest_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("winner", sa.String(), nullable=False),
        sa.Column("winning_answer", sa.Integer(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("list_hash", sa.String(), nullable=False),
        sa.Column("drawn_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("erased_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_prize_city_id_city")),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_prize_contest_id_contest")),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_prize")),
    )
    with op.batch_alter_table("prize", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prize_city_id"), ["city_id"], unique=False)

    op.create_table(
        "prize_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("asked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_prize_entry_contest_id_contest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_entry")),
        sa.UniqueConstraint("contest_id", "mailbox", name=op.f("uq_prize_entry_contest_id_mailbox")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_prize_entry_token_digest")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("prize_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prize_entry_asked_at"), ["asked_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("prize_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prize_entry_asked_at"))

    op.drop_table("prize_entry")
    with op.batch_alter_table("prize", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prize_city_id"))

    op.drop_table("prize")
