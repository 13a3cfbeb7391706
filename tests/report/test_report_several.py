"""Several files in one result: sheets of one name, names that no workbook allows."""

import json
from dataclasses import replace
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from checker.report.content import build_report
from checker.report.interface import REPORTS


@pytest.fixture(scope="module")
def several(make_result, lines):
    names = ["库存", "库存", "a/b:c*[d]?" + "x" * 40, "A_B_C__D__" + "x" * 40, "History", "'q'"]
    parts = [make_result(lines, path=f"{number}/stock.xlsx", sheet=name) for number, name in enumerate(names)]
    return replace(
        parts[0],
        inventories=tuple(part.inventories[0] for part in parts),
        lines=pd.concat([part.lines for part in parts], ignore_index=True),
        findings=pd.concat([part.findings for part in parts], ignore_index=True),
    )


def render(result, name):
    stream = BytesIO()
    REPORTS[name].load()(build_report(result), stream, "zh")
    return stream


def test_workbook_has_a_sheet_for_every_sheet_read(several):
    workbook = openpyxl.load_workbook(render(several, "xlsx"))
    details = [name for name in workbook.sheetnames if name.startswith("明细")]
    assert len(details) == 6
    assert all(len(name) <= 31 for name in details)
    for name in details:
        assert [workbook[name].cell(row, 9).value for row in (3, 4, 5, 7, 8)] == [
            "未查到认证",
            "已获证",
            "待复核",
            "不在目录内",
            "证书失效",
        ]


def test_every_format_counts_all_lines(several):
    assert json.loads(render(several, "json").getvalue())["summary"]["lines"] == 30
    assert render(several, "csv").getvalue().count(b"stock.xlsx") == 30
    assert render(several, "junit").getvalue().count(b"<testcase ") == 30
    assert len(render(several, "ndjson").getvalue().splitlines()) == 31


def test_places_name_the_file_where_there_are_several(several):
    text = render(several, "markdown").getvalue().decode()
    assert "0/stock.xlsx&#58;库存!3, 1/stock.xlsx&#58;库存!3" in text


def test_attention_groups_one_product_over_all_files(several):
    sheet = openpyxl.load_workbook(render(several, "xlsx"))["待处理"]
    groups = [(row[0].value, row[3].value) for row in sheet.iter_rows(min_row=2)]
    assert groups == [("1", "FW-100")] * 6 + [("2", "IDS-2")] * 6 + [("3", "VG 7")] * 6
