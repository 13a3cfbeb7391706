"""Work on distinct texts gives what work on every row would give."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.report.attention import URGENCY
from checker.report.coded import Coded, combine, encode, encode_lists, encode_numbers, repeat, sort_codes
from checker.report.weave import Weave, from_arrow, join, to_arrow
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
    assert column.decode().tolist() == texts
    assert column.head(other).decode().tolist() == [other, *texts]
    assert column.word(lambda text: text + other).decode().tolist() == [text + other for text in texts]
    rows = data.draw(st.permutations(range(len(texts) + 3)))[: len(texts)]
    spread = column.spread(np.array(rows, dtype=np.int64), len(texts) + 3, other).decode()
    assert spread[rows].tolist() == texts
    assert sum(spread == other) >= 3
    some = column.take(np.arange(0, len(texts), 2))
    assert some.decode().tolist() == texts[::2]
    assert sorted(some.texts) == sorted({*texts[::2]})
    if texts:
        put = column.put(len(texts) - 1, other).decode().tolist()
        assert put == [*texts[:-1], other]
        assert column.decode().tolist() == texts


@FEW
@given(TEXTS)
def test_codes_sort_and_combine_as_their_texts(texts):
    column = encode(series(texts))
    assert [texts[row] for row in np.argsort(sort_codes(column), kind="stable")] == sorted(texts)
    other = encode(series([text[:1] for text in reversed(texts)]))
    pairs = list(zip(column.decode(), other.decode(), strict=True))
    known = list(dict.fromkeys(pairs))
    assert combine(column.codes, other.codes).tolist() == [known.index(pair) for pair in pairs]


def test_a_list_is_worded_once_and_equal_wordings_are_one_text():
    one, two, same, asked = ["a"], ["b"], ["a"], []

    def word(entries):
        asked.append(entries)
        return entries[0]

    (column,) = encode_lists(pd.Series([one, two, one, same], dtype=object), word)
    assert column.decode().tolist() == ["a", "b", "a", "a"]
    assert asked == [one, two, same]
    assert column.texts.tolist() == ["a", "b"]


@FEW
@given(TEXTS.filter(bool), st.integers(1, 5))
def test_woven_rows_are_the_texts_of_their_columns(texts, most):
    columns = [encode(series(texts)), encode_numbers(pd.Series(range(len(texts)))), repeat(";", len(texts))]
    rows = [f"{text}{number};".encode() for number, text in enumerate(texts)]
    batches = [rows[start : start + most] for start in range(0, len(rows), most)]
    weave = Weave(columns)
    assert list(weave.split(most)) == batches
    assert [bytes(part) for part in weave.write(most)] == [b"".join(batch) for batch in batches]
    assert join("<", series(texts), ">").tolist() == [f"<{text}>" for text in texts]
    assert from_arrow(to_arrow(series(texts))).tolist() == texts


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
    columns = {name: encode(series([line[place] for line in lines])) for place, name in enumerate(names)}
    order, groups = group_products(columns, np.array([line[-1] for line in lines], dtype=np.int64))
    assert list(zip(order.tolist(), groups.tolist(), strict=True)) == expected
    verdicts = encode(series([URGENCY[line[-1]] for line in lines])).take(order)
    seen: set[int] = set()
    for style, row, group in zip(mark_first(verdicts, groups).decode(), order, groups.tolist(), strict=True):
        assert style == URGENCY[lines[row][-1]] + ("" if group in seen else "+first")
        seen.add(group)


def test_a_column_of_no_rows():
    empty = encode(series([]))
    assert len(empty) == 0
    assert empty.head("a").decode().tolist() == ["a"]
    assert isinstance(empty.spread(np.array([], dtype=np.int64), 2), Coded)
    assert combine(empty.codes, empty.codes).tolist() == []
