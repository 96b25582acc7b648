"""What stands in the sample for nginx: who copies it must not write down what nobody may read."""

import re
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "docs" / "nginx.conf"


def test_a_link_that_pairs_a_phone_stands_in_no_log():
    blocks = re.findall(r"location ~ (\S+) \{([^}]*)\}", SAMPLE.read_text())

    silent = [address for address, lines in blocks if "access_log off;" in lines]
    assert [bool(re.match(address, "/counter/abc/pair/geheim")) for address in silent] == [True]
