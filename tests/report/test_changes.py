"""Since last time: two reports compared."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.report.changes import DESCRIPTION, OUTCOME, find_changes
from checker.report.content import Report
from checker.report.reasons import Told

BASIS = {
    "as_of": "2026-11-01", "threshold_rule": "all", "directory": {"edition": "2023", "sha256": "d"}, "register": [{"name": "a", "sha256": "1"}],
    "law": {"sha256": "l", "provisions": []},
}  # fmt: skip


def report(*lines, **basis):
    plain = dict.fromkeys((*DESCRIPTION, *OUTCOME), "") | {
        "path": "stock.csv",
        "sheet": "stock.csv",
        "verdict": "clear",
        "reasons": [],
    }
    rows = [plain | {"row": number} | line for number, line in enumerate(lines, start=2)]
    return Report({"basis": BASIS | basis}, pd.DataFrame(rows, columns=[*plain, "row"]))


def kinds(changes):
    return {(line["sku"], line["kind"], *line["causes"]) for line in changes["lines"]}


def test_nothing_changed():
    one = report({"sku": "1", "verdict": "review"}, {"sku": "2"})
    assert find_changes(one, one) == {
        "as_of": "2026-11-01",
        "basis": [],
        "counts": {"arisen": 0, "settled": 0, "changed": 0, "new": 0, "gone": 0},
        "lines": [],
    }


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("clear", "uncertified", "arisen"),
        ("certified", "lapsed", "arisen"),
        ("waived", "review", "arisen"),
        ("review", "certified", "settled"),
        ("uncertified", "waived", "settled"),
        ("uncertified", "lapsed", "changed"),
        ("certified", "clear", "changed"),
    ],
)
def test_kinds_of_change(old, new, kind):
    changes = find_changes(report({"sku": "1", "verdict": old}), report({"sku": "1", "verdict": new}))
    assert kinds(changes) == {("1", kind, "change_knowledge")}
    (line,) = changes["lines"]
    assert (line["old"]["verdict"], line["new"]["verdict"]) == (old, new)


@pytest.mark.parametrize(
    ("basis", "cause"),
    [
        ({"register": [{"name": "a", "sha256": "2"}]}, "change_lists"),
        ({"directory": {"edition": "2024", "sha256": "e"}}, "change_directory"),
        ({"threshold_rule": "any"}, "change_reading"),
        ({"as_of": "2027-01-01"}, "change_day"),
        ({"law": {"sha256": "m", "provisions": []}}, "change_law"),
    ],
)
def test_causes_in_the_basis(basis, cause):
    changes = find_changes(report({"sku": "1"}), report({"sku": "1", "verdict": "review"}, **basis))
    assert kinds(changes) == {("1", "arisen", cause)}
    assert changes["basis"] == [cause]


def test_a_report_that_does_not_name_its_law_is_not_taken_for_another_law():
    old, new = report({"sku": "1"}, law=None), report({"sku": "1", "verdict": "review"})
    assert find_changes(old, new)["basis"] == find_changes(new, old)["basis"] == []


def test_a_changed_row_and_a_decision_are_told():
    decided = {"sku": "1", "verdict": "waived", "reasons": [Told("decision_accepted", "", "", {})]}
    old = report(decided, {"sku": "2", "model": "A"})
    new = report({"sku": "1", "verdict": "review"}, {"sku": "2", "model": "B", "verdict": "review"})
    assert kinds(find_changes(old, new)) == {("1", "arisen", "change_decision"), ("2", "arisen", "change_row")}


def test_lines_are_found_again_wherever_they_moved():
    old = report({"sku": "1"}, {"sku": "2", "verdict": "review"}, {"model": "M", "manufacturer": "甲"}, {"sku": "9"})
    new = report(
        {"model": "M", "manufacturer": "甲", "date": "2026-02-02"},
        {"sku": "2", "verdict": "review"},
        {"sku": "3"},
        {"sku": "1"},
    )
    assert kinds(find_changes(old, new)) == {("3", "new", "change_new_line"), ("9", "gone", "change_gone_line")}


def test_every_one_of_many_alike_counts():
    old = report(*[{"sku": "1", "verdict": "review"}] * 2)
    new = report(*[{"sku": "1", "verdict": "review"}] * 3)
    assert find_changes(old, new)["counts"]["new"] == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            {"sku": "1", "model": "A", "product_name": "firewall"},
            {"sku": "2", "model": "B", "product_name": "firewall"},
        ),
        ({"manufacturer": "甲", "product_name": "firewall"}, {"manufacturer": "甲", "product_name": "router"}),
        ({"manufacturer": "甲", "product_name": "firewall"}, {"manufacturer": "乙", "product_name": "firewall"}),
        ({"product_name": "firewall"}, {"product_name": "firewall", "model": "A"}),
    ],
)
def test_what_only_shares_a_name_or_a_maker_is_another_line(old, new):
    counts = find_changes(report(old), report(new))["counts"]
    assert (counts["new"], counts["gone"]) == (1, 1)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_line_of_both_reports_is_paired_new_or_gone_exactly_once(data):
    line = st.fixed_dictionaries(
        {name: st.sampled_from(["", "a", "b"]) for name in ("sku", "model", "product_name", "manufacturer")}
        | {"verdict": st.sampled_from(["clear", "review"])}
    )
    before, after = data.draw(st.lists(line, max_size=6)), data.draw(st.lists(line, max_size=6))
    changes = find_changes(report(*before), report(*after))
    counts = changes["counts"]
    assert len(before) - counts["gone"] == len(after) - counts["new"] >= 0
    rows = [line["row"] for line in changes["lines"] if line["new"]]
    assert len(rows) == len(set(rows))
    assert find_changes(report(*after), report(*after))["lines"] == []
