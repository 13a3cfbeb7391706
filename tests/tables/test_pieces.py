"""A sheet read in pieces is the sheet read whole, and what the fast reader must not see never reaches it."""

import datetime as dt
import re
import zipfile
from io import BytesIO

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.tables import pieces
from checker.tables.cutting import RowCutter, UnusualSheetError
from checker.tables.limits import Limits
from checker.tables.reading import read_workbook
from checker.tables.scan import Look, below_pattern, look_at, scan_rows
from checker.tables.sheet import CellFault, UnreadableTableError
from checker.tables.workbook import read_dense

SHEET = "xl/worksheets/sheet1.xml"
HEAD, TAIL = b'<worksheet xmlns="m"><sheetData>', b"</sheetData></worksheet>"
VALUES = st.one_of(
    st.none(),
    st.text("AB防火墙 <&'\"\n>=", max_size=5),
    st.integers(-10, 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)),  # noqa: DTZ001 - cells know no zone
    st.just(dt.date(2026, 3, 5)),
)


def write(path, rows, at=(0, 0), *, shared=True):
    options = {
        "constant_memory": not shared,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
        "strings_to_formulas": False,
    }
    with xlsxwriter.Workbook(path, options) as workbook:
        sheet = workbook.add_worksheet("A")
        bold = workbook.add_format({"bold": True})
        for row, values in enumerate(rows, start=at[0]):
            for column, value in enumerate(values, start=at[1]):
                if value is None:
                    sheet.write_blank(row, column, None, bold)
                else:
                    sheet.write(row, column, value)
    return path


def rewrite(path, change):
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, change(content) if name == SHEET else content)
    return path


@pytest.fixture
def small_pieces(monkeypatch):
    """A piece for every row or two."""
    monkeypatch.setattr(pieces, "PIECE", 1)
    monkeypatch.setattr(pieces, "OF_SHARED", 0)
    monkeypatch.setattr("checker.tables.package.MIB", 64)


def spy_on(monkeypatch, name):
    calls = []
    original = getattr(pieces, name)
    monkeypatch.setattr(pieces, name, lambda *given: calls.append(given) or original(*given))
    return calls


@given(
    st.lists(st.lists(VALUES, max_size=5), max_size=25),
    st.tuples(st.integers(0, 4), st.sampled_from((0, 1, 3, 25, 60))),
    st.booleans(),
    st.sampled_from((1, 200, 700, 10**6)),
)
@settings(max_examples=60, deadline=None)
def test_pieces_are_the_whole(tmp_path_factory, rows, at, shared, size):
    path = write(tmp_path_factory.mktemp("a") / "a.xlsx", rows, at, shared=shared)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE", size)
        patch.setattr(pieces, "OF_SHARED", 0)
        patch.setattr("checker.tables.package.MIB", 151)
        cells = read_workbook(path).sheets[0].cells
    pd.testing.assert_frame_equal(cells, read_dense(path, "A", starts_first=False))


@pytest.mark.usefixtures("small_pieces")
def test_blank_rows_between_pieces_and_columns_that_only_some_have(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.write("C3", "x")
        sheet.write("B9", 5)
        sheet.write("AD40", "=A1")
        sheet.write("C60", "y")
    joined = spy_on(monkeypatch, "join_pieces")
    cells = read_workbook(path).sheets[0].cells
    assert len(joined[0][0]) == 4
    assert cells.shape == (60, 30)
    assert {(row, column): text for row, texts in cells.iterrows() for column, text in texts.items() if text} == {
        (3, 3): "x",
        (9, 2): "5",
        (40, 30): "0",
        (60, 3): "y",
    }


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30), st.integers(1, 500), st.integers(1, 300))
@settings(max_examples=100, deadline=None)
def test_nothing_is_lost_where_a_sheet_is_cut(lengths, size, step):
    rows = [b'<row r="%d">%s</row>' % (number, b"x" * length) for number, length in enumerate(lengths, start=1)]
    tail = TAIL.replace(b"</w", b'<mergeCells><mergeCell ref="A1:B2"/></mergeCells></w')
    xml = HEAD + b"".join(rows) + tail
    cutter = RowCutter((xml[start : start + step] for start in range(0, len(xml), step)), size)
    found = list(cutter.pieces())
    assert all(piece.startswith(b"<row") and piece.endswith(b"</row>") for piece in found)
    assert cutter.head + b"".join(found) + b"".join(cutter.tails()) == xml


@pytest.mark.parametrize("xml", [b"", b"<worksheet>", HEAD, HEAD + b'<row r="1">', b"<x:worksheet><x:sheetData>"])
def test_a_sheet_without_an_end_is_not_cut(xml):
    with pytest.raises(UnusualSheetError):
        list(RowCutter([xml], 10).pieces())


