"""Juries: members, sealed sheets, scores, ties declared."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261125juries"
down_revision = "20261125brags"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jury",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("deadline", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("key_fingerprint", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revealed_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_jury_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury")),
        sa.UniqueConstraint("subject", name=op.f("uq_jury_subject")),
    )
    with op.batch_alter_table("jury", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jury_city_id"), ["city_id"], unique=False)

    op.create_table(
        "jury_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jury_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("token_digest", sa.LargeBinary(), nullable=True),
        sa.Column("invited_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("handed_in_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["jury_id"], ["jury.id"], name=op.f("fk_jury_member_jury_id_jury")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_member")),
        sa.UniqueConstraint("jury_id", "email", name=op.f("uq_jury_member_jury_id_email")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_jury_member_token_digest")),
    )

    op.create_table(
        "jury_conflict",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_jury_conflict_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["jury_member.id"], name=op.f("fk_jury_conflict_member_id_jury_member")
        ),
        sa.PrimaryKeyConstraint("member_id", "candidate_id", name=op.f("pk_jury_conflict")),
    )

    op.create_table(
        "jury_finalist",
        sa.Column("jury_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_jury_finalist_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(["jury_id"], ["jury.id"], name=op.f("fk_jury_finalist_jury_id_jury")),
        sa.PrimaryKeyConstraint("jury_id", "candidate_id", name=op.f("pk_jury_finalist")),
    )

    op.create_table(
        "jury_score",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 10", name=op.f("ck_jury_score_points_within_scale")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_jury_score_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["jury_member.id"], name=op.f("fk_jury_score_member_id_jury_member")
        ),
        sa.PrimaryKeyConstraint("member_id", "candidate_id", "criterion", name=op.f("pk_jury_score")),
    )

    op.create_table(
        "jury_sheet",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_jury_sheet_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["jury_member.id"], name=op.f("fk_jury_sheet_member_id_jury_member")
        ),
        sa.PrimaryKeyConstraint("member_id", "candidate_id", name=op.f("pk_jury_sheet")),
    )


def downgrade() -> None:
    op.drop_table("jury_sheet")
    op.drop_table("jury_score")
    op.drop_table("jury_finalist")
    op.drop_table("jury_conflict")
    op.drop_table("jury_member")
    with op.batch_alter_table("jury", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jury_city_id"))

    op.drop_table("jury")
