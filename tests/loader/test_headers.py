"""Columns of lists are found by name, in Chinese and English, never by position."""

import pandas as pd
import pytest

from checker.loader.headers import field_of, find_headers
from checker.tables.sheet import Sheet


def sheet(*rows):
    width = max(map(len, rows))
    cells = pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows], dtype="str")
    cells.index += 1
    cells.columns += 1
    return Sheet("S", cells)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("证书编号", "number"), ("證書編號", "number"), ("Certificate No.", "number"), ("证书编号 Certificate No.", "number"),
        ("规格型号", "model"), ("规格 型号", "model"), ("型号（规格）", "model"), ("Model", "model"), ("生产企业名称", "maker"), ("Manufacturer", "maker"),
        ("有效期至", "valid_until"), ("有效期", "validity"), ("证书状态", "status"), ("颜色", None), ("", None),
    ],
)  # fmt: skip
def test_names(text, field):
    assert field_of(text) == field


def test_order_of_columns_does_not_matter():
    (header,) = find_headers(sheet(["有效期至", "生产企业", "规格型号", "证书编号"]))
    assert header.fields == {"valid_until": 1, "maker": 2, "model": 3, "number": 4}


def test_the_first_of_two_columns_for_one_field_counts():
    (header,) = find_headers(sheet(["证书编号", "报告编号", "型号", "颜色"]))
    assert header.fields["number"] == 1
    assert header.unknown == ("报告编号", "颜色")


def test_a_row_of_data_is_no_header():
    assert find_headers(sheet(["防火墙", "XR-1000"], ["路由器", "YR-2000"])) == []


def test_a_sentence_that_mentions_columns_is_no_header():
    assert find_headers(sheet(["证书编号和型号以证书为准", "生产企业见附件说明"], ["甲", "乙"])) == []


@pytest.mark.parametrize("order", [("进网许可证编号", "报告编号"), ("报告编号", "进网许可证编号")])
def test_a_number_of_another_paper_is_used_only_where_there_is_no_other(order):
    (both,) = find_headers(sheet([*order, "生产企业", "规格型号"]))
    assert both.number_name == "报告编号"
    assert both.fields["number"] == order.index("报告编号") + 1
    assert list(both.kept.values()) == ["进网许可证编号"]
    (alone,) = find_headers(sheet(["进网许可证编号", "生产企业", "规格型号"]))
    assert (alone.number_name, alone.fields["number"], alone.unknown) == ("进网许可证编号", 1, ())
