"""Special days of a place: one that begins on a day, and none that ends before it begins."""

import sqlalchemy as sa
from alembic import op

revision = "20261125hours"
down_revision = "20261125dismissed"
branch_labels = None
depends_on = None

SPECIAL_DAYS = sa.table(
    "hours_exception",
    sa.column("id", sa.Integer()),
    sa.column("place_id", sa.Integer()),
    sa.column("first_day", sa.Date()),
    sa.column("last_day", sa.Date()),
)


def upgrade() -> None:
    _keep_the_last_of_each_day()
    with op.batch_alter_table("hours_exception", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f("uq_hours_exception_place_id_first_day"), ["place_id", "first_day"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_hours_exception_ends_after_it_begins"), "first_day <= last_day"
        )


def downgrade() -> None:
    with op.batch_alter_table("hours_exception", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_hours_exception_ends_after_it_begins"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_hours_exception_place_id_first_day"), type_="unique")


def _keep_the_last_of_each_day() -> None:
    """The last one written is the one that was shown."""
    kept = sa.select(sa.func.max(SPECIAL_DAYS.c.id)).group_by(
        SPECIAL_DAYS.c.place_id, SPECIAL_DAYS.c.first_day
    )
    lost = SPECIAL_DAYS.c.id.not_in(kept.scalar_subquery()) | (
        SPECIAL_DAYS.c.last_day < SPECIAL_DAYS.c.first_day
    )
    op.execute(SPECIAL_DAYS.delete().where(lost))
