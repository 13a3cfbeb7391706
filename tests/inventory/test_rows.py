"""No row is lost: every one is a line or set aside with a reason, and no product is taken for a total or a note."""

import csv
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.inventory.reading import read_inventory
from checker.messages import messages

HEADER = ["料号", "产品名称", "型号", "品牌", "数量", "单价", "金额", "备注"]


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def judged(tmp_path, *rows):
    """Return the reason of each row below the header, None for lines."""
    sheet = read_inventory(
        write(tmp_path / "a.csv", [HEADER, ["S0", "防火墙", "FW-0", "示例甲", 1, 100, 100, ""], *rows])
    ).sheets[0]
    aside = {entry.row: entry.reason for entry in sheet.set_aside}
    return [aside.get(number) for number in range(3, 3 + len(rows))]


@pytest.mark.parametrize(
    "row",
    [
        ["", "总线隔离器", "", "", 1, 5, 5, ""], ["", "Total Protection for Endpoint", "", "", 1, 5, 5, ""], ["S1", "合计", "TOTAL-100", "示例甲", 1, 5, 5, ""],
        ["", "合计算力平台", "", "", "", "", "", ""], ["", "防火墙", "", "", "", "", "", ""], ["", "", "FW-2", "", "", "", "", ""], ["S2", "", "", "", "", "", "", ""], ["", "说明书打印机", "", "", 1, 5, 5, ""],
        ["", "日志汇总", "", "", 1, 5, 5, ""], ["", "数据备份小计", "", "示例乙", 1, 5, 5, ""], ["", "注意力检测仪", "A", "", 1, "", "", ""], ["1", "备注：防火墙", "FW-3", "", 2, 5, 10, ""], ["S3", "", "", "示例甲", 1, 5, 5, ""],
        ["", "", "", "", 1, 7, 8, ""], ["00012", "", "", "", 1, "", "", ""],
    ],
)  # fmt: skip
def test_rows_that_are_lines_or_cannot_be_judged_stay_lines(tmp_path, row):
    assert judged(tmp_path, row) == [None]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["小计", "", "", "", 1, "", 100, ""], "subtotal"), (["", "小 计", "", "", 1, "", 100, ""], "subtotal"), (["合计", "", "", "", "", "", 100, ""], "total"), (["", "合计：", "", "", "", "", 100, ""], "total"),
        (["Total", "", "", "", "", "", 100, ""], "total"), (["", "Grand Total", "", "", 1, "", 100, ""], "total"), (["", "", "", "总计", 1, "", 100, ""], "total"), (["", "小计", "", "示例甲", 1, "", 100, ""], "subtotal"),
        (["合计人民币（大写）：壹佰元整", "", "", "", "", "", "", ""], "total"), (["", "防火墙 汇总", "", "", 1, "", 100, ""], "subtotal"), (["", "", "", "示例甲 Total", 1, "", 100, ""], "subtotal"),
        (["投标总价（大写）：贰万元整", "", "", "", "", "", "20000", ""], "total"), (["**", "", "", "", 2, "", "2,000.00", ""], "subtotal"),
        (["注：以上价格含税", "", "", "", "", "", "", ""], "note"), (["", "备注：含三年维保", "", "", "", "", "", ""], "note"), (["制表人：张三", "", "", "审核：李四", "", "", "", ""], "note"), (["以下空白", "", "", "", "", "", "", ""], "note"),
        (["一、网络安全设备", "", "", "", "", "", "", ""], "heading"), (["", "二、存储设备", "", "", "", "", "", ""], "heading"), (["防火墙类", "", "", "", "", "", "", ""], "heading"), (["", "", "", "", "", "", "", ""], "blank"), (["", "　 ", "", "", "", "", "", ""], "blank"),
        (HEADER, "repeated_header"), (["", "", "", "", 1, 100, 100, ""], None),
    ],
)  # fmt: skip
def test_rows_that_are_no_lines(tmp_path, row, reason):
    assert judged(tmp_path, row, ["S9", "网闸", "G-9", "示例乙", 1, 1, 1, ""]) == [reason, None]


def test_an_unlabelled_sum_of_the_rows_above_is_a_total(tmp_path):
    assert judged(tmp_path, ["S1", "网闸", "G-1", "", 2, 50, 100, ""], ["", "", "", "", 3, "", 200, ""]) == [
        None,
        "total",
    ]


