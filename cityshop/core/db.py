"""The database: the base of all tables, sessions that keep to one city, transactions that read or write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Connection,
    Dialect,
    ForeignKey,
    MetaData,
    Row,
    Table,
    TypeDecorator,
    column,
    event,
    table,
    update,
)
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    UOWTransaction,
    declared_attr,
    mapped_column,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.orm import Session as Session

from cityshop.core.engines import READ_ONLY, open_engine

AWAY = (OperationalError, InterfaceError)  # also when it had done already what it was asked
UNAVAILABLE = (*AWAY, PoolTimeout)  # away, busy for too long, or its disk is full
UNSTORABLE = (DataError,)  # PostgreSQL holds no NUL in a text, and no number of 100 digits

LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's word for: waited too long for somebody else

_ACROSS = "across cities"
_CHOSEN = "chosen city"
_RENEWED = "renewed public pages"


class NoCityChosen(Exception):
    """A query on a city's rows ran before the session knew which city: a fault of ours, never shown."""


class WrongCity(Exception):
    """A row of one city was about to be written in a session of another: a fault of ours, never shown."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on both databases."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        dict[str, str]: JSON(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
        list[dict[str, Any]]: JSON(),
    }


class CityOwned:
    """A row of one city. `is_public` marks tables whose change renews the city's public pages."""

    is_public: ClassVar[bool] = False

    @declared_attr
    def city_id(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy calls it with the class
        return mapped_column(ForeignKey("city.id"), index=True)


class Database:
    """One engine, two kinds of session: `reads` cannot change anything, `writes` hold the lock.

    On the connections of `statements` (PostgreSQL only) each statement is a transaction of its own.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.reads = sessionmaker(self.engine.execution_options(**READ_ONLY), expire_on_commit=False)
        self.writes = sessionmaker(self.engine, expire_on_commit=False)
        self.statements = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    def answers(self) -> bool:
        """Whether the database can be read at this moment."""
        try:
            with self.engine.execution_options(**READ_ONLY).connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except SQLAlchemyError:
            return False
        return True

    def after_renewal(self, listener: Callable[[], None]) -> None:
        """Call the listener after every commit of this process that renewed public pages."""

        def tell(session: Session) -> None:
            if session.info.pop(_RENEWED, False):
                listener()

        event.listen(self.writes, "after_commit", tell)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"


def is_busy(error: Exception) -> bool:
    """Whether the database is there, and somebody else held what we wanted for too long."""
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) == LOCK_NOT_AVAILABLE or "database is locked" in str(cause)


def choose_city(session: Session, city_id: int) -> None:
    """From now on the session reads and writes rows of this city only."""
    session.info[_CHOSEN] = city_id


def chosen_city(session: Session) -> int | None:
    """The id of the city this session keeps to, if one was chosen."""
    chosen: int | None = session.info.get(_CHOSEN)
    return chosen


@contextmanager
def in_city(session: Session, city_id: int) -> Iterator[None]:
    """Keep to this city for a while: an act over many cities is one act in each of them."""
    before = session.info.get(_CHOSEN)
    session.flush()
    session.info[_CHOSEN] = city_id
    try:
        yield
        session.flush()
    finally:
        session.info[_CHOSEN] = before


@contextmanager
def across_cities(session: Session) -> Iterator[None]:
    """Lift the city scope; whoever uses it writes the reason in the line above."""
    before = session.info.get(_ACROSS, False)
    session.info[_ACROSS] = True
    try:
        yield
    finally:
        session.info[_ACROSS] = before


def renew_public_pages(session: Session, city_id: int) -> None:
    """Tell every process that what the public sees of this city has changed; the caller commits."""
    city = table("city", column("id"), column("version"))
    session.execute(update(city).where(city.c.id == city_id).values(version=city.c.version + 1))
    session.info[_RENEWED] = True


def insert_once(
    session: Session, target: type[Base], values: Mapping[str, Any], *, unique: Sequence[str], returning: str
) -> Any:
    """Core INSERT that steps aside when the unique columns (any, if none are named) are taken.

    Gives the value of `returning`, or None when taken.
    """
    connection = session.connection()
    statement = _insert_once(connection.dialect.name, target, tuple(unique), returning)
    return connection.execute(statement, values).scalar()


def insert_many_once(
    connection: Connection,
    target: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    returning: Sequence[str],
) -> Sequence[Row[Any]]:
    """Core INSERT of many rows that leaves out those for which something unique is taken.

    Gives the columns of `returning` of the rows that were written, in no order.
    """
    statement = _insert_many_once(connection.dialect.name, target, tuple(returning))
    return connection.execute(statement, rows).all()


@cache
def _insert_many_once(database: str, target: type[Base], returning: tuple[str, ...]) -> Any:
    rows: Table = target.__table__  # type: ignore[assignment]
    insert = sqlite.insert(rows) if database == "sqlite" else postgresql.insert(rows)
    return insert.on_conflict_do_nothing().returning(*(rows.c[name] for name in returning))


@cache
def _insert_once(database: str, target: type[Base], unique: tuple[str, ...], returning: str) -> Any:
    """Built once: building a statement takes five times as long as sending it through SQLAlchemy."""
    rows: Table = target.__table__  # type: ignore[assignment]
    insert = sqlite.insert(rows) if database == "sqlite" else postgresql.insert(rows)
    return insert.on_conflict_do_nothing(index_elements=unique or None).returning(rows.c[returning])


@event.listens_for(Session, "do_orm_execute")
def _keep_to_the_chosen_city(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or state.session.info.get(_ACROSS):
        return
    if not any(issubclass(mapper.class_, CityOwned) for mapper in state.all_mappers):
        return
    city_id = chosen_city(state.session)
    if city_id is None:
        raise NoCityChosen(str(state.statement))
    state.statement = state.statement.options(
        with_loader_criteria(CityOwned, lambda cls: cls.city_id == city_id, include_aliases=True)
    )


@event.listens_for(Session, "before_flush")
def _write_for_the_chosen_city(session: Session, context: UOWTransaction, instances: object) -> None:
    chosen = chosen_city(session)
    if chosen is None or session.info.get(_ACROSS):
        return
    for row in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(row, CityOwned):
            if row.city_id is None:
                row.city_id = chosen
            if row.city_id != chosen:
                raise WrongCity(f"{type(row).__name__} of city {row.city_id} in a session of city {chosen}")


@event.listens_for(Session, "after_flush")
def _notice_public_changes(session: Session, context: UOWTransaction) -> None:
    changed = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    for city_id in {row.city_id for row in changed if isinstance(row, CityOwned) and row.is_public}:
        renew_public_pages(session, city_id)
