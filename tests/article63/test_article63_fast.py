"""Speed never changes an answer: lines put together, and whole numbers instead of objects, give what single lines give."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.article63.assessment import build_cases
from checker.article63.comparison import compare_readings
from checker.article63.figures import Figures
from checker.article63.levers import find_levers, weigh_influence

CALM = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
VERDICTS = st.sampled_from(["uncertified", "lapsed", "review", "certified", "clear"])
MONEY = st.sampled_from(
    ["", "0", "12.5", "40000", "60000.01", "99999.995", "100000", "-30000", "0.0000007", "1234567890123456"]
)
SALES = st.lists(
    st.fixed_dictionaries(
        {
            "amount": MONEY,
            "unit_price": MONEY,
            "quantity": st.sampled_from(["", "1", "3", "0.5"]),
            "sold_quantity": st.sampled_from(["", "0", "2"]),
            "stock_quantity": st.sampled_from(["", "4"]),
            "unit_cost": st.sampled_from(["", "7", "35000"]),
            "tax": st.sampled_from(["", "13"]),
            "currency": st.sampled_from(["", "USD"]),
            "verdict": VERDICTS,
            "verdict_other": VERDICTS,
            "seller": st.sampled_from(["甲公司", "乙公司"]),
            "model": st.sampled_from(["A", "B", "a ", ""]),
            "sku": st.sampled_from(["", "S-1"]),
            "product_name": st.sampled_from(["", "防火墙"]),
            "date": st.sampled_from([date(2025, 6, 1), date(2026, 3, 1), ""]),
            "categories": st.sampled_from([("P02",), ("P11", "P02"), ()]),
        }
    ),
    min_size=1,
    max_size=14,
)


def tell(exposure):
    """Return everything that reports say of an exposure."""
    influence = [weigh_influence(exposure, case, 5).to_dict() for case in exposure.cases]
    levers = [find_levers(exposure, scenario) for scenario in ("found", "if_review_fails")]
    return exposure.cases, exposure.notes, compare_readings(exposure), levers, influence


@CALM
@given(SALES, st.sampled_from(["seller", "product", "all"]))
def test_objects_say_what_whole_numbers_do(assess_lines, lines, case_by):
    told = tell(assess_lines(lines, case_by=case_by))
    with pytest.MonkeyPatch.context() as patch:
        for module in ("amounts", "totals"):
            patch.setattr(f"checker.article63.{module}.LARGEST", 1)
        assert tell(assess_lines(lines, case_by=case_by)) == told


@CALM
@given(SALES, st.sampled_from(["seller", "product", "category"]))
def test_lines_put_together_say_what_single_ones_do(assess_lines, law, lines, case_by):
    exposure = assess_lines(lines, case_by=case_by)
    figures = Figures.read(exposure.lines)
    single = replace(exposure, folded=figures)
    assert build_cases(figures, law) == exposure.cases
    assert len(exposure.folded) <= len(figures)
    assert compare_readings(single) == compare_readings(exposure)
    for basis in ("gross", "net"):
        assert find_levers(single, "if_review_fails", basis) == find_levers(exposure, "if_review_fails", basis)


@CALM
@given(st.lists(st.integers(-9_000, 60_000), min_size=1, max_size=9), st.integers(0, 99_999))
def test_the_fewest_lines_tip_a_case(assess_lines, review, held):
    lines = [{"amount": str(money), "verdict": "review"} for money in review]
    (comparison,) = compare_readings(assess_lines([{"amount": str(held)}, *lines]))
    crossings = [crossing.lines for crossing in comparison.crossings if crossing.axis == "scenario"]
    expected, total = [], held
    for line in sorted(range(len(review)), key=lambda line: (-review[line], line)):
        if total >= 100_000:
            break
        expected.append(line + 1)
        total += review[line]
    assert crossings == ([tuple(expected)] if held + sum(review) >= 100_000 else [])
