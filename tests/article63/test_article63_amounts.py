"""Columns of numbers: whole numbers and objects calculate what single Decimals do."""

from decimal import Decimal, localcontext

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.article63.amounts import Amounts
from checker.article63.law import load_law
from checker.article63.penalties import FEN_PER_YUAN, penalize, settle
from checker.article63.penalty import DIGITS, add_up, penalty, round_to_fen
from checker.article63.totals import PER_YUAN, add_money, make_addable, to_yuan

CALM = settings(max_examples=60, deadline=None)
NUMBER = st.one_of(
    st.none(),
    st.decimals(-100_000, 100_000, places=2),
    st.decimals(-10, 10, places=12),
    st.sampled_from(
        [Decimal(text) for text in ("0", "-0", "1E+3", "1E-9", "123456789012345678901", "0.5", "-7", "NaN")]
    ),
)
PAIRS = st.lists(st.tuples(NUMBER, NUMBER), max_size=8)


def column(numbers):
    return pd.Series(numbers, index=range(5, 5 + len(numbers)), dtype=object)


def known(number):
    return number is not None and not number.is_nan()


def values(amounts):
    """Return the numbers of a column, None where unknown."""
    with localcontext(prec=DIGITS):
        numbers = [Decimal(unit).scaleb(-amounts.places) for unit in amounts.units.tolist()]
    return [number if given else None for number, given in zip(numbers, amounts.known.tolist(), strict=True)]


def in_pairs(function, pairs):
    """Return what a function of two numbers gives for each pair, None where one is unknown."""
    return [function(left, right) if known(left) and known(right) else None for left, right in pairs]


@CALM
@given(PAIRS)
@example([(Decimal("0.1"), Decimal(10) ** 18), (Decimal(10) ** 18, Decimal("0.001"))])
@example([(Decimal(10) ** 9, Decimal(10) ** 9), (Decimal(-1), Decimal(1))])
def test_columns_calculate_as_single_numbers_do(pairs):
    left, right = (column([pair[side] for pair in pairs]) for side in (0, 1))
    with localcontext(prec=DIGITS):
        ours, theirs = Amounts.read(left), Amounts.read(right)
        assert values(ours) == [number if known(number) else None for number in left]
        assert all(not unit for unit, given in zip(ours.units, ours.known, strict=True) if not given)
        assert values(ours * theirs) == in_pairs(lambda one, other: one * other, pairs)
        assert values(abs(ours).percent()) == [abs(number) / 100 if known(number) else None for number in left]
        assert ours.equals(theirs).tolist() == [bool(same) for same in in_pairs(lambda one, other: one == other, pairs)]
        assert ours.exceeds(theirs).tolist() == [bool(more) for more in in_pairs(lambda one, other: one > other, pairs)]
        assert values(ours.less(theirs)) == [
            one - (other if known(other) else 0) if known(one) else None for one, other in pairs
        ]
        assert values(ours.else_from(theirs)) == [
            next((number for number in pair if known(number)), None) for pair in pairs
        ]
        for amounts in (ours, ours * theirs * theirs):
            assert [to_yuan(money) for money in amounts.to_millionths().tolist()] == [
                number or 0 for number in values(amounts)
            ]


def test_usual_money_is_held_in_whole_numbers():
    prices, rates = column([Decimal("19.99"), None]), column([Decimal("7.1234")] * 2)
    money = (Amounts.read(prices) * Amounts.read(rates)).to_millionths()
    assert money.dtype == np.int64
    assert money.tolist() == [142_396_766, 0]


@pytest.mark.parametrize("text", ["0.0000001", "9999999999999999999"])
def test_what_is_finer_or_larger_is_kept_exactly(text):
    money = Amounts.read(column([Decimal(text), Decimal(1)])).to_millionths()
    assert money.dtype == object
    assert [to_yuan(one) for one in money.tolist()] == [Decimal(text), 1]


def test_no_sum_runs_over():
    money = make_addable(pd.Series([2**59, 2**59, 2**59]))
    assert money.dtype == object
    assert add_money(money) == Decimal(3 * 2**59) / PER_YUAN
    assert make_addable(pd.Series([2**58, -(2**58)])).dtype == np.int64


@CALM
@given(
    st.lists(st.decimals(-300_000, 300_000, places=4), max_size=9),
    st.booleans(),
    st.sampled_from([*load_law().main, *load_law().second]),
)
@example([Decimal("99999.995"), Decimal("99999.9949"), Decimal("-0.01")], False, load_law().main[-1])
def test_the_penalty_of_many_is_the_sum_of_each(gains, objects, provision):
    money = np.array([int(one * PER_YUAN) for one in gains], dtype=object if objects else np.int64)
    total, reached = penalize(money, provision)
    each = [penalty(one, provision) for one in gains]
    assert total == add_up(each)
    assert reached.tolist() == [one.reaches_threshold for one in each]
    assert [Decimal(int(fen)) / FEN_PER_YUAN for fen in settle(money)] == [
        round_to_fen(max(one, Decimal(0))) for one in gains
    ]
