"""Rules that hold for any sales."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.article63.assessment import conclude
from checker.article63.comparison import compare_readings
from checker.article63.gains import fold_lines, weigh_lines
from checker.article63.law import load_law
from checker.article63.penalty import penalty
from checker.article63.rates import Rates
from checker.article63.totals import to_yuan

MONEY = st.decimals(min_value=0, max_value=300_000, places=2).map(str)
ANY_MONEY = st.decimals(min_value=-300_000, max_value=300_000, places=2).map(str)
DAYS = st.sampled_from([date(2025, 6, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 9, 30), ""])
CALM = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def lines_of(money):
    """Return lists of lines with any verdict, seller, product, shipment, day and cost."""
    verdicts = st.sampled_from(["uncertified", "lapsed", "review", "certified", "clear", "waived"])
    line = st.fixed_dictionaries(
        {
            "amount": st.one_of(money, st.just("")),
            "cost": st.one_of(MONEY, st.just("")),
            "verdict": verdicts,
            "verdict_other": verdicts,
            "seller": st.sampled_from(["甲公司", "乙公司", ""]),
            "model": st.sampled_from(["A", "B", "C"]),
            "shipment": st.sampled_from(["S1", "S2"]),
            "categories": st.sampled_from([("P02",), ("P02", "P11"), ()]),
            "date": DAYS,
        }
    )
    return st.lists(line, min_size=1, max_size=12)


def figures(exposure):
    """Return the figures of an exposure without the names of its cases' spellings."""
    return {(case.case, case.scenario, case.basis): case for case in exposure.cases}


@CALM
@given(lines_of(ANY_MONEY), st.sampled_from(["seller", "product", "category", "shipment", "all"]))
def test_the_lines_of_a_case_add_up_to_it(assess_lines, lines, case_by):
    exposure = assess_lines(lines, case_by=case_by)
    for case in exposure.cases:
        frame = exposure.lines[(exposure.lines["case"] == case.case) & exposure.lines["counted"]]
        frame = frame[frame["held"] | (frame["review"] & (case.scenario == "if_review_fails"))]
        total = min(sum(map(to_yuan, frame[basis]), Decimal(0)) for basis in (case.basis, "gross"))
        assert case.lines == len(frame)
        assert (
            case.illegal_gains == case.confiscation == max(total, Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        )


@CALM
@given(
    st.decimals(min_value=-1000, max_value=10**7, places=4),
    st.decimals(min_value=0, max_value=10**6, places=4),
    st.sampled_from([*load_law().main, *load_law().second]),
)
def test_more_gains_never_give_a_lower_total(gains, more, provision):
    lower, higher = penalty(gains, provision), penalty(gains + more, provision)
    for figure in ("confiscation", "fine_min", "fine_max", "total_min", "total_max"):
        assert getattr(lower, figure) <= getattr(higher, figure)
    assert lower.fine_min <= lower.fine_max


@CALM
@given(lines_of(MONEY))
def test_scenarios_and_bases_enclose_each_other(assess_lines, lines):
    """A line sold at a loss lowers the net gains of its case, so that there only the gross figures must enclose each other."""
    found = figures(assess_lines(lines))
    loss = any(Decimal(line["cost"] or 0) > Decimal(line["amount"] or 0) for line in lines)
    for (case, scenario, basis), figure in found.items():
        worst = found[case, "if_review_fails", basis]
        gross = found[case, scenario, "gross"]
        money = () if loss and basis == "net" else ("illegal_gains", "fine_min", "fine_max", "total_min", "total_max")
        for name in ("lines", "before_2026", *money):
            assert getattr(figure, name) <= getattr(worst, name)
        for name in ("illegal_gains", "fine_min", "fine_max", "total_min", "total_max"):
            assert getattr(figure, name) <= getattr(gross, name)


@CALM
@given(lines_of(MONEY), st.sampled_from(["seller", "product", "category", "shipment"]))
def test_splitting_never_changes_the_confiscated_sum(assess_lines, lines, case_by):
    whole, split = assess_lines(lines, case_by="all"), assess_lines(lines, case_by=case_by)
    for scenario in ("found", "if_review_fails"):
        sums = [
            sum(
                (case.confiscation for case in exposure.cases if (case.scenario, case.basis) == (scenario, "gross")),
                Decimal(0),
            )
            for exposure in (whole, split)
        ]
        assert sums[0] == sums[1]


@CALM
@given(st.data())
def test_the_order_of_the_lines_changes_nothing(assess_lines, data):
    lines = data.draw(lines_of(ANY_MONEY))
    shuffled = data.draw(st.permutations(lines))
    assert figures(assess_lines(lines)) == figures(assess_lines(shuffled))


@CALM
@given(lines_of(MONEY), st.integers(min_value=1, max_value=9))
def test_gains_scale_with_the_rate(assess_lines, lines, factor):
    dollars = [line | {"currency": "USD"} for line in lines]
    single = assess_lines(dollars, rates={"USD": Decimal("7.10")})
    scaled = assess_lines(dollars, rates={"USD": Decimal("7.10") * factor})
    for gross in ("gross", "net"):
        once, more = single.lines[gross], scaled.lines[gross]
        assert [money * factor for money in once] == list(more)


@CALM
@given(lines_of(MONEY))
def test_every_sentence_can_be_worded(assess_lines, lines):
    for note in assess_lines(lines).notes:
        assert note.zh
        assert note.en


def test_a_refund_in_one_product_keeps_a_split_from_confiscating_less(assess_lines):
    """Where a product's refunds exceed its sales, a split can only confiscate more: no case goes below zero."""
    lines = [{"amount": "1000", "model": "A"}, {"amount": "-400", "model": "B"}]
    whole = assess_lines(lines, case_by="all").cases[0].confiscation
    split = sum(case.confiscation for case in assess_lines(lines, case_by="product").cases if case.scenario == "found")
    assert (whole, split) == (Decimal("600.00"), Decimal("1000.00"))


@pytest.mark.parametrize("digits", [3, 15, 40])
def test_nothing_is_rounded_on_the_way(assess_lines, pick, digits):
    """Half a fen that only shows after many digits still decides the rounding."""
    hair = "0.004" + "9" * digits
    assert pick(assess_lines([{"amount": hair}])).illegal_gains == Decimal("0.00")
    assert pick(assess_lines([{"amount": hair}, {"amount": "0." + "0" * (digits + 2) + "1"}])).illegal_gains == Decimal(
        "0.01"
    )


@CALM
@given(lines_of(ANY_MONEY), st.integers(0, 12), st.sampled_from(["seller", "product", "category", "shipment", "all"]))
def test_batches_folded_and_put_together_make_the_same_cases(assess_lines, sales_of, law, lines, cut, case_by):
    day = date(2026, 11, 1)
    whole = assess_lines(lines, case_by=case_by)
    batches = [batch for batch in (lines[:cut], lines[cut:]) if batch]
    weighed = [fold_lines(weigh_lines(sales_of(batch), law, as_of=day, rates=Rates())) for batch in batches]
    together = conclude(fold_lines(pd.concat(weighed, ignore_index=True)), law, as_of=day, case_by=case_by)
    assert together.cases == whole.cases
    figures_of = [[comparison.figures for comparison in compare_readings(exposure)] for exposure in (together, whole)]
    assert figures_of[0] == figures_of[1]
    assert {note.code for note in together.notes} == {note.code for note in whole.notes}
