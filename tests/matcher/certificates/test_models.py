"""Model designations compared by structure."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.loader.listing import split_models
from checker.matcher.models import (
    PLAIN,
    find_windows,
    is_member,
    model_key,
    read_model,
    strip_kind,
    strip_suffixes,
    wildcard_pattern,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PowerEdge C6420", "PowerEdgeC6420"), ("1756 EN3TR", "1756-EN3TR"), ("ＸＲ－１０００", "xr-1000"), ("XR‐1000", "XR-1000"),
        ("XR_1000", "XR 1000"), ("XR®-1000", "XR-1000"), ("Catalyst™ 9300", "catalyst9300"), ("CSS610-8G-2S+IN", "css610 8g 2s+in"),
    ],
)  # fmt: skip
def test_the_same_model(one, other):
    assert model_key(one) == model_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S5720-28", "S57202-8"), ("903772-90", "90377290"), ("CRS326-24G-2S", "CRS326-24G-2S+"), ("ISR1921", "ISR1921/K9"), ("A1.5", "A15"),
        ("USG6655E", "USG6655F"), ("XR-1000", "XR-1000E"),
    ],
)  # fmt: skip
def test_different_models(one, other):
    assert model_key(one) != model_key(other)


@given(st.text(string.printable, max_size=20))
def test_the_key_keeps_every_letter_and_digit_in_order(text):
    assert [sign for sign in model_key(text) if sign.isalnum()] == [sign for sign in text.lower() if sign.isalnum()]


@given(st.text(max_size=20))
def test_the_key_of_a_key_is_the_key(text):
    key = model_key(text)
    assert model_key(key) == key


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("XR-1000防火墙", "xr1000"),
        ("交换机 XR-1000", "xr1000"),
        ("XR-1000 switch", "xr1000"),
        ("XR-1000", ""),
        ("防火墙", ""),
        ("Nexswitch", ""),
    ],
)
def test_words_for_the_kind_of_product(text, bare):
    assert strip_kind(text) == bare


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("XR-1000-AC", "xr1000"), ("XR-1000/K9", "xr1000"), ("XR-1000=", "xr1000"), ("J9729A#ABB", "j9729a"), ("XR-1000-AC-BUN", "xr1000"),
        ("XR-1000AC", ""), ("XR-1000-A", ""), ("XR-1000", ""), ("AC", ""),
    ],
)  # fmt: skip
def test_ordering_suffixes(text, bare):
    assert strip_suffixes(text) == bare


def test_a_cell_that_names_several_models_is_not_definite():
    stated = read_model("XR-1000、XR-2000")
    assert stated.pieces == ("xr1000", "xr2000")
    assert read_model("XR-1000").pieces == ()
    assert read_model("").key == read_model("N/A").key == ""


@pytest.mark.parametrize(
    ("series", "model", "member"),
    [("x530l", "x530L-28GTX", True), ("pa3200", "PA-3220", True), ("s57", "S5720", False), ("ab", "ABC-1", False)],
)
def test_members_of_a_series(series, model, member):
    assert is_member(model, series) is member


def test_wildcards_stand_for_as_many_signs_as_are_written():
    prefix, form = wildcard_pattern("XR-10XX-AC")
    assert prefix == "xr10"
    assert form.fullmatch(model_key("XR-1024-AC"))
    assert not form.fullmatch(model_key("XR-10245-AC"))


def test_windows_are_runs_of_words():
    keys = {key for _, key in find_windows("机架式 xr 1000 防火墙")}
    assert {"xr", "1000", "xr1000"} <= keys
    assert "xr100" not in keys


@given(st.from_regex(PLAIN, fullmatch=True))
def test_what_is_plain_at_first_sight_is_read_the_same_at_second(text):
    (listed,) = split_models(text) if "xx" not in text.lower() else (None,)
    if listed is not None:
        assert (listed.model, listed.version, listed.listing) == (text, "", "equal")
        assert read_model(text).bare_key == strip_kind(text) == ""
