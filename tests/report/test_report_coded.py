"""Work on distinct texts gives what work on every row would give."""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.report.attention import URGENCY
from checker.report.coded import Coded, combine, encode, encode_numbers, repeat, sort_codes, to_arrow
from checker.report.columns import Columns
from checker.report.reasons import encode_lists
from checker.report.weave import Weave, choose, join, split_content
from checker.report.workbook.attention_sheet import PRODUCT, group_products, mark_first

TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4) | st.sampled_from(["", "a", "b"]), max_size=12
)
FEW = settings(max_examples=50, deadline=None)


def series(texts):
    return pd.Series(texts, dtype="str")


@FEW
@given(TEXTS, st.text(max_size=3), st.data())
def test_a_coded_column_is_its_texts(texts, other, data):
    column = encode(series(texts))
    assert column.decode().to_pylist() == texts
    assert column.head(other).decode().to_pylist() == [other, *texts]
    assert column.word(lambda text: text + other).decode().to_pylist() == [text + other for text in texts]
    assert column.find("a", other).tolist() == [text in ("a", other) for text in texts]
    rows = data.draw(st.permutations(range(len(texts) + 3)))[: len(texts)]
    spread = column.spread(np.array(rows, dtype=np.int64), len(texts) + 3, other).decode().to_pylist()
    assert [spread[row] for row in rows] == texts
    assert spread.count(other) >= 3
    some = column.take(np.arange(0, len(texts), 2))
    assert some.decode().to_pylist() == texts[::2]
    assert sorted(some.texts.to_pylist()) == sorted({*texts[::2]})
    if texts:
        put = column.put(len(texts) - 1, other).decode().to_pylist()
        assert put == [*texts[:-1], other]
        assert column.decode().to_pylist() == texts


@FEW
@given(TEXTS)
def test_codes_sort_and_combine_as_their_texts(texts):
    column = encode(series(texts))
    assert [texts[row] for row in np.argsort(sort_codes(column), kind="stable")] == sorted(texts)
    other = encode(series([text[:1] for text in reversed(texts)]))
    pairs = list(zip(column.decode().to_pylist(), other.decode().to_pylist(), strict=True))
    known = list(dict.fromkeys(pairs))
    groups = combine(column, other)
    assert groups.numbers.tolist() == [known.index(pair) for pair in pairs]
    assert [pairs[row] for row in groups.first] == known


def test_a_list_is_worded_once_and_equal_wordings_are_one_text():
    first, second, asked = ["a"], ["b"], []
    one, two, same, none = (first,), (second, first), (first,), ()

    def word(entry):
        asked.append(entry)
        return entry[0]

    lists = encode_lists(pd.Series([one, two, one, none, same], dtype=object))
    column = lists.join(lists.word(word), "; ")
    assert column.decode().to_pylist() == ["a", "b; a", "a", "", "a"]
    assert asked == [first, second]
    assert column.texts.to_pylist() == ["a", "b; a", ""]


@FEW
@given(TEXTS.filter(bool), st.integers(1, 5))
def test_woven_rows_are_the_texts_of_their_columns(texts, most):
    columns = [encode(series(texts)), encode_numbers(pd.Series(range(len(texts)))), repeat(";", len(texts))]
    rows = [f"{text}{number};".encode() for number, text in enumerate(texts)]
    batches = [rows[start : start + most] for start in range(0, len(rows), most)]
    weave = Weave(columns)
    assert list(weave.split(most)) == batches
    assert [bytes(part) for part in weave.write(most)] == [b"".join(batch) for batch in batches]
    pieces = to_arrow(texts)
    assert join("<", pieces, ">").to_pylist() == [f"<{text}>" for text in texts]
    assert choose(pc.equal(pieces, ""), "none", pieces).to_pylist() == [text or "none" for text in texts]
    halves = [bytes(part) for part in split_content(pieces.slice(1), most)]
    assert b"".join(halves) == "".join(texts[1:]).encode()
    assert all(len(part) <= most for part in halves)


LINES = st.lists(st.tuples(*[st.sampled_from(["", "a", "b"])] * 5, st.integers(0, 2)), max_size=20)


@FEW
@given(LINES)
def test_products_are_grouped_as_one_by_one(lines):
    lines.sort(key=lambda line: line[-1])
    names = [*PRODUCT, "product_name", "sku"]
    products = [(line[:3], line[3:5] if line[1] == "" else None) for line in lines]
    known = list(dict.fromkeys(products))
    worst = [min(line[-1] for line, own in zip(lines, products, strict=True) if own == product) for product in known]
    places = sorted(range(len(known)), key=lambda place: (worst[place], -products.count(known[place]), place))
    expected = [
        (row, number)
        for number, place in enumerate(places, start=1)
        for row, product in enumerate(products)
        if product == known[place]
    ]
    own = {name: series([line[place] for line in lines]) for place, name in enumerate(names)}
    columns = Columns(pd.DataFrame(own | {"verdict": series([URGENCY[line[-1]] for line in lines])}))
    order, groups = group_products(columns, np.arange(len(lines)))
    assert list(zip(order.tolist(), groups.tolist(), strict=True)) == expected
    styles = mark_first(columns["verdict"].take(order), groups).decode().to_pylist()
    seen: set[int] = set()
    for style, row, group in zip(styles, order, groups.tolist(), strict=True):
        assert style == URGENCY[lines[row][-1]] + ("" if group in seen else "+first")
        seen.add(group)


def test_a_column_of_no_rows():
    empty = encode(series([]))
    assert len(empty) == 0
    assert empty.head("a").decode().to_pylist() == ["a"]
    assert isinstance(empty.spread(np.array([], dtype=np.int64), 2), Coded)
    assert combine(empty, empty).numbers.tolist() == []
    lists = encode_lists(pd.Series([], dtype=object))
    assert lists.join(lists.word(str), "").decode().to_pylist() == []


def test_formats_that_ask_at_once_get_one_column():
    columns, asked = Columns(pd.DataFrame({"model": series(["a", "b"])})), []

    def make():
        asked.append(1)
        time.sleep(0.05)
        return encode(series(["a"]))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: columns._make("model", make), range(4)))
    assert asked == [1]
    assert all(one is found[0] is columns["model"] for one in found)


def test_what_cannot_be_made_is_an_error_for_all_who_ask():
    columns = Columns(pd.DataFrame({"model": series(["a"])}))
    for _ in range(2):
        with pytest.raises(KeyError):
            columns["verdict"]
