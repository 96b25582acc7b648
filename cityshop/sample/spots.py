"""What the sample guide says of one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Terrace:
    """Seats outside; `permit_days` from the day of loading until its permit ends, none for a lasting one."""

    seats: int
    covered: bool = False
    heated: bool = False
    permit_days: int | None = None
    closing_hour: str = ""


@dataclass(frozen=True)
class Spot:
    """A place with invented name on a real street. Degrees are WGS 84, `picture` a drawing of the house."""

    name: str
    kind: str
    street: str
    latitude: float
    longitude: float
    hours: str
    nl: str
    fr: str
    picture: str = ""
    terrace: Terrace | None = None
    wheelchair: str = "unknown"
    phone: str = ""
    website: str = ""
    source_id: str | None = None
