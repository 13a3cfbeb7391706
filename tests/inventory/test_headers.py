"""Headers by content: names in two languages, units, several rows, wherever they stand."""

import csv
from decimal import Decimal

import pytest
import xlsxwriter

from checker.errors import InventoryError, UsageError
from checker.inventory.lines import LINE_COLUMNS
from checker.inventory.names import column_names, read_header
from checker.inventory.reading import FIELDS, read_inventory
from checker.resources import read_rows


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("型号", "model"), ("规格型号", "model"), ("型号 Model", "model"), ("Model\n型号", "model"), ("型号/Model", "model"), ("*型号", "model"), ("型 号", "model"), ("型号（必填）", "model"), ("2.型号", "model"),
        ("型號", "model"), ("MODEL NO.", "model"), ("Manufacturer Part Number", "model"), ("產品名稱", "product_name"), ("产品名称 Product Name", "product_name"), ("品牌/厂商", "manufacturer"), ("Brand", "manufacturer"),
        ("单价(元)", "unit_price"), ("Unit Price (USD)", "unit_price"), ("金额（万元）", "amount"), ("单价/元", "unit_price"), ("金额：元", "amount"), ("Unit Price USD", "unit_price"), ("含税单价（元/台）", "unit_price"),
        ("采购成本（单价）", "unit_cost"), ("销售日期", "date"), ("Invoice Date", "date"), ("数量(台)", "quantity"), ("Q'ty", "quantity"), ("证书编号", "certificate_number"), ("有效期至", "certificate_valid_until"), ("料号", "sku"), ("技术参数", "specification"),
        ("序号", "ignored"), ("Customer Name", "ignored"),
    ],
)  # fmt: skip
def test_names_of_columns(text, field):
    assert read_header(text).fields[0] == field


@pytest.mark.parametrize(
    "text", ["", "S5735-L24T4X-A", "下一代防火墙", "华为", "2026-03-05", "USB键盘鼠标套装", "总线", "USD", "1,200"]
)
def test_texts_that_name_no_column(text):
    assert read_header(text).fields == ()


@pytest.mark.parametrize(("text", "currency", "multiplier"), [("单价(元)", "CNY", 1), ("Unit Price (USD)", "USD", 1), ("金额（万元）", "CNY", 10000), ("金额(万美元)", "USD", 10000), ("单价/元", "CNY", 1), ("Amount USD", "USD", 1), ("含税单价（元/台）", "CNY", 1)])  # fmt: skip
def test_units_in_headers(text, currency, multiplier):
    unit = read_header(text).unit
    assert (unit.currency, unit.multiplier) == (currency, multiplier)


def test_the_data_names_only_fields_of_lines_and_no_name_twice_for_one_field():
    rows = read_rows("inventory", "columns.csv")
    assert {row["field"] for row in rows} <= {*FIELDS, "ignored"}
    assert len({(row["field"], row["name"]) for row in rows}) == len(rows)
    assert {row["becomes"] for row in read_rows("inventory", "groups.csv")} <= {*FIELDS, "ignored"}
    assert set(FIELDS) <= {field for fields, _ in column_names().values() for field in fields}


@pytest.mark.parametrize("above", [0, 1, 3, 12])
@pytest.mark.parametrize("header", [["料号", "品牌", "产品名称", "规格型号", "技术参数"], ["Part No.", "Brand", "Product Name", "Model", "Specification"], ["料號", "品牌", "產品名稱", "型號", "規格"]])  # fmt: skip
def test_a_header_below_titles(tmp_path, above, header):
    rows = [["某某公司 2026 年销售台账"]] * above + [header, ["00012", "示例甲", "防火墙", "1E5", "规格文字"]]
    inventory = read_inventory(write(tmp_path / "a.csv", rows))
    assert inventory.sheets[0].header_row == above + 1
    line = inventory.lines.iloc[0]
    assert (line["row"], line["sku"], line["manufacturer"], line["product_name"], line["model"], line["specification"]) == (
        above + 2, "00012", "示例甲", "防火墙", "1E5", "规格文字",
    )  # fmt: skip
    assert tuple(inventory.lines.columns) == LINE_COLUMNS


def merged_header(path, depth):
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("明细")
        sheet.merge_range("A1:H1", "年度销售明细表")
        if depth == 3:
            sheet.merge_range("A2:H2", "全部数据")
        top = depth - 1
        sheet.merge_range(top, 0, top + 1, 0, "序号")
        sheet.merge_range(top, 1, top, 3, "产品信息")
        sheet.write_row(top + 1, 1, ["名称", "型号", "品牌"])
        sheet.merge_range(top, 4, top, 5, "采购信息")
        sheet.write_row(top + 1, 4, ["单价", "日期"])
        sheet.merge_range(top, 6, top, 7, "销售信息")
        sheet.write_row(top + 1, 6, ["单价", "日期"])
        sheet.write_row(top + 2, 0, [1, "防火墙", "FW-1", "示例甲", 700, "2026-01-01", 1000, "2026-02-02"])
    return path


@pytest.mark.parametrize("depth", [2, 3])
def test_a_merged_header_of_several_rows_tells_purchase_from_sale(tmp_path, depth):
    inventory = read_inventory(merged_header(tmp_path / "a.xlsx", depth))
    sheet = inventory.sheets[0]
    assert {field: column.letter for field, column in sheet.columns.items()} == {
        "product_name": "B", "model": "C", "manufacturer": "D", "unit_cost": "E", "unit_price": "G", "date": "H",
    }  # fmt: skip
    assert sheet.header_row == depth + 1
    line = inventory.lines.iloc[0]
    assert (line["unit_price"], line["unit_cost"], str(line["date"].date())) == (
        Decimal(1000),
        Decimal(700),
        "2026-02-02",
    )


