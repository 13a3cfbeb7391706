"""Numbers of equal rows, and what is found for a number spread over its lines."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from checker.matcher.distinct import find_firsts, number_pairs, number_rows, spread_objects, spread_texts

ROWS = st.lists(st.tuples(st.sampled_from(["", "a", "防火墙", " a"]), st.sampled_from(["", "b", "a"])), max_size=30)


@given(ROWS)
def test_equal_rows_have_one_number_in_the_order_of_first_appearance(rows):
    frame = pd.DataFrame(rows, columns=["one", "two"]).astype("str")
    known = {}
    expected = [known.setdefault(row, len(known)) for row in rows]
    numbers = number_rows(frame)
    assert numbers.tolist() == expected
    assert [rows[place] for place in find_firsts(numbers)] == list(known)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 4)), max_size=30))
def test_equal_pairs_have_one_number(pairs):
    first, second = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    known = {}
    assert number_pairs(first, second, 5).tolist() == [known.setdefault(pair, len(known)) for pair in pairs]


@given(st.lists(st.integers(0, 2), max_size=10))
def test_what_is_found_is_spread_and_shared(numbers):
    codes = np.array(numbers, dtype=np.int64)
    texts, objects = ["", "路由器", "x"], [("a",), (), ("b", "c")]
    assert spread_texts(texts, codes).tolist() == [texts[number] for number in numbers]
    assert all(found is objects[number] for found, number in zip(spread_objects(objects, codes), numbers, strict=True))
