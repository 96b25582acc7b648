import pytest

from cityshop.elections.freezing import commitment, rules_hash
from cityshop.elections.ledger import canonical_json


def test_rules_hash_does_not_depend_on_the_order_of_facts():
    assert rules_hash({"a": 1, "b": "é"}) == rules_hash({"b": "é", "a": 1})
    assert canonical_json({"b": "é", "a": 1}) == '{"a":1,"b":"é"}'


@pytest.mark.parametrize("changed", [{"a": 2, "b": "é"}, {"a": 1}, {"a": 1, "b": "é", "c": 0}])
def test_another_rule_is_another_hash(changed):
    assert rules_hash(changed) != rules_hash({"a": 1, "b": "é"})


def test_anybody_can_compare_a_seed_with_its_commitment():
    # printf 0123 | sha256sum
    assert commitment("0123") == "1be2e452b46d7a0d9656bbb1f768e8248eba1b75baed65f5d99eafa948899a6a"
