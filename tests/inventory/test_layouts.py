"""Tables that are laid out in other ways: cards, pivot tables, tables under each other, carried sums."""

import csv
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

from checker.errors import InventoryError
from checker.inventory.batches import read_in_batches
from checker.inventory.names import is_aggregate, read_header
from checker.inventory.reading import read_inventory
from checker.messages import messages


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def save(path, rows):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


CARDS = [
    ["设备登记卡"],
    ["设备名称", "防火墙"], ["品牌", "示例甲"], ["型号", "FW-1"], ["数量", 1], ["单价（元）", 60000], ["存放地点", "机房"], [],
    ["设备名称", "堡垒机"], ["品牌", "示例乙"], ["型号", "=A1"], ["数量", 2], ["单价（元）", "面议"],
]  # fmt: skip
FORM = [
    ["设备名称", "防火墙", "品牌", "示例甲"], ["型号", "FW-1", "数量", 1], ["单价（元）", 60000, "存放地点", "机房"],
    ["设备名称", "堡垒机", "品牌", "示例乙"], ["型号", "=A1", "数量", 2], ["单价（元）", "面议", "存放地点", ""],
]  # fmt: skip


@pytest.mark.parametrize(("table", "cells"), [(CARDS, ("B11", "B13")), (FORM, ("B5", "B6"))])
def test_cards_of_one_field_a_row_or_of_pairs_are_lines(tmp_path, table, cells):
    inventory = read_inventory(save(tmp_path / "a.xlsx", table))
    lines, sheet = inventory.lines, inventory.sheets[0]
    assert lines[["product_name", "manufacturer", "model"]].to_numpy().tolist() == [
        ["防火墙", "示例甲", "FW-1"],
        ["堡垒机", "示例乙", ""],
    ]
    assert lines["quantity"].tolist() == [Decimal(1), Decimal(2)]
    assert lines["unit_price"].tolist() == [Decimal(60000), None]
    assert lines["currency"].tolist() == ["CNY", "CNY"]
    assert lines["unreadable"].tolist() == [False, True]
    assert {(remark.code, remark.evidence["cell"]) for remark in lines["problems"][1]} == {
        ("cell_formula", cells[0]),
        ("cell_not_money", cells[1]),
    }
    assert sheet.rows_read == len(table) == sheet.lines + len(sheet.set_aside)
    assert not sheet.looks_tabular
    assert {aside.reason for aside in sheet.set_aside} <= {"card", "title", "blank"}
    assert sheet.columns["model"].letter == "B"
    assert [note.code for note in sheet.notes] == ["sheet_of_cards"]


def test_cards_whose_cells_hold_name_and_value(tmp_path):
    table = [
        ["产品名称：防火墙", "品牌：示例甲"],
        ["型号：FW-1", "数量：2"],
        ["产品名称：网闸", "品牌：示例乙"],
        ["型号：G-1"],
    ]
    lines = read_inventory(write(tmp_path / "a.csv", table)).lines
    assert lines[["row", "product_name", "manufacturer", "model"]].to_numpy().tolist() == [
        [1, "防火墙", "示例甲", "FW-1"],
        [3, "网闸", "示例乙", "G-1"],
    ]


@pytest.mark.parametrize("head", [["字段", "说明"], ["项目", "参数"], ["名称", "规格"]])
def test_cards_below_a_header_of_their_two_columns(tmp_path, head):
    inventory = read_inventory(save(tmp_path / "a.xlsx", [head, *CARDS[1:]]))
    assert inventory.lines["product_name"].tolist() == ["防火墙", "堡垒机"]
    assert not inventory.sheets[0].looks_tabular


def test_signatures_below_a_table_are_no_further_table(tmp_path):
    table = [
        ["产品名称", "型号", "数量"],
        ["防火墙", "FW-1", 1],
        [],
        ["制表人", "审核人", "日期"],
        ["张三", "李四", "2026-03-01"],
    ]
    inventory = read_inventory(write(tmp_path / "a.csv", table))
    assert not inventory.sheets[0].looks_tabular


def test_cards_beside_what_is_no_card_are_looked_at_by_a_person(tmp_path):
    strange = [*CARDS[:7], ["", "入侵防御", "IPS-1"], *CARDS[7:]]
    assert read_inventory(save(tmp_path / "a.xlsx", strange)).sheets[0].looks_tabular
    mixed = [*CARDS[:7], [], ["产品名称", "型号", "品牌", "数量"], ["网闸", "G-1", "示例甲", 1]]
    inventory = read_inventory(save(tmp_path / "b.xlsx", mixed))
    assert "网闸" in inventory.lines["product_name"].tolist()
    assert inventory.sheets[0].looks_tabular or inventory.lines["unreadable"].any()


