"""Runs every measurement and prints value and goal; exit status 1 when a goal is missed."""

import sys

from tests.bench import places, recounts, requests, results, starting, tiles, vouchers, writes
from tests.bench.table import Line, show

MEASUREMENTS = (
    requests.measure,
    starting.measure,
    places.measure,
    results.measure,
    tiles.measure,
    recounts.measure,
    vouchers.measure,
    writes.measure,
)


def main() -> int:
    lines: list[Line] = []
    for measure in MEASUREMENTS:
        for line in measure():
            show(line)
            lines.append(line)
    missed = [line for line in lines if not line.is_met]
    print(f"\n{len(lines)} measured, {len(missed)} goals missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
