"""An error that is no outage: logged by its kind and its place, so that it stops nothing behind it.

What an error says is left out: a database quotes values in it, and those may be somebody's.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from traceback import format_tb

from cityshop.core.db import UNAVAILABLE

log = logging.getLogger(__name__)


@contextmanager
def one_of_many(name: str) -> Iterator[None]:
    """Around one of many: when it fails, that is logged under its name (`edition=12`) and the rest goes on.

    Raises UNAVAILABLE: without a database the others would fare no better.
    """
    try:
        yield
    except UNAVAILABLE:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one is no reason to forget the others
        _say(name, error)


def surviving(job: Callable[..., object]) -> Callable[..., object]:
    """Neither a database that is away for a while nor a fault of ours ends what comes after this job.

    It gives nothing then, and the next turn tries again.
    """

    def attempt(*facts: object) -> object:
        try:
            return job(*facts)
        except UNAVAILABLE as error:
            log.warning("job=%s waits for the database: %s", job.__name__, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - logged; vouchers lapse and addresses go all the same
            _say(f"job={job.__name__}", error)
        return None

    return attempt


def _say(name: str, error: Exception) -> None:
    """The kind of an error and the lines it came by, without what it says."""
    log.error("%s failed: %s\n%s", name, type(error).__name__, "".join(format_tb(error.__traceback__)))
