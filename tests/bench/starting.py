"""What starting costs: CPU time to the first page and memory, as multiples of `import flask`."""

import os
import subprocess
import sys
from collections.abc import Iterator

from tests.bench.site import sample_site
from tests.bench.table import Line

ROUNDS = 5
REPORT = """
import re, time
used = time.process_time()
print(used, re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""
FLASK = "import flask" + REPORT
FIRST_PAGE = (
    """
from cityshop.app import site
with site().test_client() as client:
    assert client.get("/kortrijk").status_code == 200
"""
    + REPORT
)
WORKER = "import cityshop.worker" + REPORT


def measure() -> Iterator[Line]:
    """The lines about starting and memory."""
    with sample_site() as (_, settings):
        environ = os.environ | {
            "CITYSHOP_DATABASE_URL": settings.database_url,
            "CITYSHOP_FOLDER": str(settings.folder),
            "CITYSHOP_BASE_URL": settings.base_url,
            "CITYSHOP_SECRET_KEY": settings.secret_key,
        }
        runs = [[_run(program, environ) for program in (FLASK, FIRST_PAGE, WORKER)] for _ in range(ROUNDS)]
    flask, first_page, worker = (
        (min(run[which][0] for run in runs), min(run[which][1] for run in runs)) for which in range(3)
    )
    note = f"import flask {flask[0]:.2f} s, {flask[1] / 1024:.0f} MB"
    yield Line("start to first page / import flask, CPU", first_page[0] / flask[0], at_most=4, note=note)
    yield Line("memory of the site after a page / import flask", first_page[1] / flask[1], at_most=3)
    yield Line("memory of the worker / import flask", worker[1] / flask[1], at_most=2.5)


def _run(program: str, environ: dict[str, str]) -> tuple[float, float]:
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, env=environ, capture_output=True, text=True, check=True)
    seconds, kilobytes = done.stdout.split()
    return float(seconds), float(kilobytes)
