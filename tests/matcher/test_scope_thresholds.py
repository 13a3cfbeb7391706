"""Thresholds are met, not met or unknown, together and alone."""

import itertools
from decimal import Decimal

import pytest

from checker.loader.directory import Threshold
from checker.loader.editions import load_directory
from checker.matcher.bounds import Bound
from checker.matcher.figures import Figure
from checker.matcher.thresholds import compare_thresholds, join_states, meets, shown

SWITCH = next(category for category in load_directory("2023").categories if category.id == "E02")
ROUTER = next(category for category in load_directory("2023").categories if category.id == "E01")
TERA = Decimal(10) ** 12


@pytest.mark.parametrize(
    ("states", "together", "alone"),
    [
        (["met", "met"], "met", "met"),
        (["met", "not_met"], "not_met", "met"),
        (["met", "unknown"], "unknown", "met"),
        (["not_met", "unknown"], "not_met", "unknown"),
        (["unknown", "unknown"], "unknown", "unknown"),
        (["not_met", "not_met"], "not_met", "not_met"),
    ],
)
def test_the_truth_table_of_both_readings(states, together, alone):
    for order in itertools.permutations(states):
        assert join_states(order, "all") == together
        assert join_states(order, "any") == alone


@pytest.mark.parametrize(("value", "expected"), [("30", True), ("29.999", False), ("31", True)])
def test_a_limit_itself_is_met(value, expected):
    assert meets(SWITCH.thresholds[0], Decimal(value) * TERA) is expected


@pytest.mark.parametrize(
    ("figures", "known", "bounds", "state", "code"),
    [
        ([("38", "system")], None, [], "met", "scope_threshold_met"),
        ([("3", "system")], None, [], "not_met", "scope_threshold_not_met"),
        ([("3", "part")], None, [], "unknown", "scope_threshold_part"),
        ([("38", "part")], None, [], "met", "scope_threshold_met"),
        ([("3", "system"), ("38", "system")], None, [], "met", "scope_threshold_met"),
        ([], "40", [], "met", "scope_family_figure_met"),
        ([], "4", [], "not_met", "scope_family_figure_not_met"),
        ([("3", "system")], "40", [], "met", "scope_family_figure_met"),
        ([("38", "system")], "4", [], "met", "scope_threshold_met"),
        ([], None, ["8"], "not_met", "scope_bounded"),
        ([], None, ["60"], "unknown", "scope_threshold_unknown"),
        ([("3", "part")], None, ["8"], "not_met", "scope_bounded"),
        ([], None, [], "unknown", "scope_threshold_unknown"),
    ],
)
def test_what_is_known_decides_and_never_lets_off(figures, known, bounds, state, code):
    outcome = compare_thresholds(
        SWITCH,
        [Figure("throughput", Decimal(value) * TERA, f"{value}t", level) for value, level in figures],
        {"throughput": Decimal(known) * TERA} if known else {},
        "made family",
        [Bound("throughput", Decimal(value) * TERA, "made", "trade") for value in bounds],
    )[0]
    assert outcome.state == state
    assert outcome.remarks[0].code == code


def test_a_threshold_that_is_not_read_from_text_stays_unknown():
    made = Threshold("concurrent_connections", ">=", Decimal(300), "万", "最大并发连接数≥300万")
    category = type(ROUTER)(
        **{**{name: getattr(ROUTER, name) for name in ROUTER.__dataclass_fields__}, "thresholds": (made,)}
    )
    outcome = compare_thresholds(category, [], {}, "", [])[0]
    assert (outcome.state, outcome.remarks[0].code) == ("unknown", "scope_threshold_unread")


def test_values_are_shown_as_the_directory_prints_them():
    assert shown("throughput", Decimal("38.4e12")) == "38.4 Tbps"
    assert shown("routes", Decimal(4000000)) == "400 万条"
    assert shown("instruction_time", Decimal("1e-8")) == "0.01 µs"
    assert shown("memory", Decimal(2048)) == "2048 GB"