def test_a_sheet_without_rows(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("A")
    assert read_workbook(path).sheets[0].cells.shape == (0, 0)


@given(st.integers(0, 10**7), st.integers(0, 10**8))
@settings(max_examples=300)
def test_the_pattern_of_larger_numbers(last, number):
    assert (re.match(below_pattern(last), str(number)) is not None) == (number > last)


@pytest.mark.parametrize(
    ("row", "look"),
    [
        (
            b'<row r="7" spans="1:2" x14ac:dyDescent="0.2"><c r="A7" s="1" t="s"><v>3</v></c><c r="Z7"/></row>',
            Look.PLAIN,
        ),
        (b'<row r="7"/>', Look.PLAIN),
        (b'<row r="7"><c r="AA7"><v>3</v></c></row>', Look.NOTABLE),
        (b'<row r="7" hidden="1"><c r="A7"><v>3</v></c></row>', Look.NOTABLE),
        (b'<row r="7"><c r="A7"><f>1+1</f><v>3</v></c></row>', Look.NOTABLE),
        (b'<row r="7"><c r="A7" t="e"><v>#REF!</v></c></row>', Look.NOTABLE),
        (b'<row r="7"><c r="A8"><v>3</v></c></row>', Look.ODD),
        (b'<row r="7"><c r="ZZ1048576"><v>3</v></c></row>', Look.ODD),
        (b'<row r="7"><c r = "A7"><v>3</v></c></row>', Look.ODD),
        (b"<row r=\"7\"><c r='A7'><v>3</v></c></row>", Look.ODD),
        (b'<row r="7"><c r="a7"><v>3</v></c></row>', Look.ODD),
        (b'<row r="7"><c r="Ab7"><v>3</v></c></row>', Look.ODD),
        (b'<row r="7"><c s="1" r="A7"><v>3</v></c></row>', Look.ODD),
        (b'<row r="7"><c><v>3</v></c></row>', Look.ODD),
        (b'<row r="7"><c r="A"><v>3</v></c></row>', Look.ODD),
        (b'<row r="7"><c r="ABCD7"><v>3</v></c></row>', Look.ODD),
        (b'<row><c r="A7"><v>3</v></c></row>', Look.ODD),
        (b'<row s="1" r="7"><c r="A7"><v>3</v></c></row>', Look.ODD),
        (b'<row r="8"><c r="A8"/></row><row r="7"><c r="A7"><v>3</v></c></row>', Look.ODD),
        (b'<row r="7"><x:c r="XFD1048576"><v>3</v></x:c></row>', Look.ODD),
        (b'<row r="7"><!-- --><c r="A7"><v>3</v></c></row>', Look.ODD),
        (b'<row r="7"><c r="A7" t="str"><v><![CDATA[x]]></v></c></row>', Look.ODD),
        (b'</sheetData><sheetData><row r="7"><c r="A7"><v>3</v></c></row>', Look.ODD),
    ],
)
def test_what_a_look_says(row, look):
    data = b'<row r="5"><c r="A5"><v>r="ZZ9" &lt;f&gt; 5 = 7</v></c></row>' + row
    assert look_at(data, 7, 0) is look
    assert scan_rows(data).odd == (look is Look.ODD)


@pytest.mark.parametrize(
    "stray",
    [
        b'<c r="ZZ1048576" t="str"><v>stray</v></c>',
        b'<c r = "ZZ1048576" t="str"><v>stray</v></c>',
        b'<c r="zz1048576" t="str"><v>stray</v></c>',
        b'<c x=">" r="ZZ1048576" t="str"><v>stray</v></c>',
        b'<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="ZZ1048576" t="str"><x:v>stray</x:v></x:c>',
    ],
)
def test_a_cell_far_out_of_its_row_does_not_end_the_program(tmp_path, stray):
    path = write(tmp_path / "a.xlsx", [["型号", 1], ["X-1", 2]])
    rewrite(path, lambda xml: xml.replace(b"</row></sheetData>", stray + b"</row></sheetData>"))
    cells = read_workbook(path).sheets[0].cells
    assert cells.iloc[:2, :2].to_numpy().tolist() == [["型号", "1"], ["X-1", "2"]]
    assert "stray" in cells.to_numpy()


def test_cells_and_rows_without_addresses_far_out_do_not_end_the_program(tmp_path):
    path = write(tmp_path / "a.xlsx", [["型号", 1], ["X-1", 2]])
    many = b"<row>" + b"<c/>" * 16000 + b"<c><v>7</v></c></row>" + b"<row/>" * 100_000 + b"<row><c><v>8</v></c></row>"
    rewrite(path, lambda xml: xml.replace(b"</sheetData>", many + b"</sheetData>"))
    cells = read_workbook(path).sheets[0].cells
    assert {"X-1", "7", "8"} <= set(cells.to_numpy().ravel())
    assert cells.size < 10**6


def test_cells_without_addresses_follow_one_another(tmp_path):
    path = write(tmp_path / "a.xlsx", [["型号", 1], ["X-1", 2]])
    rewrite(path, lambda xml: re.sub(rb' r="[A-Z]*\d+"', b"", xml))
    assert read_workbook(path).sheets[0].cells.to_numpy().tolist() == [["型号", "1"], ["X-1", "2"]]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("order", [(2, 0, 1, 3), (0, 1, 3, 2), (0, 2, 1, 3)])
def test_rows_out_of_order_in_different_pieces(tmp_path, order):
    path = write(tmp_path / "a.xlsx", [["型号", 1], ["X-1", 2], ["X-2", 3], ["X-3", 4]])

    def shuffle(xml):
        rows = re.findall(rb"<row .*?</row>", xml)
        mixed = b"".join(rows[place] for place in order)
        return re.sub(rb"<sheetData>.*</sheetData>", lambda _: b"<sheetData>" + mixed + b"</sheetData>", xml)

    rewrite(path, shuffle)
    assert read_workbook(path).sheets[0].cells[1].tolist() == ["型号", "X-1", "X-2", "X-3"]


@pytest.mark.usefixtures("small_pieces")
def test_faults_and_hidden_rows_of_all_pieces(tmp_path):
    path = write(tmp_path / "a.xlsx", [[f"X-{row}", row] for row in range(40)])
    rewrite(
        path,
        lambda xml: re.sub(
            rb'<row r="(\d+)"([^>]*)>', rb'<row r="\1"\2 hidden="1"><c r="AB\1" t="e"><v>#N/A</v></c>', xml
        ),
    )
    sheet = read_workbook(path).sheets[0]
    assert sheet.hidden_rows == 40
    assert sheet.faults == tuple(CellFault(row, 28, "error", "#N/A") for row in range(1, 41))


def test_a_sheet_of_the_last_row(tmp_path):
    path = write(tmp_path / "a.xlsx", [["x"], ["y"]], at=(1_048_574, 0))
    cells = read_workbook(path).sheets[0].cells
    assert (len(cells), cells.loc[1_048_576, 1]) == (1_048_576, "y")


def test_a_workbook_with_very_many_shared_texts_is_read_whole(tmp_path, monkeypatch):
    path = write(tmp_path / "a.xlsx", [[f"X-{row}", row] for row in range(300)])
    expected = read_workbook(path).sheets[0].cells
    monkeypatch.setattr(pieces, "LARGEST_SHARED", 100)
    joined = spy_on(monkeypatch, "join_pieces")
    pd.testing.assert_frame_equal(read_workbook(path).sheets[0].cells, expected)
    assert not joined


def test_a_damaged_piece_is_told(tmp_path):
    path = write(tmp_path / "a.xlsx", [["型号", 1], ["X-1", 2]])
    rewrite(path, lambda xml: xml.replace(b"</v></c>", b"</v></x>"))
    with pytest.raises(UnreadableTableError):
        read_workbook(path)


def test_damaged_shared_texts_are_told(tmp_path):
    path = write(tmp_path / "a.xlsx", [[f"X-{row}", row] for row in range(300)])
    with zipfile.ZipFile(path) as package:
        start = package.getinfo("xl/sharedStrings.xml").header_offset + 200
    data = path.read_bytes()
    path.write_bytes(data[:start] + b"\xff" * 20 + data[start + 20 :])
    with pytest.raises(UnreadableTableError) as caught:
        read_workbook(path)
    assert caught.value.code == "table_truncated"


def test_a_piece_holds_only_the_parts_that_it_needs(tmp_path):
    path = write(tmp_path / "a.xlsx", [["x"]])
    with zipfile.ZipFile(path) as package:
        reader = pieces.PieceReader(package, path, "A", SHEET, 10**6)
        packed = zipfile.ZipFile(BytesIO(reader._pack(b"<x/>")))
    assert set(packed.namelist()) == {*(name for name in package.namelist() if name.lower() in pieces.BOOK), SHEET}


def test_a_table_wider_than_the_limit_is_read_all_the_same_and_a_stray_cell_only_where_it_stands(tmp_path, monkeypatch):
    limits = Limits(cells=100)
    joined = spy_on(monkeypatch, "join_pieces")
    wide = write(tmp_path / "a.xlsx", [[f"{row}-{column}" for column in range(30)] for row in range(20)])
    cells = read_workbook(wide, limits=limits).sheets[0].cells
    assert (cells.shape, cells.loc[20, 30], len(joined)) == ((20, 30), "19-29", 1)
    far = write(tmp_path / "b.xlsx", [["x"], *[[]] * 50, ["y"]])
    cells = read_workbook(far, limits=limits).sheets[0].cells
    assert (cells.index.tolist(), len(joined)) == ([1, 52], 1)
