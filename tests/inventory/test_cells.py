"""Cells that need a look beyond themselves: at the cell above, a second column, the header, the number format."""

import csv
from decimal import Decimal

import pytest
import xlsxwriter

from checker.inventory.batches import read_in_batches
from checker.inventory.dittos import is_ditto
from checker.inventory.formats import read_format
from checker.inventory.reading import read_inventory
from checker.messages import messages


def read(tmp_path, *rows, **options):
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return read_inventory(path, **options).lines


def codes(lines):
    return [[remark.code for remark in remarks] for remarks in lines["problems"]]


@pytest.mark.parametrize(
    "word", ["同上", "同 上", "(同上)", "〃", "″", '"', "”", "Ditto", "ditto.", "Same as above", "as above"]
)
def test_a_ditto_takes_over_the_cell_above_and_is_noted(tmp_path, word):
    header = ["产品名称", "品牌", "型号", "数量"]
    lines = read(tmp_path, header, ["防火墙", "示例甲", "FW-1", 1], [word, word, word, 2], [word, "", "FW-2", 3])
    assert lines[["product_name", "manufacturer", "model"]].to_numpy().tolist() == [
        ["防火墙", "示例甲", "FW-1"],
        ["防火墙", "示例甲", "FW-1"],
        ["防火墙", "", "FW-2"],
    ]
    assert codes(lines) == [[], ["cell_ditto"] * 3, ["cell_ditto"]]
    assert not lines["unreadable"].any()


def test_what_a_ditto_adds_stays_behind_what_it_takes_over(tmp_path):
    lines = read(tmp_path, ["产品名称", "型号"], ["防火墙", "FW-1"], ["同上（备机）", "FW-1B"])
    assert lines["product_name"].tolist() == ["防火墙", "防火墙(备机)"]


def test_a_ditto_below_nothing_cannot_be_read(tmp_path):
    lines = read(tmp_path, ["产品名称", "型号"], ["同上", "FW-1"], ["网闸", ""], ["网闸", "〃"])
    assert codes(lines) == [["cell_ditto_of_nothing"], [], ["cell_ditto_of_nothing"]]
    assert lines["unreadable"].tolist() == [True, False, True]


@pytest.mark.parametrize("text", ["", "防火墙", "同上海产", "Dittobox", "As above board", "同上位机"])
def test_names_that_only_begin_like_a_ditto(text):
    assert not is_ditto(text)


def test_the_second_column_of_a_field_counts_where_the_first_is_empty(tmp_path):
    lines = read(
        tmp_path,
        ["名称", "名称", "型号", "型号", "数量"],
        ["", "防火墙", "", "FW-1", 1],
        ["打印机", "", "-", "M-1", 1],
        ["网闸", "网闸", "G-1", "G-1", 1],
        ["设备", "防火墙", "A", "FW-2", 1],
    )
    assert lines[["product_name", "model"]].to_numpy().tolist() == [
        ["防火墙", "FW-1"],
        ["打印机", "M-1"],
        ["网闸", "G-1"],
        ["设备", "A"],
    ]
    assert codes(lines) == [[], [], [], ["cell_second_text"] * 2]
    assert lines["unreadable"].tolist() == [False, False, False, True]


def test_each_of_two_price_columns_has_its_own_currency_and_unit(tmp_path):
    lines = read(
        tmp_path,
        ["产品名称", "型号", "单价(USD)", "单价(万元)"],
        ["防火墙", "FW-1", 1000, ""],
        ["防火墙", "FW-2", "", 1.5],
        ["防火墙", "FW-3", "-", "￥900"],
        ["防火墙", "FW-4", "", "面议"],
        ["防火墙", "FW-5", 10, 20],
    )
    assert lines["unit_price"].tolist() == [Decimal(1000), Decimal(15000), Decimal(9000000), None, Decimal(10)]
    assert lines["currency"].tolist()[:3] == ["USD", "CNY", "CNY"]
    assert lines["currency"][4] == "USD"
    assert [(remark.code, remark.evidence["cell"]) for remark in lines["problems"][3]] == [("cell_not_money", "D5")]


def test_a_second_date_or_seller_under_another_name_does_not_step_in(tmp_path):
    header = ["产品名称", "型号", "销售日期", "合同日期", "销售方", "供应商"]
    line = read(tmp_path, header, ["防火墙", "FW-1", "2026-02-02", "2025-01-01", "甲", "乙"], ["防火墙", "FW-2", "", "2025-01-01", "", "乙"]).iloc[1]  # fmt: skip
    assert str(line["date"]) == "NaT"
    assert line["seller"] == ""


