"""Who may show the guide within its own pages."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class EmbedSettings(CityOwned, Base):
    """The sites (`https://www.kortrijk.be`) that may frame the guide of one city."""

    __tablename__ = "embed_settings"
    is_public = True

    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), primary_key=True)
    sites: Mapped[list[str]] = mapped_column(default=list)
