"""What is expected of lists is data, and damaged data is said to be so."""

import pytest

from checker.errors import DataError
from checker.loader import demands

ALL = {
    "least_entries": 1, "most_entries": 9, "needed": [["maker"]], "heading": "", "largest_unreadable": 0.1,
    "largest_loss": 0.1, "loss_counts_from": 1, "filled": {"maker": 0.5}, "title_zh": "", "title_en": "",
}  # fmt: skip


@pytest.fixture
def load(monkeypatch):
    def run(**changes):
        tables = {"all": ALL, "kinds": {"list": changes}}
        monkeypatch.setattr(demands, "read_toml", lambda *_: tables)
        return demands.load_demands.__wrapped__()

    return run


def test_every_shipped_kind_is_complete():
    for kind, demand in demands.load_demands().items():
        assert demand.kind == kind
        assert demand.title_zh
        assert demand.title_en
        assert 0 < demand.largest_loss < 1
        assert demand.least_entries <= demand.most_entries


def test_a_kind_begins_with_what_holds_for_all(load):
    demand = load(largest_loss=0.9)["list"]
    assert (demand.largest_loss, demand.largest_unreadable) == (0.9, 0.1)


@pytest.mark.parametrize(
    "changes", [{"filled": {"colour": 0.5}}, {"needed": [["colour"]]}, {"heading": "("}, {"surprise": 1}]
)
def test_damaged_expectations_are_named(load, changes):
    with pytest.raises(DataError) as error:
        load(**changes)
    assert error.value.code == "data_damaged"
    assert error.value.facts["path"].endswith("expectations.toml")
