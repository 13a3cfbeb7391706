from io import BytesIO
from itertools import pairwise

import openpyxl
import pandas as pd
import pytest
import python_calamine

from checker.decisions.reading import read_decisions
from checker.report.coded import encode, repeat
from checker.report.content import build_report
from checker.report.workbook import book, layout
from checker.report.workbook.grid import Grid, settle, split


def render(report, language="zh"):
    stream = BytesIO()
    book.write(report, stream, language)
    stream.seek(0)
    return stream


def read_values(stream):
    workbook = openpyxl.load_workbook(stream)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in workbook}


def read_looks(stream):
    workbook = openpyxl.load_workbook(stream)
    return {
        sheet.title: [
            [(cell.fill.fgColor.rgb, cell.font.b, cell.number_format, cell.border.top.style) for cell in row]
            for row in sheet.iter_rows()
        ]
        for sheet in workbook
    }


@pytest.fixture(scope="module")
def workbook(report):
    return openpyxl.load_workbook(render(report))


def test_sheets_in_their_order(workbook):
    assert workbook.sheetnames == ["摘要", "待处理", "明细", "风险敞口", "搁置的行", "依据", "签署"]


def test_english_sheets(report):
    assert openpyxl.load_workbook(render(report, "en")).sheetnames == [
        "Summary",
        "Attention",
        "Lines",
        "Exposure",
        "Rows set aside",
        "Basis",
        "Sign-off",
    ]


def test_reader_finds_every_row_where_it_was(workbook, result):
    cells = result.inventories[0].sheets[0].cells
    sheet = workbook["明细"]
    for row in cells.index:
        own = [sheet.cell(row, column).value for column in cells.columns]
        expected = [cells.loc[row, column] or None for column in cells.columns]
        assert [
            str(value).removesuffix(".0") if isinstance(value, float | int) else value for value in own
        ] == expected or row == 8
    assert sheet["A8"].value == "00016"
    assert sheet["G8"].value == pytest.approx(8000.5)


def test_findings_stand_beside_their_line(workbook):
    sheet = workbook["明细"]
    assert [sheet.cell(2, column).value for column in range(9, 16)] == [
        "结论",
        "目录类别",
        "证书编号",
        "有效期至",
        "理由（中文）",
        "理由（英文）",
        "无法读取的单元格",
    ]
    assert [sheet.cell(4, column).value for column in range(9, 13)] == ["已获证", "E01", "CCIS-2024-001", "2027-05-01"]
    assert sheet["O7"].value == "单元格 G7 无法读取：#REF!"
    assert sheet["I6"].value is None


def test_text_that_looks_like_a_number_stays_text(workbook):
    sheet = workbook["明细"]
    assert [sheet[place].value for place in ("A3", "A5")] == ["00012", "1E5"]
    assert sheet["G3"].value == 120000


def test_verdicts_differ_in_grey_as_well(workbook):
    sheet = workbook["明细"]
    shades = {sheet.cell(row, 9).value: sheet.cell(row, 9).fill.fgColor.rgb[-6:] for row in (3, 4, 5, 8)}
    grey = sorted(
        sum(int(shade[i : i + 2], 16) * weight for i, weight in ((0, 0.299), (2, 0.587), (4, 0.114)))
        for shade in shades.values()
    )
    assert min(second - first for first, second in pairwise(grey)) > 8


def test_attention_is_grouped_with_room_for_decisions(workbook):
    sheet = workbook["待处理"]
    header = [cell.value for cell in sheet[1]]
    assert header[-6:] == ["目录版本", "决定", "依据证书", "决定的理由", "决定人", "决定有效期至"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("1", "未查到认证", "FW-100"),
        ("2", "证书失效", "IDS-2"),
        ("3", "待复核", "VG 7"),
    ]
    assert sheet.data_validations.dataValidation[0].formula1.count("，") == 0
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:X4"


def test_set_aside_rows_are_listed_with_their_content(workbook):
    rows = [[cell.value for cell in row] for row in workbook["搁置的行"].iter_rows(min_row=2)]
    assert [row[2] for row in rows] == ["1", "2", "6"]
    assert rows[0][4] == "示例库存"
    assert rows[1][4] == "序号 | 产品名称 | 厂商 | 型号 | 版本 | 销售日期 | 金额 | 销售单位"


def test_sign_off_has_three_roles_and_empty_fields(workbook):
    sheet = workbook["签署"]
    column = [cell.value for cell in sheet["A"]]
    start = column.index("编制") + 1
    assert [sheet.cell(start + number, 1).value for number in range(3)] == ["编制", "复核", "批准"]
    assert all(sheet.cell(start + number, place).value is None for number in range(3) for place in range(2, 6))


