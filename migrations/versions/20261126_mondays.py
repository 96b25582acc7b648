"""Cards after a discount weekend: mails to shops, what they want of them, three questions, one reminder."""

import sqlalchemy as sa
from alembic import op

from cityshop.core import db

revision = "20261126mondays"
down_revision = "20261126weekends"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_reminder",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_survey_reminder_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_survey_reminder_city_id_city")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_survey_reminder")),
    )
    with op.batch_alter_table("survey_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_reminder_city_id"), ["city_id"], unique=False)

    op.create_table(
        "card_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("posted_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_card_mail_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_card_mail_city_id_city")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_card_mail_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_mail")),
        sa.UniqueConstraint(
            "campaign_id", "shop_id", "kind", name=op.f("uq_card_mail_campaign_id_shop_id_kind")
        ),
    )
    with op.batch_alter_table("card_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_mail_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_mail_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_card_mail_shop_id"), ["shop_id"], unique=False)

    op.create_table(
        "card_wish",
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_card_wish_city_id_city")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_card_wish_shop_id_shop")),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_card_wish")),
    )
    with op.batch_alter_table("card_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_wish_city_id"), ["city_id"], unique=False)

    op.create_table(
        "survey_answer",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("success", sa.Integer(), nullable=False),
        sa.Column("communication", sa.Integer(), nullable=False),
        sa.Column("again", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("answered_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "communication BETWEEN 1 AND 5", name=op.f("ck_survey_answer_communication_of_five")
        ),
        sa.CheckConstraint("success BETWEEN 1 AND 5", name=op.f("ck_survey_answer_success_of_five")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_survey_answer_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_survey_answer_city_id_city")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_survey_answer_shop_id_shop")),
        sa.PrimaryKeyConstraint("campaign_id", "shop_id", name=op.f("pk_survey_answer")),
    )
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_answer_city_id"), ["city_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_answer_city_id"))

    op.drop_table("survey_answer")
    with op.batch_alter_table("card_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_wish_city_id"))

    op.drop_table("card_wish")
    with op.batch_alter_table("card_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_mail_shop_id"))
        batch_op.drop_index(batch_op.f("ix_card_mail_message_id"))
        batch_op.drop_index(batch_op.f("ix_card_mail_city_id"))

    op.drop_table("card_mail")
    with op.batch_alter_table("survey_reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_reminder_city_id"))

    op.drop_table("survey_reminder")
