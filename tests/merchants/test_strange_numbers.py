import pytest

from tests.sign_in import sign_in


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
@pytest.mark.parametrize(
    "path", ["/shop/{}", "/shop/{}/edit", "/shop/{}/counters/new", "/shop/{}/counters/{}"]
)
def test_a_number_too_large_for_an_id_leads_nowhere(client, make, path, number):
    sign_in(client, make.merchant())

    assert client.get(path.format(number, number)).status_code == 404
