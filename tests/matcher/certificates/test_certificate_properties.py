"""What no order, unrelated entry, width, case or near-miss may change."""

import string

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
MODERATE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COLUMNS = ["certificate_finding", "certificate_number", "certificate_match", "certificate_valid_until"]

letters = st.text(string.ascii_uppercase, min_size=1, max_size=4)
digits = st.text(string.digits, min_size=2, max_size=5)
endings = st.sampled_from(["", "E", "X", "-8P", "-24T", "/AC", "-48T4X-A", " Gen2", "-BUN", "+"])
models = st.builds(lambda a, sep, b, end: a + sep + b + end, letters, st.sampled_from(["", "-", " "]), digits, endings)
makers_named = st.sampled_from(
    [
        "示例甲网络技术有限公司",
        "Example Networks",
        "ExNet",
        "示例甲软件有限公司",
        "示例乙",
        "Sample Systems Inc.",
        "示例丙设备厂",
        "",
    ]
)
certificates = st.fixed_dictionaries(
    {
        "number": st.from_regex(r"TEST-[0-9]{4}", fullmatch=True),
        "maker": makers_named,
        "listed": st.one_of(
            models,
            st.lists(models, min_size=2, max_size=3).map("、".join),
            models.map(lambda model: f"{model}系列"),
            models.map(lambda model: f"{model}-XX"),
        ),
        "version": st.sampled_from(["", "V8.2", "V8.0及以上"]),
        "status": st.sampled_from(["valid", "valid", "suspended", "unknown", "unstated"]),
        "valid_until": st.sampled_from(["2025-12-31", "2026-06-30", "2028-12-31", None]),
    }
)
lines_of = st.fixed_dictionaries(
    {
        "manufacturer": makers_named,
        "product_name": st.sampled_from(["", "防火墙", "机架式防火墙 XR-1000 双电源"]),
        "model": models,
        "version": st.sampled_from(["", "V8.2", "V9"]),
        "date": st.sampled_from(["2026-01-05", "2026-08-05", None]),
    }
)


@st.composite
def registers_with_lines(draw):
    listed = draw(st.lists(certificates, min_size=1, max_size=6))
    lines = draw(st.lists(lines_of, min_size=1, max_size=4))
    for place, line in enumerate(lines):
        if draw(st.booleans()):
            line["model"] = listed[place % len(listed)]["listed"].split("、")[0].removesuffix("系列")
    return listed, lines


def outcome(frame):
    return frame[COLUMNS].reset_index(drop=True)


@MODERATE
@given(data=st.data(), sample=registers_with_lines())
def test_order_of_entries_changes_nothing(check_all, data, sample):
    listed, lines = sample
    shuffled = data.draw(st.permutations(listed))
    expected, found = check_all(lines, listed), check_all(lines, shuffled)
    pd.testing.assert_frame_equal(outcome(expected), outcome(found))
    for one, other in zip(expected["reasons"], found["reasons"], strict=True):
        assert [remark.zh for remark in one] == [remark.zh for remark in other]


@MODERATE
@given(data=st.data(), sample=registers_with_lines())
def test_order_of_lines_changes_nothing(check_all, data, sample):
    listed, lines = sample
    order = data.draw(st.permutations(range(len(lines))))
    expected = check_all(lines, listed).iloc[order]
    found = check_all([lines[place] for place in order], listed)
    pd.testing.assert_frame_equal(outcome(expected), outcome(found))
    assert list(expected["reasons"]) == list(found["reasons"])


@MODERATE
@given(sample=registers_with_lines())
def test_an_unrelated_certificate_changes_no_finding(check_all, sample):
    listed, lines = sample
    unrelated = {
        "number": "TEST-X",
        "maker": "示例丁仪器有限公司",
        "listed": "QQQQQ-99999-QQ",
        "product_name": "别的产品",
    }
    expected, found = check_all(lines, listed), check_all(lines, [*listed, unrelated])
    pd.testing.assert_frame_equal(outcome(expected), outcome(found))


