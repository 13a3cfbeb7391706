"""Numbers of rows: what a plain look at every row gives."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import numbering
from checker.numbering import group_numbers, group_objects, group_rows, spread_objects, spread_texts

CALM = settings(max_examples=60, deadline=None)


@CALM
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 3), st.integers(-5, 5)), max_size=40),
    st.booleans(),
    st.sampled_from([1, 16]),
)
def test_rows_are_put_together_by_all_columns(rows, many, fewer):
    frame = pd.DataFrame(rows, columns=["text", "flag", "kind", "money"]).astype(
        {"text": "str", "flag": bool, "kind": "category", "money": "int64"}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbering, "FEWER", fewer)
        if many:
            patch.setattr(numbering, "MOST_NUMBERS", 4)
        groups = group_rows([frame["text"], frame["flag"], frame["kind"]])
    plain = frame.groupby(["text", "flag", "kind"], sort=False, observed=True)
    assert groups.numbers.tolist() == plain.ngroup().tolist()
    assert groups.add(frame["money"]).tolist() == plain["money"].sum().tolist()
    assert groups.first.tolist() == sorted(group[0] for group in plain.indices.values())
    assert len(groups) == len(groups.first)


@CALM
@given(st.lists(st.integers(0, 9), max_size=60), st.sampled_from([1, 16]))
def test_numbers_are_counted_anew_in_order_of_appearance(numbers, fewer):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbering, "FEWER", fewer)
        groups = group_numbers([(np.array(numbers, dtype=np.int32), 10)])
    known = list(dict.fromkeys(numbers))
    assert groups.numbers.tolist() == [known.index(number) for number in numbers]
    assert [numbers[row] for row in groups.first] == known


@CALM
@given(st.lists(st.integers(0, 3), max_size=20))
def test_objects_are_told_apart_by_identity(choices):
    held = [("a",), tuple("a"), None, ["a"]]
    chosen = [held[choice] for choice in choices]
    groups, objects = group_objects(pd.Series(chosen, dtype=object))
    assert all(objects[number] is one for number, one in zip(groups.numbers, chosen, strict=True))
    assert len(objects) == len({id(one) for one in chosen})


def test_rows_without_columns_cannot_be_told_apart():
    with pytest.raises(ValueError, match="at least one column"):
        group_rows([])


@CALM
@given(st.lists(st.integers(0, 2), max_size=10))
def test_what_is_found_goes_to_the_rows_of_its_number(numbers):
    codes = np.array(numbers, dtype=np.int64)
    texts, objects = ["", "路由器", "x"], [("a",), (), ("b", "c")]
    assert list(spread_texts(texts, codes)) == [texts[number] for number in numbers]
    assert all(found is objects[number] for found, number in zip(spread_objects(objects, codes), numbers, strict=True))
