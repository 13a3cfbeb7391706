"""Which of several certificates decides, what is found where, and how the reasons are worded."""

import pytest

from checker.messages import messages


def codes(found):
    return [remark.code for remark in found["reasons"]]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    ("day", "finding", "number"),
    [
        ("2023-12-31", "lapsed", "OLD"),
        ("2024-01-01", "certified", "OLD"),
        ("2026-06-30", "certified", "OLD"),
        ("2026-07-01", "lapsed", "OLD"),
        ("2026-08-01", "certified", "NEW"),
    ],
)
def test_a_renewed_certificate_is_judged_by_the_date(check, day, finding, number, reverse):
    old = {"number": "OLD", "valid_from": "2024-01-01", "valid_until": "2026-06-30"}
    new = {"number": "NEW", "valid_from": "2026-08-01", "valid_until": "2031-07-31"}
    found = check({"date": day}, *((new, old) if reverse else (old, new)))
    assert (found["certificate_finding"], found["certificate_number"]) == (finding, number)


def test_a_good_certificate_wins_over_one_that_lapsed(check):
    found = check({}, {"number": "A", "status": "withdrawn"}, {"number": "B"}, {"number": "C", "listed": "XR-1000系列"})
    assert (found["certificate_finding"], found["certificate_number"]) == ("certified", "B")
    assert "certificate_others" in codes(found)


def test_of_two_good_ones_the_longer_then_the_smaller_number(check):
    assert check({}, {"number": "B"}, {"number": "A"})["certificate_number"] == "A"
    assert check({}, {"number": "A"}, {"number": "B", "valid_until": "2029-12-31"})["certificate_number"] == "B"


def test_an_exact_lapsed_one_is_not_saved_by_a_series(check):
    found = check({}, {"number": "A", "status": "suspended"}, {"number": "B", "listed": "XR-1000系列"})
    assert (found["certificate_finding"], found["certificate_number"]) == ("lapsed", "A")


def test_an_exact_one_for_a_version_not_stated_keeps_a_lapsed_one_open(check):
    found = check({}, {"number": "A", "status": "suspended"}, {"number": "B", "version": "V8.2"})
    assert (found["certificate_finding"], found["certificate_number"]) == ("review", "B")


@pytest.mark.parametrize(
    "cell",
    ["XR-1000、XR-2000", "XR-1000，XR-2000", "XR-1000；XR-2000", "XR-1000;XR-2000", "XR-1000\nXR-2000", "XR-1000 / XR-2000",
     "XR-1000/XR-2000", "XR-1000,XR-2000", "XR-1000|XR-2000", "XR-1000和XR-2000", "XR-1000 and XR-2000", "XR-1000、XR-2000等"],
)  # fmt: skip
@pytest.mark.parametrize("model", ["XR-1000", "XR-2000"])
def test_every_separator_between_models(check, cell, model):
    assert check({"model": model}, {"listed": cell})["certificate_finding"] == "certified"


@pytest.mark.parametrize(
    ("model", "finding", "match"),
    [
        ("S5735-L24T4X-A", "certified", "listed"),
        ("S5735-L48T4X-A", "review", "expanded"),
        ("L48T4X-A", "review", "part"),
        ("S5735-L32T4X-A", "not_found", "near"),
    ],
)
def test_shared_beginnings(check, model, finding, match):
    found = check({"model": model}, {"listed": "S5735-L24T4X-A/L48T4X-A"})
    assert (found["certificate_finding"], found["certificate_match"]) in {(finding, match), (finding, "equal")}