def test_a_header_of_two_rows_without_merged_cells(tmp_path):
    rows = [["产品", "", "", "库存", "", "销售", ""], ["名称", "型号", "品牌", "数量", "金额", "数量", "金额"], ["防火墙", "FW-1", "示例甲", 3, 300, 2, 200]]  # fmt: skip
    line = read_inventory(write(tmp_path / "a.csv", rows)).lines.iloc[0]
    assert (line["product_name"], line["stock_quantity"], line["amount"]) == ("防火墙", Decimal(3), Decimal(200))
    assert Decimal(2) in (line["quantity"], line["sold_quantity"])


def test_several_tables_on_one_sheet_each_under_its_own_header(tmp_path):
    rows = [
        ["一、国产设备"], ["产品名称", "型号", "品牌", "数量"], ["防火墙", "FW-1", "示例甲", 1], [], ["二、进口设备"],
        ["Brand", "Model", "Product Name", "Qty"], ["Example", "EX-1", "Router", 2], [],
        ["Brand", "Model", "Product Name", "Qty"], ["Example", "EX-2", "Switch", 3],
    ]  # fmt: skip
    inventory = read_inventory(write(tmp_path / "a.csv", rows))
    lines = inventory.lines
    assert lines[["row", "manufacturer", "model", "product_name"]].to_numpy().tolist() == [
        [3, "示例甲", "FW-1", "防火墙"], [7, "Example", "EX-1", "Router"], [10, "Example", "EX-2", "Switch"],
    ]  # fmt: skip
    reasons = {aside.row: aside.reason for aside in inventory.sheets[0].set_aside}
    assert (reasons[1], reasons[2], reasons[6], reasons[9]) == ("title", "header", "header", "repeated_header")


def test_a_part_number_is_also_the_model_where_there_is_no_other(tmp_path):
    line = read_inventory(
        write(tmp_path / "a.csv", [["Part Number", "Description", "Qty"], ["FG-60F", "Firewall", 1]])
    ).lines.iloc[0]
    assert (line["sku"], line["model"], line["product_name"]) == ("FG-60F", "FG-60F", "Firewall")


def test_of_two_columns_for_one_field_the_better_name_with_content_counts(tmp_path):
    rows = [
        ["名称", "型号", "规格型号", "品牌", "生产厂商", "日期", "销售日期"],
        ["网闸", "", "GAP-1", "甲", "甲公司", "2026-01-01", "2026-02-02"],
    ]
    inventory = read_inventory(write(tmp_path / "a.csv", rows))
    line = inventory.lines.iloc[0]
    assert (line["model"], line["manufacturer"], str(line["date"].date())) == ("GAP-1", "甲公司", "2026-02-02")
    assert inventory.sheets[0].ignored == ("型号", "日期")


def test_columns_named_by_the_reader(tmp_path):
    path = write(tmp_path / "a.csv", [["alpha", "beta", "型号"], ["防火墙", "FW-1", "内部"], ["网闸", "G-1", "内部"]])
    named = read_inventory(path, columns={"product_name": "alpha", "model": "B"})
    assert named.lines[["product_name", "model"]].to_numpy().tolist() == [["防火墙", "FW-1"], ["网闸", "G-1"]]
    assert named.sheets[0].columns["model"].header == "beta"


def test_letters_alone_on_a_table_without_known_names(tmp_path):
    path = write(tmp_path / "a.csv", [["alpha", "beta"], ["防火墙", "FW-1"]])
    inventory = read_inventory(path, columns={"product_name": "A", "model": "b"})
    assert inventory.lines["model"].tolist() == ["FW-1"]
    assert inventory.sheets[0].header_row == 1


def test_letters_alone_on_a_table_without_a_header_lose_no_row(tmp_path):
    path = write(tmp_path / "a.csv", [["防火墙", "FW-1"], ["网闸", "G-1"]])
    assert read_inventory(path, columns={"product_name": "A", "model": "B"}).lines["model"].tolist() == ["FW-1", "G-1"]


def test_a_field_or_header_that_there_is_not(tmp_path):
    path = write(tmp_path / "a.csv", [["型号", "品牌"], ["FW-1", "示例甲"]])
    with pytest.raises(UsageError) as caught:
        read_inventory(path, columns={"colour": "A"})
    assert "manufacturer" in caught.value.facts["fields"]
    with pytest.raises(UsageError) as caught:
        read_inventory(path, columns={"model": "Typ"})
    assert caught.value.facts["headers"] == "型号、品牌"


def test_no_usable_column_names_what_was_seen(tmp_path):
    path = write(tmp_path / "a.csv", [["alpha", "beta"], [1, 2]])
    with pytest.raises(InventoryError) as caught:
        read_inventory(path)
    assert caught.value.code == "inventory_no_columns"
    assert "alpha、beta" in caught.value.facts["texts"]


def test_an_unreadable_file_is_an_inventory_error(tmp_path):
    with pytest.raises(InventoryError) as caught:
        read_inventory(tmp_path / "none.xlsx")
    assert caught.value.code == "table_missing"


def test_a_table_whose_header_is_unknown_is_not_passed_over_in_silence(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        cover = workbook.add_worksheet("封面")
        cover.write(0, 0, "2026 年台账")
        good = workbook.add_worksheet("明细")
        good.write_row(0, 0, ["型号", "品牌"])
        good.write_row(1, 0, ["FW-1", "示例甲"])
        other = workbook.add_worksheet("Übersicht")
        for row in range(5):
            other.write_row(row, 0, ["Gerät", "Hersteller GmbH", f"T-{row}", row])
    sheets = read_inventory(path).sheets
    assert [sheet.looks_tabular for sheet in sheets] == [False, False, True]
    assert [sheet.lines for sheet in sheets] == [0, 1, 0]