def test_every_sheet_prints_on_a4_landscape(workbook):
    assert {(sheet.page_setup.orientation, sheet.page_setup.paperSize) for sheet in workbook} == {("landscape", 9)}


HOSTILE = '=cmd|"/c calc"!A1\x00\x1b[31m<script>&_x0041_\r\nend'


def hostile_lines(lines):
    return (
        {
            **lines[0],
            "product_name": HOSTILE,
            "sku": "+1",
            "model": "@SUM(A1)",
            "version": "-2",
            "seller": "  spaced  ",
        },
        {**lines[4], "row": 4, "product_name": "", "amount": "-12.50"},
        {**lines[2], "row": 6, "product_name": "x" * 40_000, "amount": "0012"},
    )


def test_streamed_rows_read_back_as_those_of_xlsxwriter(make_result, lines, monkeypatch):
    report = build_report(make_result(hostile_lines(lines) + tuple({**lines[n % 5], "row": 10 + n} for n in range(50))))
    plain = render(report)
    monkeypatch.setattr(layout, "PLAIN_ROWS", 0)
    streamed = render(report)
    assert read_values(plain) == read_values(streamed)
    assert read_looks(plain) == read_looks(streamed)
    for stream in (plain, streamed):
        stream.seek(0)
    first, second = (python_calamine.CalamineWorkbook.from_filelike(stream) for stream in (plain, streamed))
    assert first.sheet_names == second.sheet_names
    for name in first.sheet_names:
        assert first.get_sheet_by_name(name).to_python() == second.get_sheet_by_name(name).to_python()


@pytest.mark.parametrize("plain_rows", [0, 2000])
def test_no_cell_is_a_formula_or_link(make_result, lines, monkeypatch, plain_rows):
    monkeypatch.setattr(layout, "PLAIN_ROWS", plain_rows)
    workbook = openpyxl.load_workbook(render(build_report(make_result(hostile_lines(lines)))))
    for sheet in workbook:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    cell = workbook["明细"]["B3"]
    assert cell.value == '=cmd|"/c calc"!A1␀␛[31m<script>&_x0041_\nend'
    assert cell.quotePrefix
    assert len(workbook["明细"]["B6"].value) == 32_767


def test_more_rows_than_a_sheet_go_over_several_with_the_header_again():
    texts = pd.Series(["title", "header", *map(str, range(10))], dtype="str")
    grid = settle(Grid("Lines", (encode(texts),), ("text",), (10,), repeat("plain", len(texts)), 2))
    parts = split(grid, most_rows=5)
    assert [part.columns[0].decode().to_pylist() for part in parts] == [
        ["title", "header", "0", "1", "2"], ["header", "3", "4", "5", "6"], ["header", "7", "8", "9"],
    ]  # fmt: skip
    assert [(part.name, part.header_row) for part in parts] == [("Lines", 2), ("Lines (2)", 1), ("Lines (3)", 1)]


def test_many_cases_are_listed_as_far_as_the_sheet_goes_and_said(make_result, lines, monkeypatch):
    monkeypatch.setattr("checker.report.workbook.exposure_sheet.MOST_CASES", 3)
    many = make_result(tuple({**lines[0], "row": row, "seller": f"示例{row}公司"} for row in range(3, 8)))
    sheet = openpyxl.load_workbook(render(build_report(many)))["风险敞口"]
    told = [cell.value for cell in sheet["A"] if cell.value]
    assert "另有 7 行案件未列出，全部见 json 报告。" in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_filled_in_attention_sheet_reads_back_as_decisions(report, tmp_path, language):
    workbook = openpyxl.load_workbook(render(report, language))
    sheet = workbook.worksheets[1]
    places = {cell.value: cell.column for cell in sheet[1]}
    first = next(place for name, place in places.items() if name in ("决定", "Decision"))
    choices = sheet.data_validations.dataValidation[0].formula1.strip('"').split(",")
    for row, choice in zip((2, 3, 4), (choices[1], choices[0], choices[2]), strict=True):
        for step, text in enumerate([choice, "CCIS-2026-9", "因为", "张三", "2027-01-31"]):
            sheet.cell(row, first + step).value = text
    workbook.save(tmp_path / "filled.xlsx")
    found = read_decisions(tmp_path / "filled.xlsx")
    assert [
        (one.kind, one.manufacturer, one.model, one.version, one.categories, one.edition, one.by, str(one.until))
        for one in found
    ] == [
        ("covered", "示例甲", "FW-100", "V1", ("P02", "P12"), "2023", "张三", "2027-01-31"),
        ("not_in_scope", "示例丙", "IDS-2", "", ("P04",), "2023", "张三", "2027-01-31"),
        ("accepted", "Example Networks", "VG 7", "", ("P11",), "2023", "张三", "2027-01-31"),
    ]
    assert found[0].certificate == "CCIS-2026-9"