@pytest.mark.parametrize(
    ("listed", "model", "covered"),
    [
        ("XR-10XX", "XR-1024", True), ("XR-10XX", "XR-10AB", True), ("XR-10XX", "XR-102", False), ("XR-10XX", "XR-10245", False),
        ("XR-*", "XR-24GT", True), ("XR-□□", "XR-24", True), ("XR-10XX-AC", "XR-1024-AC", True), ("XR-10XX-AC", "XR-1024-DC", False),
        ("XR-10XX", "XY-1024", False),
    ],
)  # fmt: skip
def test_wildcards(check, listed, model, covered):
    found = check({"model": model}, {"listed": listed})
    assert found["certificate_finding"] == ("review" if covered else "not_found")


@pytest.mark.parametrize(
    ("series", "model", "member"),
    [("XR-1000", "XR-1024", True), ("XR-1000", "XR-1000E", True), ("XR-1000", "XR-11024", False), ("S57", "S5720", False),
     ("x530L", "x530L-28GTX", True), ("Example 9300", "Example 9300-24P", True), ("PA-3200", "PA-3220", True)],
)  # fmt: skip
def test_series(check, series, model, member):
    for listed in (f"{series}系列", f"{series} series", f"{series}系列产品"):
        assert check({"model": model}, {"listed": listed})["certificate_finding"] == (
            "review" if member else "not_found"
        )


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("示例甲 XR-1000", "certified"),
        ("Example Networks XR-1000 防火墙", "certified"),
        ("示例甲 XR-1000 防火墙 电源模块", "review"),
        ("适用于 XR-1000 的光模块", "review"),
        ("示例甲 XR-1000E", "not_found"),
        ("示例甲 XXR-1000", "not_found"),
        ("示例甲防火墙", "not_found"),
    ],
)
def test_a_model_in_the_product_name(check, name, finding):
    assert check({"model": "", "product_name": name}, {"listed": "XR-1000"})["certificate_finding"] == finding


def test_of_the_models_in_a_name_only_the_longest_counts(check):
    certificates = [{"number": "A", "listed": "XR-1000"}, {"number": "B", "listed": "XR-1000 Pro2"}]
    found = check({"model": "", "product_name": "机架式 XR-1000 Pro2 双电源"}, *certificates)
    assert (found["certificate_finding"], found["certificate_number"]) == ("review", "B")
    assert "certificate_others" not in codes(found)


def test_an_exact_model_needs_no_look_at_the_name(check):
    certificates = [{"number": "A", "listed": "XR-1000"}, {"number": "B", "listed": "YR-2000"}]
    found = check({"product_name": "替代 YR-2000 的防火墙"}, *certificates)
    assert (found["certificate_finding"], found["certificate_number"]) == ("certified", "A")
    assert "certificate_others" not in codes(found)


def test_a_model_of_two_makers_is_never_taken_without_the_maker(check):
    both = [{"number": "A"}, {"number": "B", "maker": "示例乙科技股份有限公司"}]
    assert check({"manufacturer": ""}, *both)["certificate_finding"] == "review"
    assert check({"manufacturer": "N/A"}, *both)["certificate_finding"] == "review"
    assert check({"manufacturer": "Sample Systems"}, *both)["certificate_number"] == "B"
    assert check({}, *both)["certificate_number"] == "A"


def test_a_company_that_begins_the_product_name_makes_up_for_an_empty_cell(check):
    assert check({"manufacturer": "", "product_name": "示例甲 防火墙"}, {})["certificate_finding"] == "certified"
    assert check({"manufacturer": "", "product_name": "ExNet 防火墙"}, {})["certificate_finding"] == "review"
    assert check({"manufacturer": "", "product_name": "替代示例甲的防火墙"}, {})["certificate_finding"] == "review"
    assert check({"manufacturer": "", "model": "示例甲 XR-1000"}, {})["certificate_finding"] != "certified"


def test_the_same_model_of_another_maker_is_named_but_not_taken(check):
    found = check({"manufacturer": "示例乙"}, {})
    assert (found["certificate_finding"], found["certificate_number"]) == ("not_found", "")
    assert codes(found) == ["certificate_not_found", "certificate_other_maker"]