def test_names_of_columns_are_never_products_in_silence(tmp_path):
    table = [["设备名称", "数量", "金额"], ["防火墙", 1, 5], ["品牌", "示例甲"], ["型号", "FW-1"], ["使用部门", "财务"]]
    lines = read_inventory(write(tmp_path / "a.csv", table)).lines
    assert lines.set_index("row")["unreadable"].to_dict() == {2: False, 3: True, 4: True, 5: True}
    assert "line_names_column" in [remark.code for remark in lines["problems"][1]]


@pytest.mark.parametrize("head", [["项目名称", "某某采购项目"], ["供应商", "示例公司"], ["日期", "2026-03-05"]])
def test_the_head_of_an_order_is_no_card(tmp_path, head):
    table = [head, ["合同编号", "X-1"], [], ["产品名称", "型号", "数量"], ["防火墙", "FW-1", 1], ["网闸", "G-1", 1]]
    inventory = read_inventory(write(tmp_path / "a.csv", table))
    assert inventory.lines["model"].tolist() == ["FW-1", "G-1"]
    assert not inventory.sheets[0].looks_tabular


def test_a_table_turned_on_its_side_is_refused(tmp_path):
    table = [["产品名称", "防火墙", "网闸"], ["品牌", "示例甲", "示例乙"], ["型号", "FW-1", "G-1"], ["数量", 1, 2]]
    with pytest.raises(InventoryError):
        read_inventory(save(tmp_path / "a.xlsx", table))


STACKED = [
    ["名称", "型号", "品牌", "数量", "单价", "合计"], ["防火墙", "FW-1", "示例甲", 1, 500, 500], ["合计", "", "", 1, "", 500], [],
    ["三、服务"],
]  # fmt: skip


@pytest.mark.parametrize(
    "header", [["序号", "服务内容", "金额"], ["服务内容", "金额"], ["服务内容", "单价（元）", "小计"]]
)
def test_a_further_table_with_few_columns_has_its_own_header(tmp_path, header):
    last = [1, "防火墙安装"] if len(header) == 3 and header[0] == "序号" else ["防火墙安装"]
    table = [*STACKED, header, [*last, *[30000] * (len(header) - len(last))]]
    lines = read_inventory(write(tmp_path / "a.csv", table)).lines
    assert lines[["row", "product_name", "manufacturer"]].to_numpy().tolist() == [
        [2, "防火墙", "示例甲"],
        [7, "防火墙安装", ""],
    ]
    assert lines["amount"].tolist() == [Decimal(500), Decimal(30000)]


@pytest.mark.parametrize("header", [["序号", "某某条目", "金额"], ["某某条目", "金额"]])
def test_a_further_table_without_a_known_product_column_is_not_swallowed(tmp_path, header):
    table = [*STACKED, header, [1, "日志审计", 30000] if len(header) == 3 else ["日志审计", 30000]]
    inventory = read_inventory(write(tmp_path / "a.csv", table))
    assert inventory.lines["row"].tolist() == [2]
    assert inventory.sheets[0].looks_tabular
    assert {aside.row: aside.reason for aside in inventory.sheets[0].set_aside}[7] == "no_header"


@pytest.mark.parametrize(("header", "amount"), [(["产品名称", "型号", "北京仓", "上海仓", "合计"], None), (["产品名称", "型号", "数量", "单价", "合计"], Decimal(5)), (["产品名称", "型号", "北京仓", "上海仓", "合计（元）"], Decimal(5))])  # fmt: skip
def test_a_mere_total_is_money_only_beside_a_price(tmp_path, header, amount):
    lines = read_inventory(write(tmp_path / "a.csv", [header, ["防火墙", "FW-1", 2, 3, 5]])).lines
    assert lines["amount"].tolist() == [amount]


def test_lines_below_a_heading_are_no_header(tmp_path):
    table = [
        ["名称", "型号", "品牌", "数量"], ["一、设备"], ["设备", "单位", "示例甲", 2], ["二、软件"], ["软件", "版本", "", ""], ["网闸", "G-1", "示例甲", 3],
    ]  # fmt: skip
    assert read_inventory(write(tmp_path / "a.csv", table)).lines["row"].tolist() == [3, 5, 6]


@pytest.mark.parametrize(
    ("quantity", "amount", "ending", "grand"),
    [("求和项:数量", "求和项:金额", "汇总", "总计"), ("求和项：数量", "求和项：金额", "汇总", "总计"), ("Sum of Qty", "Sum of Amount", "Total", "Grand Total")],
)  # fmt: skip
def test_a_pivot_table(tmp_path, quantity, amount, ending, grand):
    table = [
        ["供应商", "品牌", "产品名称", "规格型号", quantity, amount],
        ["甲公司", "示例甲", "防火墙", "FW-1", 1, 1000],
        ["", "", "", "FW-2", 2, 4000],
        ["", "", f"防火墙 {ending}", "", 3, 5000],
        ["", f"示例甲 {ending}", "", "", 3, 5000],
        ["", "示例乙", "网闸", "G-1", 1, 9000],
        [f"甲公司 {ending}", "", "", "", 4, 14000],
        [grand, "", "", "", 4, 14000],
    ]
    inventory = read_inventory(write(tmp_path / "a.csv", table))
    lines = inventory.lines
    assert lines[["row", "seller", "manufacturer", "product_name", "model"]].to_numpy().tolist() == [
        [2, "甲公司", "示例甲", "防火墙", "FW-1"],
        [3, "甲公司", "示例甲", "防火墙", "FW-2"],
        [6, "甲公司", "示例乙", "网闸", "G-1"],
    ]
    assert lines["amount"].tolist() == [Decimal(1000), Decimal(4000), Decimal(9000)]
    assert [aside.reason for aside in inventory.sheets[0].set_aside] == ["header", *["subtotal"] * 3, "total"]


