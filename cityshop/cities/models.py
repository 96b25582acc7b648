"""Cities."""

from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base


class City(Base):
    """A municipality. `version` counts what the public can see of it; `theme` holds colours as CSS values."""

    __tablename__ = "city"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    nis_code: Mapped[str] = mapped_column(unique=True)
    postal_codes: Mapped[list[str]]
    theme: Mapped[dict[str, str]]
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    logo: Mapped[str] = mapped_column(default="")
    headline: Mapped[dict[str, str]] = mapped_column(default=dict)
    introduction: Mapped[dict[str, str]] = mapped_column(default=dict)
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
