"""What holds for the first rows holds for the thousandth: headers, totals, numbers, stray cells, hidden parts."""

import csv
import datetime as dt
import random
from decimal import Decimal

import openpyxl
import xlsxwriter

from checker.inventory.money import parse_money, parse_quantity
from checker.inventory.reading import read_inventory
from checker.messages import messages

HEADER = ["料号", "产品名称", "型号", "数量", "单价", "销售日期"]


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def test_headers_and_totals_far_down(tmp_path):
    rows = [HEADER]
    for page in range(40):
        rows += [[f"S{page}-{row}", "防火墙", f"FW-{row}", 1, 5, "2026-03-05"] for row in range(50)]
        rows += [["小计", "", "", 50, "", ""], HEADER]
    rows += [
        ["Brand", "Model", "Product Name", "Qty", "Unit Price", ""],
        ["Example", "EX-1", "Router", 2, 7, ""],
        ["Total", "", "", 2, "", ""],
    ]
    inventory = read_inventory(write(tmp_path / "a.csv", rows))
    reasons = [aside.reason for aside in inventory.sheets[0].set_aside]
    assert (
        len(inventory.lines),
        reasons.count("subtotal"),
        reasons.count("repeated_header"),
        reasons.count("header"),
        reasons.count("total"),
    ) == (2001, 40, 40, 2, 1)
    last = inventory.lines.iloc[-1]
    assert (last["manufacturer"], last["model"], last["product_name"], last["row"]) == (
        "Example",
        "EX-1",
        "Router",
        len(rows) - 1,
    )


def test_columns_are_what_one_row_at_a_time_would_give(tmp_path):
    pick = random.Random(7)
    prices = [
        "￥1,200.00",
        "3.5万元",
        "1,200元",
        "USD 5",
        "(7.00)",
        "1.234,56",
        "",
        "-",
        "面议",
        "88.10",
        "￥7",
        "1e3",
        "12,345",
        "(1,200.50)",
    ]
    quantities = ["4", "4台", "1,000", "", "若干", "2 套", "3.0"]
    rows = [
        [f"{row:05d}", f"名{pick.randrange(9)}", f"{row}E5", pick.choice(quantities), pick.choice(prices), ""]
        for row in range(1500)
    ]
    lines = read_inventory(write(tmp_path / "a.csv", [HEADER, *rows])).lines
    assert lines["sku"].tolist() == [row[0] for row in rows]
    assert lines["model"].tolist() == [row[2] for row in rows]
    assert lines["quantity"].tolist() == [parse_quantity(row[3]).value for row in rows]
    assert lines["unit_price"].tolist() == [parse_money(row[4]).value for row in rows]
    assert lines["currency"].tolist() == [next(iter(parse_money(row[4]).currencies), "") for row in rows]
    problems = [{remark.code for remark in remarks} for remarks in lines["problems"]]
    assert problems == [{parse_quantity(row[3]).problem, parse_money(row[4]).problem} - {""} for row in rows]


def test_numbers_and_dates_of_a_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(2, 1, HEADER)
        sheet.write_row(3, 1, ["00012", "防火墙", "1E5", 3, 0.1 + 0.2])
        sheet.write_datetime(3, 6, dt.datetime(2026, 3, 5), day)  # noqa: DTZ001 - cells know no zone
        sheet.write_row(4, 1, ["00013", "网闸", "1E6", "3", 5471.9, 46086])
    inventory = read_inventory(path)
    assert inventory.sheets[0].columns["model"].letter == "D"
    first, second = (inventory.lines.iloc[place] for place in (0, 1))
    assert (first["row"], first["sku"], first["model"], first["quantity"], first["unit_price"]) == (
        4,
        "00012",
        "1E5",
        Decimal(3),
        Decimal("0.3"),
    )
    assert (second["unit_price"], first["date"], second["date"]) == (Decimal("5471.9"), second["date"], first["date"])


def test_a_stray_cell_loses_nothing_and_what_is_hidden_is_told(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(HEADER)
    sheet.append(["S1", "防火墙", "FW-1", 3, 5, "2026-03-05"])
    sheet.append(["S2", "网闸", "=A1", 3, 5, "2026-03-05"])
    sheet["XFD1048576"] = "x"
    sheet.row_dimensions[2].hidden = True
    workbook.save(path)
    inventory = read_inventory(path)
    reading = inventory.sheets[0]
    assert inventory.lines["row"].tolist() == [2, 3]
    assert inventory.lines["unreadable"].tolist() == [False, True]
    assert reading.rows_read == reading.lines + len(reading.set_aside)
    assert [(aside.row, aside.reason) for aside in reading.set_aside] == [(1, "header"), (1048576, "heading")]
    assert [note.code for note in reading.notes] == ["rows_hidden"]
    assert all(messages()[note.code].zh and "1" in note.en for note in reading.notes)


def test_a_web_page_saved_as_xls(tmp_path):
    path = tmp_path / "a.xls"
    path.write_text(
        "<html><meta charset=utf-8><table><tr><th>产品名称<th>型号</tr><tr><td>防火墙<td>FW-1</tr></table></html>",
        encoding="utf-8",
    )
    assert read_inventory(path).lines["model"].tolist() == ["FW-1"]