def test_absence_is_worded_with_the_lists_and_their_date(check):
    (remark,) = check({"model": "ZZ-77"}, {})["reasons"]
    assert "2026-10-01" in remark.zh
    assert "未查到" in remark.zh
    assert remark.en.startswith("Not found in the lists of 2026-10-01")
    assert all(
        "not certified" not in message.en.casefold()
        for code, message in messages().items()
        if code.startswith("certificate_")
    )


def test_without_any_list(check):
    found = check({})
    assert (found["certificate_finding"], codes(found)) == ("not_found", ["certificate_no_list"])


def test_evidence_names_both_texts_the_column_and_the_place(check):
    found = check(
        {"manufacturer": "Example Networks", "model": "xr1000", "version": ""},
        {"listed": "XR-1000、XR-2000", "version": "V8.2"},
    )
    evidence = {remark.code: dict(remark.evidence) for remark in found["reasons"]}
    assert evidence["certificate_exact"] == {
        "field": "model", "text": "xr1000", "entry": "XR-1000、XR-2000", "source": "list.xlsx!Sheet1!2",
    }  # fmt: skip
    assert evidence["certificate_maker_alias"]["text"] == "Example Networks"
    assert evidence["certificate_maker_alias"]["entry"] == "示例甲网络技术有限公司"
    assert evidence["certificate_version_not_stated"]["entry"] == "V8.2"


def test_the_version_may_stand_in_the_model_cell_or_end_the_product_name(check):
    certificate = {"version": "V8.2"}
    assert check({"model": "XR-1000 V8.2"}, certificate)["certificate_finding"] == "certified"
    assert check({"model": "XR-1000/V8.2"}, certificate)["certificate_finding"] == "certified"
    assert check({"product_name": "防火墙系统 V8.2"}, certificate)["certificate_finding"] == "certified"
    assert check({"model": "XR-1000 V8.2", "version": "V8.3"}, certificate)["certificate_finding"] == "review"


@pytest.mark.parametrize(
    ("listed", "model", "finding"),
    [
        ("2288H-V5", "2288H V5", "certified"),
        ("2288H V5", "2288H-V5", "certified"),
        ("2288H V5", "2288H V5", "certified"),
        ("2288H V5", "2288HV5", "certified"),
        ("2288H", "2288H V5", "review"),
        ("2288H V5", "2288H", "review"),
        ("2288H V5", "2288H V6", "not_found"),
        ("2288H V8.2", "2288H V8.3", "review"),
        ("2288H-V5", "2288H V6", "not_found"),
        ("ThinkServer SR650", "ThinkServer SR650 v3A", "review"),
        ("Nexus V15", "Nexus V1500", "not_found"),
        ("2288H", "2288H-V5", "not_found"),
        ("CPE210", "CPE210 v3.0", "review"),
        ("XR-1000", "XR-1000 V200R021C10", "certified"),
        ("XR-1000", "XR-1000 V8.2.1", "certified"),
    ],
)
def test_a_v_with_a_number_behind_a_model_may_be_part_of_its_name(check, listed, model, finding):
    assert check({"model": model}, {"listed": listed})["certificate_finding"] == finding


def test_a_generation_and_a_version_are_told_apart(check):
    certificate = {"listed": "2288H-V5", "version": "V8.2"}
    assert check({"model": "2288H V5"}, certificate)["certificate_finding"] == "review"
    assert check({"model": "2288H V5", "version": "V8.2"}, certificate)["certificate_finding"] == "certified"
    assert check({"model": "2288H V5", "version": "V8.3"}, certificate)["certificate_finding"] == "review"


def test_the_maker_before_the_model_does_not_count(check):
    for model in ("示例甲 XR-1000", "Example Networks XR-1000", "Example-Networks-XR-1000", "示例甲XR-1000"):
        assert check({"model": model}, {})["certificate_finding"] == "certified"
        assert check({}, {"listed": model})["certificate_finding"] == "certified"
