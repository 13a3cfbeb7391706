"""Certificates that a line names itself: confirmed, listed elsewhere, unlisted, or papers that do not count."""

import pandas as pd
import pytest

from checker.matcher.declared import index_numbers, number_key, read_declared


def codes(found):
    return [remark.code for remark in found["reasons"]]


@pytest.mark.parametrize(
    "written", ["TEST-0001", "test-0001", "ＴＥＳＴ－０００１", "TEST 0001", "TEST—0001", "TEST0001", " TEST-0001 "]
)
def test_a_number_is_compared_without_width_blanks_dashes_and_case(check, written):
    found = check({"certificate_number": written, "certificate_valid_until": "2028-12-31"}, {})
    assert found["certificate_finding"] == "certified"
    assert "certificate_declared_confirmed" in codes(found)
    assert found["declared"]


def test_other_signs_of_a_number_count():
    assert number_key("国测检字2025第01号-1") != number_key("国测检字2025第01号-2")
    assert number_key("TEST.0001") != number_key("TEST/0001")


@pytest.mark.parametrize(
    ("line", "certificates", "finding", "reason"),
    [
        ({}, [{}], "certified", "certificate_declared_confirmed"),
        ({}, [{"status": "withdrawn"}], "lapsed", "certificate_declared_confirmed"),
        ({"model": "ZZ-77"}, [{}], "review", "certificate_declared_elsewhere"),
        ({"model": "XR-1001"}, [{}], "review", "certificate_declared_elsewhere"),
        ({"manufacturer": "示例乙"}, [{}], "review", "certificate_declared_elsewhere"),
        ({"model": ""}, [{}], "review", "certificate_declared_elsewhere"),
        ({"model": "XR-1024"}, [{"listed": "XR-1000系列"}], "review", "certificate_declared_confirmed"),
        ({}, [], "review", "certificate_declared_no_list"),
        ({}, [{"number": "TEST-0002", "listed": "ZZ-77"}], "review", "certificate_declared_unlisted"),
        ({}, [{"number": "TEST-0002"}], "certified", "certificate_declared_unlisted"),
        ({}, [{"number": "TEST-0002", "status": "suspended"}], "review", "certificate_declared_unlisted"),
        (
            {},
            [{"number": "TEST-0002", "status": "suspended"}, {"listed": "ZZ-77"}],
            "lapsed",
            "certificate_declared_elsewhere",
        ),
    ],
)
def test_what_becomes_of_a_declared_number(check, line, certificates, finding, reason):
    found = check({"certificate_number": "TEST-0001", "certificate_valid_until": "2028-12-31", **line}, *certificates)
    assert found["certificate_finding"] == finding
    assert reason in codes(found)


def test_of_two_good_ones_the_declared_one_is_reported(check):
    both = [{"number": "TEST-0001"}, {"number": "TEST-0002"}]
    assert check({"certificate_number": "TEST-0002"}, *both)["certificate_number"] == "TEST-0002"


def test_several_numbers_in_one_cell(check):
    found = check({"certificate_number": "TEST-0009、TEST-0001"}, {})
    assert "certificate_declared_confirmed" in codes(found)


@pytest.mark.parametrize("cell", ["", "无", "N/A", "-", "—", "办理中", "正在办理中", "申请中", "pending", "None"])
def test_nothing_is_declared(check, cell):
    found = check({"certificate_number": cell, "model": "ZZ-77"}, {})
    assert (found["certificate_finding"], codes(found), found["declared"]) == (
        "not_found",
        ["certificate_not_found"],
        False,
    )


def test_another_expiry_than_listed_is_named_and_the_list_counts(check):
    found = check({"certificate_number": "TEST-0001", "certificate_valid_until": "2025-01-01"}, {})
    assert found["certificate_finding"] == "certified"
    assert "certificate_declared_expiry" in codes(found)


def test_a_certificate_listed_without_an_end_is_not_good_after_the_end_that_the_line_states(check):
    line = {"certificate_number": "TEST-0001", "certificate_valid_until": "2026-03-04"}
    assert check(line, {"valid_until": None})["certificate_finding"] == "review"
    assert check({**line, "date": "2026-03-04"}, {"valid_until": None})["certificate_finding"] == "certified"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("2021010911412345", "China Compulsory Certificate"),
        ("CCC 2021010911412345", "China Compulsory Certificate"),
        ("CCRC-2021-ISMS-0123", "management-system"),
        ("ISO/IEC 27001", "management-system"),
        ("EAL4+", "evaluation assurance level"),
        ("IPv6 Ready 02-C-000123", "IPv6 Ready"),
        ("17-B123-456789", "network access"),
        ("等保三级测评报告", "multi-level protection"),
        ("网络安全标识", "cybersecurity label"),
    ],
)
def test_papers_of_another_kind_are_named_and_never_counted(check, number, name):
    found = check({"certificate_number": number, "model": "ZZ-77"}, {})
    assert found["certificate_finding"] == "not_found"
    assert "certificate_declared_paper" in codes(found)
    assert name in " ".join(remark.en for remark in found["reasons"])


@pytest.mark.parametrize(
    ("day", "own_end", "finding", "reason"),
    [
        ("2024-05-01", "2025-01-31", "review", "certificate_licence_running"),
        ("2025-01-31", "2025-01-31", "review", "certificate_licence_running"),
        ("2025-02-01", "2025-01-31", "not_found", "certificate_licence_over"),
        ("2025-06-30", None, "review", "certificate_licence_running"),
        ("2025-07-01", None, "not_found", "certificate_licence_over"),
        ("2025-07-01", "2027-12-31", "not_found", "certificate_licence_over"),
    ],
)
def test_a_sales_licence_excuses_only_to_its_end_and_never_after_june_2025(check, day, own_end, finding, reason):
    line = {"certificate_number": "XKC12345", "certificate_valid_until": own_end, "date": day, "model": "ZZ-77"}
    found = check(line, {})
    assert found["certificate_finding"] == finding
    assert reason in codes(found)


@pytest.mark.parametrize(("day", "finding"), [("2025-01-31", "review"), ("2025-07-01", "not_found")])
def test_a_list_of_sales_licences_certifies_nothing(check, day, finding):
    found = check({"date": day}, {"number": "XKC12345", "valid_from": "2023-06-01", "valid_until": "2026-12-31"})
    assert found["certificate_finding"] == finding
    assert "certificate_listed_paper" in codes(found)


def test_a_list_of_papers_of_another_kind_certifies_nothing(check):
    found = check({}, {"number": "2021010911412345"})
    assert found["certificate_finding"] == "not_found"
    assert "certificate_listed_paper" in codes(found)


def test_a_real_certificate_beside_a_look_alike_counts(check):
    found = check({"certificate_number": "EAL4+"}, {}, {"number": "2021010911412345"})
    assert (found["certificate_finding"], found["certificate_number"]) == ("certified", "TEST-0001")


@pytest.mark.parametrize(
    "number",
    [
        "CNCA-CCIS-2025-009529-397",
        "050100004850-602",
        "国测检字2025第02146号-5",
        "CCRC-2024-VP-5018-82",
        "TEST-1-00001",
    ],
)
def test_numbers_of_unknown_form_are_no_look_alikes(number):
    assert read_declared(number, index_numbers(pd.Series([], dtype="str"))).state == "unlisted"