@MODERATE
@given(sample=registers_with_lines())
def test_repeated_lines_share_their_finding(check_all, sample):
    listed, lines = sample
    once, twice = check_all(lines, listed), check_all([*lines, *lines], listed)
    pd.testing.assert_frame_equal(outcome(pd.concat([once, once])), outcome(twice))


@MODERATE
@given(sample=registers_with_lines())
def test_width_and_case_change_nothing(check_all, sample):
    listed, lines = sample
    wide = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})
    changed = [{**line, "model": line["model"].lower().translate(wide)} for line in lines]
    pd.testing.assert_frame_equal(outcome(check_all(lines, listed)), outcome(check_all(changed, listed)))


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [("示例网络设备有限公司", "示例網路設備有限公司"), ("示例华东信息技术有限公司", "示例華東信息技術有限公司")],
)
def test_traditional_and_simplified_makers_are_one(check, simplified, traditional):
    for line, listed in ((simplified, traditional), (traditional, simplified)):
        assert check({"manufacturer": line}, {"maker": listed})["certificate_finding"] == "certified"


@st.composite
def near_misses(draw):
    """A model and one that differs from it by one letter or digit, or two neighbours swapped."""
    model = draw(models)
    signs = [place for place, sign in enumerate(model) if sign.isalnum()]
    place = draw(st.sampled_from(signs))
    sign = draw(st.sampled_from(string.ascii_uppercase + string.digits))
    kind = draw(st.sampled_from(["change", "add", "drop", "swap"]))
    if kind == "change":
        other = model[:place] + sign + model[place + 1 :]
    elif kind == "add":
        other = model[:place] + sign + model[place:]
    elif kind == "drop":
        other = model[:place] + model[place + 1 :]
    else:
        following = signs[(signs.index(place) + 1) % len(signs)]
        swapped = list(model)
        swapped[place], swapped[following] = swapped[following], swapped[place]
        other = "".join(swapped)
    return model, other


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=near_misses(), in_name=st.booleans())
def test_no_near_miss_is_certified(check, pair, in_name):
    listed, model = pair
    same = [sign for sign in model.casefold() if sign.isalnum()] == [
        sign for sign in listed.casefold() if sign.isalnum()
    ]
    line = {"model": "", "product_name": f"示例甲 {model}"} if in_name else {"model": model}
    finding = check(line, {"listed": listed})["certificate_finding"]
    assert same or finding in ("review", "not_found")


@pytest.mark.parametrize(
    ("listed", "model"),
    [
        ("USG6655F", "USG6655E"), ("USG6655F", "USG6635F"), ("S5720-28", "S57202-8"), ("XR-1000", "XR-1000E"), ("XR-1000E", "XR-1000"),
        ("PA-3220", "PA-3250"), ("FG-100F", "FG-101F"), ("XR-1000", "XR-100"), ("AX-12", "AX-21"), ("R450", "R540"),
    ],
)  # fmt: skip
def test_other_digits_or_letters_are_at_best_a_hint(check, listed, model):
    found = check({"model": model}, {"listed": listed})
    assert found["certificate_finding"] == "not_found"
    assert found["certificate_number"] == ""


def test_the_hint_names_both_models_and_the_place_in_the_list(check):
    found = check({"model": "USG6655E"}, {"listed": "USG6655F"}, {"listed": "USG9999A", "number": "TEST-0002"})
    assert found["certificate_match"] == "near"
    hint = found["reasons"][-1]
    assert hint.code == "certificate_near"
    assert hint.evidence == {"field": "model", "text": "USG6655E", "entry": "USG6655F", "source": "list.xlsx!Sheet1!2"}


def test_no_hint_from_another_maker(check):
    found = check({"model": "USG6655E"}, {"listed": "USG6655F", "maker": "示例乙科技股份有限公司"})
    assert (found["certificate_finding"], found["certificate_match"]) == ("not_found", "")