def test_headers_of_pivot_tables():
    assert (read_header("求和项:金额（万元）").fields[0], read_header("求和项:金额（万元）").unit.multiplier) == (
        "amount",
        10000,
    )
    assert read_header("计数项:型号").fields == ("ignored",)
    assert read_header("Count of Model").fields == ("ignored",)
    assert not is_aggregate("数量")
    assert not is_aggregate("Summary")


HEADER = ["序号", "产品名称", "型号", "数量", "金额"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "承前页", "", "", 4000], "subtotal"), (["", "过次页", "", "", 4000], "subtotal"), (["", "Carried forward", "", "", 4000], "subtotal"), (["", "——", "——", "", ""], "filler"), (["", "......", "", "", ""], "filler"),
        ([3, "……", "……", "", ""], "filler"), (["---", "---", "---", "---", "---"], "filler"), (["=====", "", "", "", ""], "heading"), (["", "〃", "〃", 2, 5], None), (["", "——", "", 2, 500], None), (["", "", "A-1", "-", "-"], None),
    ],
)  # fmt: skip
def test_carried_sums_and_rows_of_dashes(tmp_path, row, reason):
    table = [HEADER, [1, "防火墙", "FW-1", 1, 500], row, [2, "网闸", "G-1", 1, 500]]
    sheet = read_inventory(write(tmp_path / "a.csv", table)).sheets[0]
    assert {aside.row: aside.reason for aside in sheet.set_aside}.get(3) == reason


def test_a_line_that_only_a_column_of_another_name_names_is_looked_at(tmp_path):
    header = ["产品名称", "项目名称", "数量"]
    table = [header, ["防火墙", "某某项目", 1], ["", "某某项目", 2], ["网闸", "", 1]]
    inventory = read_inventory(write(tmp_path / "a.csv", table))
    assert inventory.lines["product_name"].tolist() == ["防火墙", "某某项目", "网闸"]
    assert inventory.lines["unreadable"].tolist() == [False, True, False]
    assert [note.code for note in inventory.sheets[0].notes] == ["columns_joined"]


def test_every_sentence_is_there():
    for code in ("card", "filler", "sheet_of_cards", "columns_joined", "line_names_column", "line_named_elsewhere"):
        assert messages()[code].zh
        assert messages()[code].en


def test_a_line_right_above_a_further_header_stays_a_line(tmp_path):
    table = [
        ["产品名称", "型号", "数量"],
        ["防火墙", "FW-1", 1],
        ["网闸", "示例款"],
        ["软件名称", "版本", "金额"],
        ["审计系统", "V", 1],
    ]
    assert read_inventory(write(tmp_path / "a.csv", table)).lines["row"].tolist() == [2, 3, 5]


HEAD = ["名称", "型号", "型号", "品牌", "单价"]
LAYOUTS = {
    "dittos": [HEAD, ["防火墙", "A", "", "示例甲", 5], *([["同上", "", "B", "〃", 5]] * 7)],
    "pivot": [
        ["供应商", "产品名称", "规格型号", "求和项:金额"], ["甲", "防火墙", "F1", 1], *([["", "", "F2", 1]] * 6), ["甲 汇总", "", "", 7],
    ],
    "unknown": [HEAD, ["防火墙", "A", "", "示例甲", 5], [], ["某某条目", "金额"], *([["审计服务", 5]] * 5), [], HEAD, ["网闸", "G", "", "", 1]],
    "stacked": [HEAD, ["防火墙", "A", "", "示例甲", 5], ["三、服务"], ["服务内容", "金额"], *([["审计服务", 5]] * 5)],
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("rows", [2, 3])
def test_batches_give_what_one_reading_gives(tmp_path, layout, rows):
    path = write(tmp_path / "a.csv", LAYOUTS[layout])
    whole, batches = read_inventory(path), list(read_in_batches(path, rows))
    lines = pd.concat([batch.lines for batch in batches], ignore_index=True)
    assert lines.astype(str).equals(whole.lines.astype(str))
    assert tuple(aside for batch in batches for aside in batch.sheets[0].set_aside) == whole.sheets[0].set_aside
    assert any(batch.sheets[0].looks_tabular for batch in batches) == whole.sheets[0].looks_tabular
