"""The relation of a line to a certificate: one row for every cell of maker × model × version, and of date × status."""

import pytest

from checker.matcher.relations import MAKER_RELATIONS, MODEL_RELATIONS, VERSION_RELATIONS, weigh

MAKERS = {
    "same": ("示例甲网络技术有限公司", "示例甲网络技术有限公司"),
    "alias": ("Example Networks", "示例甲网络技术有限公司"),
    "group": ("示例甲软件有限公司", "示例甲网络技术有限公司"),
    "unknown": ("", "示例甲网络技术有限公司"),
    "other": ("示例乙科技股份有限公司", "示例甲网络技术有限公司"),
}
"""Relation to the makers of line and certificate."""
MODELS = {
    "equal": ({"model": "XR-1000"}, {"listed": "XR-1000"}),
    "listed": ({"model": "XR-1000"}, {"listed": "XR-1000、XR-2000"}),
    "expanded": ({"model": "S5735-L48T4X-A"}, {"listed": "S5735-L24T4X-A/L48T4X-A"}),
    "wildcard": ({"model": "XR-1024"}, {"listed": "XR-10XX"}),
    "series": ({"model": "XR-1024"}, {"listed": "XR-1000系列"}),
    "suffix": ({"model": "XR-1000-AC"}, {"listed": "XR-1000"}),
    "part": ({"model": "XR-980MX"}, {"listed": "XR-980MX/52PSm"}),
    "several": ({"model": "XR-1000、XR-2000"}, {"listed": "XR-1000"}),
    "in_name": ({"model": "", "product_name": "机架式 XR-1000 防火墙 双电源"}, {"listed": "XR-1000"}),
    "name_only": (
        {"model": "", "product_name": "示例安全管理系统"},
        {"listed": "", "product_name": "示例安全管理系统"},
    ),
    "near": ({"model": "XR-1001"}, {"listed": "XR-1000"}),
    "other": ({"model": "ZZ-77"}, {"listed": "XR-1000"}),
}
"""Relation to the product of line and certificate."""
VERSIONS = {
    "equal": ("V8.2", "V8.2"),
    "not_named": ("V8.2", ""),
    "covered": ("V8.2", "V8.1及以上"),
    "not_stated": ("", "V8.2"),
    "other": ("V8.2", "V8.3"),
}
"""Relation to the versions of line and certificate."""

TABLE = """
           same   alias  group  unknown other
equal      CCRRR  CCRRR  RRRRR  RRRRR   -----
listed     CCRRR  CCRRR  RRRRR  RRRRR   -----
expanded   RRRRR  RRRRR  RRRRR  RRRRR   -----
wildcard   RRRRR  RRRRR  RRRRR  RRRRR   -----
series     RRRRR  RRRRR  RRRRR  RRRRR   -----
suffix     RRRRR  RRRRR  RRRRR  RRRRR   -----
part       RRRRR  RRRRR  RRRRR  RRRRR   -----
several    RRRRR  RRRRR  RRRRR  RRRRR   -----
in_name    RRRRR  RRRRR  RRRRR  RRRRR   -----
name_only  RRRRR  RRRRR  RRRRR  RRRRR   -----
near       -----  -----  -----  -----   -----
other      -----  -----  -----  -----   -----
"""
"""Five letters per cell, for the versions in their order above: C certified, R review, - not found."""
LETTERS = {"C": "certified", "R": "review", "-": "not_found"}
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (maker, row[0], version, LETTERS[letter])
    for row in ROWS
    for maker, letters in zip(HEAD, row[1:], strict=True)
    for version, letter in zip(VERSIONS, letters, strict=True)
]


def test_the_table_has_every_cell():
    assert {cell[:3] for cell in CELLS} == {
        (maker, model, version)
        for maker in MAKER_RELATIONS
        for model in MODEL_RELATIONS
        for version in VERSION_RELATIONS
    }


@pytest.mark.parametrize(("maker", "model", "version", "expected"), CELLS)
def test_cell(check, maker, model, version, expected):
    line = {**MODELS[model][0], "manufacturer": MAKERS[maker][0], "version": VERSIONS[version][0]}
    certificate = {**MODELS[model][1], "maker": MAKERS[maker][1], "version": VERSIONS[version][1]}
    found = check(line, certificate)
    assert found["certificate_finding"] == expected
    if expected != "not_found":
        assert found["certificate_match"] == model
        assert found["certificate_number"] == "TEST-0001"
        assert f"certificate_{'exact' if model in ('equal', 'listed') else 'model_' + model}" in _codes(found)
    if version in ("covered", "not_stated", "other") and expected == "review":
        assert f"certificate_version_{version}" in _codes(found)


@pytest.mark.parametrize(("maker", "model", "version", "expected"), CELLS)
def test_worth_of_cell(maker, model, version, expected):
    assert weigh(maker, model, version) == {"certified": "good", "review": "review", "not_found": "none"}[expected]


STANDINGS = [
    # status, from, until, day of sale, an exact model is, a series is, reason
    ("valid", "2024-01-01", "2028-12-31", "2026-03-05", "certified", "review", "certificate_valid"),
    ("unstated", "2024-01-01", "2028-12-31", "2026-03-05", "certified", "review", "certificate_valid"),
    ("valid", "2026-03-05", "2028-12-31", "2026-03-05", "certified", "review", "certificate_valid"),
    ("valid", "2024-01-01", "2026-03-05", "2026-03-05", "certified", "review", "certificate_valid"),
    ("valid", "2024-01-01", "2026-03-04", "2026-03-05", "lapsed", "review", "certificate_expired"),
    ("valid", "2026-03-06", "2028-12-31", "2026-03-05", "lapsed", "review", "certificate_not_yet"),
    ("valid", None, None, "2026-03-05", "certified", "review", "certificate_valid"),
    ("expired", "2020-01-01", "2026-06-30", "2026-03-05", "certified", "review", "certificate_valid"),
    ("expired", "2020-01-01", None, "2026-03-05", "lapsed", "review", "certificate_expired"),
    ("suspended", "2024-01-01", "2028-12-31", "2026-03-05", "lapsed", "review", "certificate_suspended"),
    ("withdrawn", "2024-01-01", "2028-12-31", "2026-03-05", "lapsed", "review", "certificate_withdrawn"),
    ("cancelled", "2024-01-01", "2028-12-31", "2026-03-05", "lapsed", "review", "certificate_cancelled"),
    ("unknown", "2024-01-01", "2028-12-31", "2026-03-05", "review", "review", "certificate_unknown"),
    ("unknown", "2020-01-01", "2025-12-31", "2026-03-05", "lapsed", "review", "certificate_expired"),
    ("valid", "2028-12-31", "2024-01-01", "2026-03-05", "review", "review", "certificate_unknown"),
]


@pytest.mark.parametrize(("status", "first", "last", "day", "exact", "series", "reason"), STANDINGS)
def test_date_and_status(check, status, first, last, day, exact, series, reason):
    certificate = {"status": status, "valid_from": first, "valid_until": last}
    found = check({"date": day}, certificate)
    assert found["certificate_finding"] == exact
    assert reason in _codes(found)
    assert (
        check({"date": day, "model": "XR-1024"}, {**certificate, "listed": "XR-1000系列"})["certificate_finding"]
        == series
    )


def test_a_line_without_a_date_is_judged_as_of_the_day_given(check):
    assert check({"date": None}, {"valid_until": "2026-11-01"})["certificate_finding"] == "certified"
    assert check({"date": None}, {"valid_until": "2026-10-31"})["certificate_finding"] == "lapsed"


def _codes(found):
    return [remark.code for remark in found["reasons"]]
