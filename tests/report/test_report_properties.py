"""What holds for any text a cell can have."""

import csv
from io import BytesIO, StringIO

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.report.attention import encode_products, name_product
from checker.report.coded import encode, to_arrow
from checker.report.columns import Columns
from checker.report.content import build_report
from checker.report.csv_table import write as write_csv
from checker.report.page.charts import shorten
from checker.report.page.data import escape_script
from checker.report.safety import clean_cell, clean_cells, clean_line, disarm
from checker.report.words import money, name_files, name_places
from checker.report.workbook import layout
from checker.report.workbook.book import OPTIONS
from checker.report.workbook.grid import Grid
from checker.report.workbook.layout import Book
from checker.report.workbook.streamed import splice
from checker.report.workbook.styles import ROWS, Formats

CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS, max_size=12) | st.sampled_from(
    ["", "0", "00", "-1.50", "1e5", "=1", "_x0041_", " a ", "12345678901234567", "NaN", "TRUE"]
)
FEW = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@given(st.lists(TEXTS, max_size=20))
def test_cleaning_a_column_is_cleaning_its_cells(texts):
    assert clean_cells(to_arrow(texts)).to_pylist() == [clean_cell(text) for text in texts]


@given(st.text(CHARACTERS))
def test_cleaned_text_is_one_printable_line_and_stays_so(text):
    cleaned = clean_line(text)
    assert not any(ord(mark) < 0x20 or 0x7F <= ord(mark) < 0xA0 for mark in cleaned)
    assert cleaned.splitlines() in ([], [cleaned])
    assert len(cleaned) == len(text)
    assert clean_line(cleaned) == cleaned


@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_disarmed_text_never_starts_as_a_formula_and_only_gains_an_apostrophe(texts):
    for text, cell in zip(texts, disarm(pd.Series(texts, dtype="str")), strict=True):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell in (text, "'" + text)


@given(st.lists(st.tuples(*[TEXTS] * 6), max_size=8))
def test_naming_a_column_of_products_is_naming_each(rows):
    names = ["manufacturer", "model", "version", "product_name", "sku", "categories"]
    lines = pd.DataFrame(rows, columns=names, dtype="str")
    expected = [name_product(line) for line in lines.to_dict("records")]
    assert encode_products(Columns(lines), np.arange(len(rows))).decode().to_pylist() == expected
    chosen = np.arange(len(rows))[::2]
    assert encode_products(Columns(lines), chosen).decode().to_pylist() == expected[::2]


@given(st.text(CHARACTERS), st.integers(1, 30))
def test_shortened_text_fits(text, most):
    shown = shorten(text, most)
    assert shown == text or sum(2 if ord(mark) > 0x2E80 else 1 for mark in shown[:-1]) <= most


@given(st.text(CHARACTERS))
def test_script_data_has_no_mark_of_html(text):
    assert not set("<>&") & set(escape_script(text.encode()))


@given(st.decimals(-(10**15), 10**15, places=2))
def test_grouped_money_reads_back(amount):
    assert money(f"{amount:.2f}").replace(",", "") == f"{amount:.2f}" or f"{amount:.2f}" == "-0.00"


@FEW
@given(columns=st.lists(TEXTS, min_size=6, max_size=6), verdict=st.sampled_from(["uncertified", "review", "clear"]))
def test_csv_reads_back(columns, verdict, make_result, lines):
    names = ("sku", "product_name", "manufacturer", "model", "version", "seller")
    line = {**lines[0], **dict(zip(names, columns, strict=True)), "verdict": verdict}
    stream = BytesIO()
    write_csv(build_report(make_result((line,))), stream, "zh")
    (row,) = csv.DictReader(StringIO(stream.getvalue().decode("utf-8-sig"), newline=""))
    for name, text in zip(names, columns, strict=True):
        assert row[name] in (clean_cell(text), "'" + clean_cell(text))
    assert row["verdict"] == verdict


@FEW
@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.sampled_from([*ROWS, "review+first"])), min_size=1, max_size=8),
)
def test_streamed_grid_reads_back_as_the_plain_one(rows, monkeypatch):
    texts = [pd.Series([row[place] for row in rows], dtype="str") for place in range(3)]
    grid = Grid(
        "Lines",
        tuple(map(encode, texts)),
        ("text", "number", "wrap"),
        (10, 10, 20),
        encode([row[3] for row in rows]),
        1,
    )
    assert read(grid, 0, monkeypatch) == read(grid, 100, monkeypatch)


def read(grid, plain_rows, monkeypatch):
    monkeypatch.setattr(layout, "PLAIN_ROWS", plain_rows)
    made, out = BytesIO(), BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as workbook:
        book = Book(workbook, Formats(workbook))
        workbook.add_worksheet("First").write_string(0, 0, "shared")
        book.add_grid(grid)
    assert bool(book.streamed) == (plain_rows == 0)
    if book.streamed:
        splice(made, book.streamed, out)
    sheet = openpyxl.load_workbook(out if book.streamed else made)["Lines"]
    cells = [
        [(cell.value, cell.data_type, cell.fill.fgColor.rgb, cell.font.b, cell.number_format) for cell in row]
        for row in sheet.iter_rows()
    ]
    return cells, [(sheet.row_dimensions[row].height or 15) for row in range(1, len(grid) + 1)], sheet.dimensions


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, "s!1"), (3, "s!1, 2, 3"), (6, "s!1, 2, 3, 4, 5, 6"), (1008, "s!1, 2, 3, 4, 5, 6 (+1,002)")],
)
def test_places_of_one_sheet_share_its_name(count, expected):
    assert name_places([("f.xlsx", "s", row + 1) for row in range(count)], {}) == expected


def test_places_of_several_files_name_them():
    places = [("a/f.xlsx", "s", 1), ("a/f.xlsx", "s", 2), ("b/g.xlsx", "s", 3)]
    assert name_places(places, name_files(["a/f.xlsx", "b/g.xlsx"])) == "f.xlsx:s!1, 2, g.xlsx:s!3"


def test_files_of_one_name_are_told_apart_by_their_path():
    assert name_files(["a/f.xlsx", "b/f.xlsx", "c\\g.xlsx"]) == {
        "a/f.xlsx": "a/f.xlsx",
        "b/f.xlsx": "b/f.xlsx",
        "c\\g.xlsx": "g.xlsx",
    }
    assert name_files(["a/f.xlsx"]) == {}