def test_a_row_in_columns_that_are_not_checked_is_set_aside(tmp_path):
    path = write(
        tmp_path / "a.csv",
        [["序号", "产品名称", "型号", "仓库"], [1, "防火墙", "FW-1", "A"], [2, "", "", ""], [3, "", "", "B"]],
    )
    sheet = read_inventory(path).sheets[0]
    assert [(aside.row, aside.reason) for aside in sheet.set_aside] == [
        (1, "header"),
        (3, "nothing_mapped"),
        (4, "nothing_mapped"),
    ]


def test_a_total_in_a_merged_label_cell(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["S1", "防火墙", "FW-1", "示例甲", 2, 100, 200])
        sheet.merge_range("A3:D3", "合计")
        sheet.write_row(2, 4, [2, "", 200])
    assert [(aside.row, aside.reason) for aside in read_inventory(path).sheets[0].set_aside] == [
        (1, "header"),
        (3, "total"),
    ]


def test_merged_labels_are_handed_down_and_merged_sums_are_not(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.write_row(0, 0, HEADER)
        sheet.merge_range("D2:D4", "示例甲")
        sheet.merge_range("G2:G3", 500)
        sheet.merge_range("B3:B4", "防火墙")
        sheet.write("B2", "网闸")
        for row in range(1, 4):
            sheet.write(row, 2, f"M-{row}")
            sheet.write(row, 4, row)
    lines = read_inventory(path).lines
    assert lines["manufacturer"].tolist() == ["示例甲"] * 3
    assert lines["product_name"].tolist() == ["网闸", "防火墙", "防火墙"]
    assert lines["amount"].tolist() == [Decimal(500), None, None]


def faulty(path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(HEADER)
    sheet.append(["S1", "防火墙", "=A1", "示例甲", 2, "=E2*5", "=E2*F2", "=NOW()"])
    sheet.append(["S2", "#N/A", "FW-2", "示例甲", 2, 5, "#REF!", ""])
    sheet.append(["S3", "网闸", "G-1", "示例乙", 2, 5, 10, ""])
    sheet.append(["合计", "", "", "", "", "", "=SUM(G2:G4)", ""])
    workbook.save(path)
    return path


def test_formulas_without_a_value_and_errors_are_problems_never_empty_cells(tmp_path):
    inventory = read_inventory(faulty(tmp_path / "a.xlsx"))
    found = [
        [(remark.code, remark.evidence["cell"], remark.evidence["field"]) for remark in remarks]
        for remarks in inventory.lines["problems"]
    ]
    assert found == [
        [
            ("cell_formula", "C2", "model"),
            ("cell_formula", "F2", "unit_price"),
            ("cell_formula", "G2", "amount"),
            ("cell_formula", "H2", "remark"),
        ],
        [("cell_error", "B3", "product_name"), ("cell_error", "G3", "amount")],
        [],
    ]
    assert inventory.lines["unreadable"].tolist() == [True, True, False]
    assert inventory.lines["model"].tolist() == ["", "FW-2", "G-1"]


def test_error_texts_of_csv_exports_are_problems_too(tmp_path):
    line = read_inventory(
        write(tmp_path / "a.csv", [HEADER, ["S1", "#N/A", "FW-1", "", 1, "#DIV/0!", "", ""]])
    ).lines.iloc[0]
    assert [remark.evidence["cell"] for remark in line["problems"]] == ["B2", "F2"]
    assert line["product_name"] == ""
    assert line["unreadable"]


def test_a_line_that_names_no_product_is_a_problem(tmp_path):
    line = read_inventory(write(tmp_path / "a.csv", [HEADER, ["S1", "", "", "示例甲", 1, 2, 2, ""]])).lines.iloc[0]
    assert line["unreadable"]
    assert [remark.code for remark in line["problems"]] == ["line_nameless"]


def test_what_cannot_be_typed_is_a_problem_with_its_cell(tmp_path):
    rows = [
        ["型号", "品牌", "数量", "单价", "销售日期"],
        ["A", "甲", "若干", "1.234,56", "03/04/2026"],
        ["B", "甲", "4台", "3.5万元", "2026年3月5日"],
        ["C", "甲", "", "", ""],
    ]
    lines = read_inventory(write(tmp_path / "a.csv", rows)).lines
    assert {remark.evidence["cell"]: remark.code for remark in lines["problems"][0]} == {
        "C2": "cell_not_number",
        "D2": "cell_ambiguous_number",
        "E2": "cell_not_date",
    }
    assert (lines["quantity"][1], lines["unit_price"][1], str(lines["date"][1].date())) == (
        Decimal(4),
        Decimal(35000),
        "2026-03-05",
    )
    assert lines["problems"].tolist()[1:] == [(), ()]


@pytest.mark.parametrize(
    ("above", "header", "cell", "column", "value", "currency"),
    [
        ("", "金额（万元）", "1.5", "", "15000", "CNY"), ("", "金额（万元）", "1,200元", "", "1200", "CNY"), ("单位：万元", "金额", "1.5", "", "15000", "CNY"), ("单位：元", "金额", "1.5", "USD", "1.5", "USD"),
        ("", "Amount (USD)", "100", "", "100", "USD"), ("", "金额", "$100", "HKD", "100", "HKD"), ("", "金额", "￥100", "人民币", "100", "CNY"), ("", "金额(元)", "100", "美元", "100", "USD"), ("", "金额", "100", "", "100", ""),
        ("", "金额", "EUR 100", "USD", None, "USD"), ("", "Amount (USD)", "100", "CNY", None, "CNY"), ("", "金额（万元）", "￥1.2", "", "12000", "CNY"),
    ],
)  # fmt: skip
def test_currency_and_magnitude(tmp_path, above, header, cell, column, value, currency):
    rows = [["台账", above], ["产品名称", "型号", header, "币种"], ["防火墙", "FW-1", cell, column]]
    line = read_inventory(write(tmp_path / "a.csv", rows)).lines.iloc[0]
    assert line["currency"] == currency
    assert line["amount"] == (None if value is None else Decimal(value))
    assert bool(line["problems"]) == (value is None)


def test_every_reason_and_problem_has_its_sentence(tmp_path):
    known = messages()
    for code in (
        "blank",
        "title",
        "no_header",
        "header",
        "repeated_header",
        "subtotal",
        "total",
        "note",
        "heading",
        "nothing_mapped",
    ):
        assert known[code].zh
        assert known[code].en
    for remarks in read_inventory(faulty(tmp_path / "a.xlsx")).lines["problems"]:
        for remark in remarks:
            assert remark.evidence["cell"] in remark.en
            assert remark.evidence["cell"] in remark.zh


def test_the_same_file_twice_and_only_some_sheets(tmp_path):
    path = faulty(tmp_path / "a.xlsx")
    assert read_inventory(path).lines.equals(read_inventory(path, sheets=["Sheet"]).lines)


WORDS = [
    "",
    "",
    "",
    "防火墙",
    "FW-1",
    "合计",
    "小计",
    "Total",
    "12",
    "3.5万元",
    "注：x",
    "型号",
    "品牌",
    "数量",
    "S-7",
    "2026-03-05",
    "一、设备",
    "#N/A",
    "文字。",
    "1,20",
]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.sampled_from(WORDS), min_size=5, max_size=5), max_size=14), above=st.integers(0, 2))
def test_rows_read_are_lines_and_rows_set_aside_and_no_product_text_is_lost(tmp_path, rows, above):
    header = ["料号", "产品名称", "型号", "数量", "金额"]
    table = [["标题"]] * above + [header, ["S0", "网闸", "G-0", "1", "5"], *rows]
    inventory = read_inventory(write(tmp_path / "a.csv", table))
    sheet = inventory.sheets[0]
    filled = [number for number, row in enumerate(table, start=1) if any(row)]
    assert sheet.rows_read == filled[-1] - filled[0] + 1 == sheet.lines + len(sheet.set_aside)
    lines = inventory.lines
    assert sorted([*lines["row"], *(aside.row for aside in sheet.set_aside)]) == list(range(filled[0], filled[-1] + 1))
    assert lines["row"].is_monotonic_increasing
    aside = {entry.row: entry.reason for entry in sheet.set_aside}
    plain = {"防火墙", "FW-1", "S-7", "网闸", "G-0"}
    if list(aside.values()).count("header") == 1:
        texts = {
            row: {line.sku, line.product_name, line.model}
            for row, line in zip(lines["row"], lines.itertuples(), strict=True)
        }
        for number, row in enumerate(table[above + 1 :], start=above + 2):
            if number in texts and row[1] in plain:
                assert row[1] in texts[number]
            if {row[1], row[2]} & plain and row[2] in plain:
                assert number not in aside
