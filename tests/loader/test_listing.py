"""What a model cell of a list names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.loader.listing import ListedModel, is_version, split_models, split_version
from checker.loader.words import words

CELLS = [
    ("XR-1000", [("XR-1000", "", "equal")]),
    ("", [("", "", "equal")]),
    ("XR-1000、XR-2000", [("XR-1000", "", "listed"), ("XR-2000", "", "listed")]),
    ("XR-1000\nXR-2000", [("XR-1000", "", "listed"), ("XR-2000", "", "listed")]),
    ("ＸＲ－１０００；ＸＲ－２０００", [("XR-1000", "", "listed"), ("XR-2000", "", "listed")]),
    ("S5735-L24T4X-A/L48T4X-A", [("S5735-L24T4X-A", "", "listed"), ("S5735-L48T4X-A", "", "expanded"), ("L48T4X-A", "", "part")]),
    ("MR74/SG550X-24/WS-C2960-24LT-L", [("MR74", "", "listed"), ("SG550X-24", "", "listed"), ("WS-C2960-24LT-L", "", "listed")]),
    ("AT-GS980MX/52PSm", [("AT-GS980MX/52PSm", "", "equal"), ("AT-GS980MX", "", "part"), ("52PSm", "", "part")]),
    ("XR-1000 V8.2", [("XR-1000", "V8.2", "equal")]),
    ("XR-1000/V200R021C10", [("XR-1000", "V200R021C10", "equal")]),
    ("XR-1000（V8.2及以上）", [("XR-1000", "V8.2及以上", "equal")]),
    ("型号：XR-1000 版本：V8.2", [("XR-1000", "V8.2", "equal")]),
    ("XR-1000系列", [("XR-1000", "", "series")]),
    ("XR-1000 series", [("XR-1000", "", "series")]),
    ("XR-1000系列（XR-1001、XR-1002）", [("XR-1000", "", "series"), ("XR-1001", "", "listed"), ("XR-1002", "", "listed")]),
    ("XR-10XX", [("XR-10XX", "", "wildcard")]),
    ("XR-*", [("XR-*", "", "wildcard")]),
    ("XR-1000等", [("XR-1000", "", "equal")]),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_cell(cell, expected):
    found = [(model.model, model.version, model.listing) for model in split_models(cell)]
    assert found == expected


@pytest.mark.parametrize(
    "text", ["V3.2.1", "v8", "Release 6.2", "版本：8.0", "V200R021C10", "V8.0及以上", "V8.0 and above"]
)
def test_versions(text):
    assert is_version(text)


@pytest.mark.parametrize("text", ["XR-1000", "8100", "Vector", "", "V", "防火墙"])
def test_no_versions(text):
    assert not is_version(text)


@pytest.mark.parametrize("text", ["GS108PEv3", "ＧＳ１０８ＰＥｖ３", "IV8000", "XRV8"])
def test_a_v_inside_a_model_begins_no_version(text):
    assert split_version(text)[1] == ""


PIECES = [*words("version_label"), *"vVＶ3R/:：.，+ 防s", "ver", "rel", "build", "1.2", "版", "以上", "server"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@settings(max_examples=500, deadline=None)
def test_a_version_at_the_end_is_found_behind_whatever_stands_before_it(text):
    assert split_version(f"XR-1000 {text} V8.2")[1].endswith("V8.2")


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@settings(max_examples=500, deadline=None)
def test_what_is_a_version_by_itself_is_one_behind_a_model(text):
    if is_version(text):
        assert split_version(f"XR-1000 {text}")[1]


@given(
    st.lists(st.from_regex(r"[A-WYZ]{2}-[1-9][0-9]{3}", fullmatch=True), min_size=1, max_size=5, unique=True),
    st.sampled_from(["、", "，", "；", "\n", " / ", "|"]),
)
def test_models_of_any_list_come_back_in_their_order(models, separator):
    found = split_models(separator.join(models))
    assert [model.model for model in found] == models
    assert all(isinstance(model, ListedModel) and model.version == "" for model in found)
