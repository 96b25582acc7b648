"""Tables that keep vouchers genuine: the keys that sign them, and the codes that are void for good."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class SigningKey(CityOwned, Base):
    """A key that signs the vouchers of a campaign from `valid_from` until `valid_until`.

    `private` is sealed under the secret of the site, so a copied database signs nothing. What a key signed
    in its time stays genuine, unless it was retired: then it was in the wrong hands.
    """

    __tablename__ = "signing_key"
    __table_args__ = (CheckConstraint("id BETWEEN 1 AND 255", name="one_byte"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public: Mapped[bytes] = mapped_column(LargeBinary)
    private: Mapped[bytes] = mapped_column(LargeBinary)
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    retired_at: Mapped[datetime | None] = mapped_column(default=None)


class Revocation(CityOwned, Base):
    """A code of a campaign that is void for good; numbered without gaps: a counter asks what is new."""

    __tablename__ = "voucher_revocation"
    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    code: Mapped[str]
    at: Mapped[datetime]
