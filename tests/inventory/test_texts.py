"""Questions about a column are answered as if each text had been asked, and no filter holds back a text that would pass."""

import re

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.inventory import dittos
from checker.inventory.cells import find_empty
from checker.inventory.headers import WORDED
from checker.inventory.labels import label_pattern, read_label
from checker.inventory.money import empty_words, is_nothing
from checker.inventory.names import column_names, fold, read_header
from checker.inventory.texts import FEW, SAMPLE, Texts, alphabet_pattern, matches
from checker.resources import read_columns, read_rows

DITTOS = [row["word"] for row in read_rows("inventory", "dittos.csv")]
SIGNS = "（(［[，, 、:；。.\u3000\u00a0\t\u200b\u0301ｄＤſK①7七同〃々″“\"'防ⅰ"


def texts_like(words):
    """Return words as people and programs write them: cased, wide, spaced, between other signs."""

    def vary(text, cases, where, sign):
        cased = "".join(one.upper() if case else one for one, case in zip(text, cases * len(text), strict=False))
        wide = cased.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}) if sign == "（" else cased
        place = where % (len(wide) + 1)
        return wide[:place] + sign + wide[place:]

    varied = st.builds(
        vary, st.sampled_from(words), st.lists(st.booleans(), min_size=1), st.integers(0, 20), st.sampled_from(SIGNS)
    )
    return st.one_of(varied, st.sampled_from(words), st.text(SIGNS, max_size=4), st.text(max_size=5))


def column(texts):
    return Texts(pa.array(texts, pa.large_string()))


@given(st.lists(texts_like(DITTOS), max_size=30))
@settings(max_examples=300, deadline=None)
def test_every_ditto_is_found(texts):
    assert dittos.find_dittos(column(texts)).tolist() == [dittos.is_ditto(text) for text in texts]


@given(st.lists(texts_like(list(empty_words())), max_size=30))
@settings(max_examples=200, deadline=None)
def test_every_text_that_says_nothing_is_found(texts):
    assert find_empty(column(texts)).tolist() == [is_nothing(text.casefold()) for text in texts]


@given(st.lists(texts_like(sorted(column_names())), max_size=30))
@settings(max_examples=200, deadline=None)
def test_every_name_of_a_column_is_found(texts):
    found = column(texts).find(alphabet_pattern(column_names()), lambda text: fold(text) in column_names())
    assert found.tolist() == [fold(text) in column_names() for text in texts]


@given(texts_like(sorted(column_names())))
@settings(max_examples=300, deadline=None)
def test_no_header_is_without_a_sign_that_every_name_has(text):
    assert re.search(WORDED, text) or not read_header(text).fields


def test_every_name_of_the_data_has_such_a_sign():
    names = pa.array(read_columns("inventory", "columns.csv")["name"])
    assert matches(names, WORDED).all()
    assert not re.search(WORDED, "2026-03-05 1,200.50")


def test_every_word_of_the_data_is_found_by_itself():
    assert dittos.find_dittos(column(DITTOS)).all()
    assert find_empty(column(list(empty_words()))).all()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_part_of_a_column_is_like_a_column_of_these_texts(data):
    texts = data.draw(st.lists(st.sampled_from(["", "a", "b", "防火墙", "同上"]), min_size=1, max_size=40))
    whole = column(texts)
    if data.draw(st.booleans()):
        assert len(whole.distinct) == len(set(texts))
    places = np.array(data.draw(st.lists(st.integers(0, len(texts) - 1), max_size=40)), dtype=np.int64)
    if data.draw(st.booleans()):
        places = np.unique(places)
    part = whole.take(places)
    expected = [texts[place] for place in places]
    assert part.plain.to_pylist() == expected
    assert [part.distinct[code].as_py() for code in part.codes.tolist()] == expected
    assert part.filled.tolist() == [bool(text) for text in expected]
    assert part.among(pa.array(["a", "同上"], pa.large_string())).tolist() == [t in ("a", "同上") for t in expected]


def test_a_column_that_hardly_repeats_is_asked_about_every_text():
    texts = [f"SKU{number}" for number in range(3 * SAMPLE)]
    texts[5] = texts[-1] = "同上"
    whole = column(texts)
    assert np.flatnonzero(dittos.find_dittos(whole)).tolist() == [5, len(texts) - 1]
    assert not whole.ask(lambda asked: np.full(len(asked), len(asked) != len(texts))).any()


def test_a_constant_column():
    texts = Texts.constant("甲", 3)
    assert (texts.plain.to_pylist(), texts.codes.tolist(), texts[2]) == (["甲"] * 3, [0, 0, 0], "甲")
    assert len(Texts.constant("", 0).codes) == 0


@given(st.lists(texts_like([*DITTOS, *empty_words(), "合计", "小计：", "---"]), max_size=30))
@settings(max_examples=100, deadline=None)
def test_few_texts_are_judged_as_many_are(texts):
    many = [*texts, *(f"SKU{number}" for number in range(FEW))]
    asked = (
        (r"^[\pP\s]*$", lambda text: "同" not in text),
        (label_pattern(), lambda text: read_label(text) is not None),
    )
    for pattern, test in asked:
        few, all_of_them = (column(given_texts).find(pattern, test).tolist() for given_texts in (texts, many))
        assert few == all_of_them[: len(texts)]
    for find in (dittos.find_dittos, find_empty):
        assert find(column(texts)).tolist() == find(column(many)).tolist()[: len(texts)]


@given(
    st.lists(st.sampled_from(["", "a", "b", "防火墙", "同上"]), max_size=9),
    st.lists(st.sampled_from(["a", "同上", "c", "d", "e", "f"]), max_size=30),
)
@settings(max_examples=100, deadline=None)
def test_texts_among_few_or_many_values(texts, values):
    found = column(texts).among(pa.array(values, pa.large_string()))
    assert found.tolist() == [text in values for text in texts]
