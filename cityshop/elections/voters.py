"""Who may vote: somebody who showed it, by whatever way the contest asks for."""

from dataclasses import dataclass

from cityshop.elections.models import Level


@dataclass(frozen=True)
class Verified:
    """Somebody who may vote in one contest. `ident` stands for them in the roll and tells nothing else."""

    contest_id: int
    ident: bytes
    level: Level
