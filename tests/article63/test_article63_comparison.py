"""Readings side by side, and where two of them fall on different sides of the threshold."""

from decimal import Decimal

import pytest

from checker.article63.cases import Exposure
from checker.article63.comparison import compare_readings


def compare(exposure):
    (comparison,) = compare_readings(exposure)
    return comparison


def sums(comparison):
    return {
        (figure.reading.scenario, figure.reading.basis, figure.reading.threshold_rule, figure.reading.split): str(
            figure.penalty.illegal_gains
        )
        for figure in comparison.figures
    }


def test_a_case_that_no_choice_moves_has_its_two_scenarios_only(assess_lines):
    comparison = compare(assess_lines([{"amount": "5", "model": "A"}]))
    assert set(sums(comparison)) == {
        ("found", "gross", "all", "one_case"),
        ("if_review_fails", "gross", "all", "one_case"),
    }
    assert comparison.crossings == ()


def test_every_choice_has_its_figure(assess_lines):
    lines = [
        {"amount": "60", "cost": "10", "model": "A"},
        {"amount": "50", "model": "B", "verdict": "review", "verdict_other": "uncertified"},
        {"amount": "7", "model": "C", "verdict": "clear", "verdict_other": "uncertified"},
    ]
    found = sums(compare(assess_lines(lines)))
    assert len(found) == 16
    assert found["found", "gross", "all", "one_case"] == "60.00"
    assert found["found", "net", "all", "one_case"] == "50.00"
    assert found["if_review_fails", "gross", "all", "per_product"] == "110.00"
    assert found["found", "gross", "any", "one_case"] == "117.00"
    assert found["if_review_fails", "net", "any", "per_product"] == "107.00"


def test_the_rule_of_the_check_comes_first(assess_lines):
    lines = [{"amount": "7", "verdict": "uncertified", "verdict_other": "clear"}]
    figures = compare(assess_lines(lines, threshold_rule="any")).figures
    assert [figure.reading.threshold_rule for figure in figures] == ["any", "any", "all", "all"]


@pytest.mark.parametrize(
    ("lines", "axis", "tipping", "words"),
    [
        (
            [{"amount": "95000"}, {"amount": "3000", "verdict": "review"}, {"amount": "6000", "verdict": "review"}],
            "scenario",
            (2,),
            "95,000.00",
        ),
        ([{"amount": "120000", "cost": "50000"}, {"amount": "10", "cost": "9"}], "basis", (0,), "70,001.00"),
        (
            [{"amount": "90000"}, {"amount": "20000", "verdict": "clear", "verdict_other": "uncertified"}],
            "threshold_rule",
            (1,),
            "110,000.00",
        ),
        ([{"amount": "60000", "model": "A"}, {"amount": "50000", "model": "B"}], "split", (0, 1), "110,000.00"),
    ],
)
def test_readings_on_different_sides_are_said_in_words_with_the_lines_that_tip_them(
    assess_lines, lines, axis, tipping, words
):
    (crossing,) = compare(assess_lines(lines)).crossings
    assert crossing.axis == axis
    assert crossing.lines == tipping
    for sentence in (crossing.remark.zh, crossing.remark.en):
        assert words in sentence
        assert "100,000" in sentence


def test_several_choices_may_tip_one_case(assess_lines):
    lines = [
        {"amount": "99999", "cost": "10", "model": "A"},
        {"amount": "99999", "cost": "99000", "model": "B", "verdict": "review"},
    ]
    axes = [crossing.axis for crossing in compare(assess_lines(lines)).crossings]
    assert axes in (["scenario", "split"], ["scenario", "basis", "split"])


def test_a_product_that_only_the_gross_reading_lifts(assess_lines):
    """Both readings of the whole case reach the threshold; split by product, only the gross one does."""
    lines = [
        {"amount": "150000", "cost": "80000", "model": "A"},
        {"amount": "90000", "cost": "0", "model": "B"},
    ]
    (basis,) = [crossing for crossing in compare(assess_lines(lines)).crossings if crossing.axis == "basis"]
    assert basis.below.split == basis.reaching.split == "per_product"
    assert basis.lines == (0,)


def test_no_case_named_no_comparison(assess_lines):
    exposure = assess_lines([{"amount": "5"}])
    assert compare_readings(exposure, cases=["乙"]) == ()
    assert compare_readings(Exposure()) == ()


def test_products_split_their_fines(assess_lines):
    comparison = compare(assess_lines([{"amount": "60000", "model": "A"}, {"amount": "60000", "model": "B"}]))
    split = next(figure for figure in comparison.figures if figure.reading.split == "per_product")
    assert (split.cases, split.reaching) == (2, 0)
    assert (split.penalty.fine_min, split.penalty.fine_max) == (Decimal("40000.00"), Decimal("200000.00"))
    assert split.penalty.confiscation == Decimal("120000.00")
