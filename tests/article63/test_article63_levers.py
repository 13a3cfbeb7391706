"""What moves the figure: shares, and the fewest products to clear (compared with trying every set)."""

from decimal import Decimal
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.article63.levers import find_levers, weigh_influence

CALM = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SALES = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), st.integers(min_value=-40_000, max_value=90_000)), min_size=1, max_size=9
)


@CALM
@given(SALES)
def test_no_smaller_set_of_products_brings_the_case_below(assess_lines, sales):
    (lever,) = find_levers(assess_lines([{"model": model, "amount": str(money)} for model, money in sales]))
    models = sorted({model for model, _ in sales})

    def left(without):
        return sum(money for model, money in sales if model not in without)

    enough = [
        size for size in range(len(models) + 1) if any(left(kept) < 100_000 for kept in combinations(models, size))
    ]
    assert len(lever.below_threshold) == min(enough)
    assert lever.gains_after == max(left(lever.below_threshold), 0) < 100_000
    assert sorted(lever.to_nothing) == models


def test_the_largest_product_goes_first(assess_lines):
    lines = [{"model": model, "amount": amount} for model, amount in (("A", "90000"), ("B", "30000"), ("A", "5000"))]
    (lever,) = find_levers(assess_lines(lines))
    assert lever.below_threshold == ("A",)
    assert lever.gains_after == Decimal("30000.00")
    assert lever.to_nothing == ("A", "B")


def test_unpriced_products_must_be_cleared_too_for_nothing_to_follow(assess_lines):
    (lever,) = find_levers(assess_lines([{"model": "A", "amount": "1"}, {"model": "B"}]))
    assert lever.below_threshold == ()
    assert lever.to_nothing == ("A", "B")


def test_levers_follow_the_scenario_and_the_basis(assess_lines):
    exposure = assess_lines(
        [{"model": "A", "amount": "150000", "cost": "149000"}, {"model": "B", "amount": "9", "verdict": "review"}]
    )
    assert find_levers(exposure)[0].below_threshold == ("A",)
    assert find_levers(exposure, basis="net")[0].below_threshold == ()
    assert find_levers(exposure, "if_review_fails")[0].to_nothing == ("A", "B")
    assert find_levers(exposure, cases=["other"]) == ()


def test_influence_of_each_line(assess_lines, pick):
    exposure = assess_lines([{"amount": "30000"}, {"amount": "90000"}, {"amount": "40", "verdict": "certified"}])
    table = weigh_influence(exposure, pick(exposure))
    assert list(table.index) == [1, 0]
    assert [str(share) for share in table["share"]] == ["75.00", "25.00"]
    assert [str(money) for money in table["gains_without"]] == ["30000.00", "90000.00"]
    assert [str(money) for money in table["fine_max_without"]] == ["100000.00", "100000.00"]


@CALM
@given(SALES)
def test_influence_is_what_the_case_is_without_the_line(assess_lines, pick, sales):
    lines = [{"model": model, "amount": str(money)} for model, money in sales]
    exposure = assess_lines(lines)
    table = weigh_influence(exposure, pick(exposure))
    place = table.index[0]
    rest = lines[:place] + lines[place + 1 :]
    if rest:
        case = pick(assess_lines(rest))
        assert table.loc[place, "gains_without"] == case.illegal_gains
        assert table.loc[place, "total_max_without"] == case.total_max
    else:
        assert table.loc[place, "total_max_without"] == 0