@pytest.mark.parametrize(
    ("cell", "price", "amount", "currency"),
    [
        ("1500.00/3000.00/美元", "1500.00", "3000.00", "USD"), ("2,500 ／ 5,000 ／ USD", "2500", "5000", "USD"), ("10.00 20.00 欧元", "10.00", "20.00", "EUR"), ("1200", "1200", None, ""), ("100/200", None, None, ""),
    ],
)  # fmt: skip
def test_price_sum_and_currency_in_one_cell(tmp_path, cell, price, amount, currency):
    line = read(tmp_path, ["商品名称", "规格型号", "单价/总价/币制"], ["防火墙", "FW-1", cell]).iloc[0]
    assert line["unit_price"] == (None if price is None else Decimal(price))
    assert line["amount"] == (None if amount is None else Decimal(amount))
    assert line["currency"] == currency
    assert bool(line["problems"]) == (price is None)


@pytest.mark.parametrize(("order", "day"), [("", "NaT"), ("dmy", "2026-04-03"), ("mdy", "2026-03-04")])
def test_the_reader_says_which_number_of_a_date_is_the_day(tmp_path, order, day):
    table = [["产品名称", "型号", "销售日期"], ["防火墙", "FW-1", "03/04/2026"], ["防火墙", "FW-2", "2026-03-05"]]
    lines = read(tmp_path, *table, date_order=order)
    assert [str(found)[:10] for found in lines["date"]] == [day, "2026-03-05"]
    assert codes(lines) == [[] if order else ["cell_not_date"], []]
    batches = [batch.lines for batch in read_in_batches(tmp_path / "a.csv", 2, date_order=order)]
    assert str(batches[0]["date"].iloc[0])[:10] == day


def formatted(path, cells, header=("产品名称", "型号", "单价"), currency=None):
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.write_row(0, 0, header)
        for row, (value, code) in enumerate(cells, start=1):
            sheet.write_row(row, 0, ["防火墙", f"FW-{row}"])
            sheet.write(row, 2, value, workbook.add_format({"num_format": code}) if code else None)
            if currency:
                sheet.write(row, 3, currency)
    return read_inventory(path).lines


@pytest.mark.parametrize(
    ("code", "currency", "price"),
    [
        ("[$$-409]#,##0.00", "USD", "12.5"), ("[$€-2] #,##0.00", "EUR", "12.5"), ('"US$"#,##0', "USD", "12.5"), ('"$"#,##0.00', "USD", "12.5"), ("[$HK$-C04]#,##0", "HKD", "12.5"), ("[$$-C09]0.0", "AUD", "12.5"),
        ('"¥"#,##0.00', "CNY", "12.5"), ("[$¥-411]0", "JPY", "12.5"), ('0.00"元"', "CNY", "12.5"), ('0.00"万元"', "CNY", "125000"), ('0!.0,"万元"', "CNY", "12.5"), ("#,##0.00", "", "12.5"), ('0.0"台"', "", "12.5"),
        ('_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)', "USD", "12.5"), ('_ * #,##0.00_ ;_ * "-"??_ ', "", "12.5"),
    ],
)  # fmt: skip
def test_a_currency_that_only_the_number_format_shows(tmp_path, code, currency, price):
    lines = formatted(tmp_path / "a.xlsx", [(12.5, code), (12.5, code)])
    assert lines["currency"].tolist() == [currency] * 2
    assert lines["unit_price"].tolist() == [Decimal(price)] * 2
    assert codes(lines) == [[], []]


def test_header_and_currency_column_decide_before_a_number_format_that_differs_and_is_noted(tmp_path):
    for header, currency in (
        (("产品名称", "型号", "单价(元)"), None),
        (("产品名称", "型号", "单价", "币种"), "人民币"),
    ):
        lines = formatted(tmp_path / "a.xlsx", [(5, "[$€-2] 0")], header, currency)
        assert (lines["currency"][0], lines["unit_price"][0]) == ("CNY", Decimal(5))
        assert codes(lines) == [["currency_format_differs"]]
    lines = formatted(tmp_path / "a.xlsx", [(5, '"$"0')], ("产品名称", "型号", "单价", "币种"), "HKD")
    assert (lines["currency"][0], codes(lines)) == ("HKD", [[]])


def test_number_formats_that_differ_within_a_column_are_noted(tmp_path):
    lines = formatted(tmp_path / "a.xlsx", [(5, "[$€-2] 0"), (6, '"US$"0'), (7, None), (None, None)])
    assert lines["currency"].tolist()[:3] == ["EUR", "USD", ""]
    assert codes(lines) == [["currency_formats_mixed"]] * 3 + [[]]


def test_signs_of_yuan_on_some_cells_only_are_no_difference(tmp_path):
    lines = formatted(tmp_path / "a.xlsx", [(5, '"¥"0'), (6, None)])
    assert lines["currency"].tolist() == ["CNY", ""]
    assert codes(lines) == [[], []]


def test_a_number_format_of_dates_or_of_pieces_is_no_money():
    assert read_format('yyyy"年"m"月"') is None
    assert read_format('0"台"') is None


def test_the_problems_have_their_sentences():
    for code in ("cell_ditto", "cell_ditto_of_nothing", "cell_second_text", "currency_format_differs", "currency_formats_mixed"):  # fmt: skip
        assert messages()[code].zh
        assert messages()[code].en
