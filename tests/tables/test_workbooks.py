"""Real xlsx, xls and ods files, made here, come back as the texts that stand in them."""

import datetime as dt
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from checker.tables.reading import read_workbook
from checker.tables.sheet import CellFault, MergedRange, UnreadableTableError


def texts(path, sheet=0):
    return read_workbook(path).sheets[sheet].cells.to_numpy().tolist()


def rewrite(path, changes):
    """Replace parts of a package by what a function makes of them."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, changes[name](content) if name in changes else content)


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_come_as_the_text_that_a_reader_sees(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for column, text in enumerate(["00012", "1E5", "  pad ", "a\nb", "12345678901234567890", "TRUE", "2026-03-05"]):
            sheet.write_string(0, column, text)
        for column, number in enumerate([5, 1200.1, 0.1 + 0.2, 1e21, 2**53 - 1, -0.5, 1e-7]):
            sheet.write_number(1, column, number)
        sheet.write_datetime(2, 0, dt.datetime(2026, 3, 5), day)  # noqa: DTZ001 - cells know no zone
        sheet.write_datetime(2, 1, dt.datetime(2026, 3, 5, 14, 30), day)  # noqa: DTZ001 - cells know no zone
        sheet.write_number(2, 2, 0.13, workbook.add_format({"num_format": "0%"}))
        sheet.write_boolean(2, 3, True)
        sheet.write_rich_string(2, 4, "防", workbook.add_format({"bold": True}), "火", "墙")
        sheet.write_formula(2, 5, "=1+1", None, 2)
        sheet.write_formula(2, 6, '="x"', None, "x")
    assert texts(path) == [
        ["00012", "1E5", "  pad ", "a\nb", "12345678901234567890", "TRUE", "2026-03-05"],
        ["5", "1200.1", "0.3", "1000000000000000000000", "9007199254740991", "-0.5", "0.0000001"],
        ["2026-03-05", "2026-03-05 14:30:00", "0.13", "true", "防火墙", "2", "x"],
    ]


def test_rows_and_columns_keep_their_numbers_when_a_table_begins_elsewhere(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.write(4, 2, "x")
        sheet.write(6, 3, "y")
    cells = read_workbook(path).sheets[0].cells
    assert (cells.index[0], cells.index[-1], list(cells.columns)) == (1, 7, [1, 2, 3, 4])
    assert (cells.loc[5, 3], cells.loc[7, 4]) == ("x", "y")


def test_inline_strings_and_phonetic_runs(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"in_memory": False, "constant_memory": True}) as workbook:
        workbook.add_worksheet("A").write_row(0, 0, ["行内文字", "x"])
    rewrite(
        path,
        {
            SHEET: lambda xml: xml.replace(
                "<t>行内文字</t>".encode(), '<r><t>东京</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>'.encode()
            )
        },
    )
    assert texts(path) == [["东京", "x"]]


def test_dates_of_the_1904_system(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.write_datetime(0, 0, dt.datetime(2026, 3, 5), workbook.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001 - cells know no zone
    assert texts(path) == [["2026-03-05"]]


def test_formulas_without_a_value_and_error_cells_are_faults(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["型号", "金额"])
    sheet.append(["X", "=A1*2"])
    sheet.append(["Y", "#REF!"])
    sheet["D9"] = "=A1&A2"
    workbook.save(path)
    found = read_workbook(path).sheets[0]
    assert found.faults == (
        CellFault(2, 2, "formula", "=A1*2"),
        CellFault(3, 2, "error", "#REF!"),
        CellFault(9, 4, "formula", "=A1&A2"),
    )
    assert found.cells.shape == (9, 4)
    assert found.cells.loc[2, 2] == ""


def test_a_text_formula_whose_stored_value_is_empty_is_empty(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("A").write_row(0, 0, ["a"])
    cell = b'<c r="B1" t="str"><f>IF(A1="","",A1)</f><v></v></c></row>'
    rewrite(path, {SHEET: lambda xml: xml.replace(b"</row>", cell)})
    assert read_workbook(path).sheets[0].faults == ()


def test_merged_blocks_and_what_is_hidden(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        sheet.merge_range("B2:C4", "m")
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column("F:G", None, None, {"hidden": True})
        sheet.write("F6", "hidden")
        secret = workbook.add_worksheet("B")
        secret.write("A1", "there")
        secret.hide()
    first, second = read_workbook(path).sheets
    assert first.merged == (MergedRange(2, 4, 2, 3),)
    assert (first.hidden, first.hidden_rows, first.hidden_columns) == (False, 1, 2)
    assert first.cells.loc[6, 6] == "hidden"
    assert (second.hidden, second.cells.loc[1, 1]) == (True, "there")


def test_only_the_sheets_asked_for(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("一", "二", "三"):
            workbook.add_worksheet(name).write(0, 0, name)
    assert [sheet.name for sheet in read_workbook(path, sheets=["三", "一"]).sheets] == ["一", "三"]
    with pytest.raises(UnreadableTableError) as caught:
        read_workbook(path, sheets=["四"])
    assert caught.value.code == "table_no_such_sheet"
    assert caught.value.facts["sheets"] == "一、二、三"


@pytest.mark.parametrize("address", ["XFD1048576", "ZZ1048576", "A1048576", "AB900000"])
def test_a_stray_cell_far_out_is_read_and_nothing_else_is_lost(tmp_path, address):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["型号", "数量"])
    workbook.active.append(["X-1", 3])
    workbook.active[address] = "stray"
    workbook.save(path)
    cells = read_workbook(path).sheets[0].cells
    row = int(re.sub(r"\D", "", address))
    assert cells.loc[2, 1] == "X-1"
    assert cells.loc[row].tolist().count("stray") == 1


@pytest.mark.parametrize("declared", ["A1", "A1:B2", "A1:XFD1048576", "A1:A1048576"])
def test_a_header_that_lies_about_the_extent(tmp_path, declared):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    for row in range(1, 31):
        workbook.active.append([f"r{row}c{column}" for column in range(1, 31)])
    workbook.active["ZZ1048570"] = "stray"
    workbook.save(path)
    rewrite(
        path, {SHEET: lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % declared.encode(), xml)}
    )
    cells = read_workbook(path).sheets[0].cells
    assert cells.loc[30, 30] == "r30c30"
    assert cells.loc[1048570].tolist().count("stray") == 1


def test_a_stray_cell_whose_address_is_written_unusually(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["型号"])
    workbook.active["XFD1048576"] = 7
    workbook.save(path)
    rewrite(path, {SHEET: lambda xml: re.sub(rb'<c r="(XFD1048576)"([^>]*)>', rb"<c\2 r='\1'>", xml)})
    assert read_workbook(path).sheets[0].cells.loc[1048576].tolist().count("7") == 1


def test_faults_of_a_sheet_with_a_stray_cell(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["型号", "=1+1", "#N/A"])
    workbook.active["XFD1048576"] = "stray"
    workbook.save(path)
    sheet = read_workbook(path).sheets[0]
    assert sheet.faults == (CellFault(1, 2, "formula", "=1+1"), CellFault(1, 3, "error", "#N/A"))
    assert {2, 3} <= set(sheet.cells.columns)


def test_a_sheet_with_prefixed_elements_is_read_carefully(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["型号", 5])
    workbook.active.append(["=1+1", 6])
    workbook.save(path)

    def prefix(xml):
        xml = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml)
        return xml.replace(b"xmlns=", b"xmlns:x=")

    rewrite(path, {SHEET: prefix})
    sheet = read_workbook(path).sheets[0]
    assert sheet.cells.loc[1].tolist() == ["型号", "5"]
    assert sheet.faults == (CellFault(2, 1, "formula", "=1+1"),)


def test_faults_and_merged_blocks_across_the_borders_of_chunks(tmp_path, monkeypatch):
    monkeypatch.setattr("checker.tables.package.MIB", 257)
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    for row in range(1, 101):
        workbook.active.append([f"型号{row}", "=1+1", row])
    for row in range(1, 100, 2):
        workbook.active.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=1)
    workbook.save(path)
    sheet = read_workbook(path).sheets[0]
    assert [fault.row for fault in sheet.faults] == list(range(1, 101))
    assert [block.first_row for block in sheet.merged] == list(range(1, 100, 2))


def test_xls(tmp_path):
    path = tmp_path / "a.xls"
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("老表")
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, value in enumerate(["00012", "1E5", 5, 5471.9, 12345678901, True]):
        sheet.write(1, column, value)
    sheet.write(2, 0, dt.date(2026, 3, 5), style)
    sheet.write_merge(3, 4, 1, 2, "m")
    workbook.save(str(path))
    found = read_workbook(path).sheets[0]
    assert found.name == "老表"
    assert found.cells.loc[2].tolist() == ["00012", "1E5", "5", "5471.9", "12345678901", "true"]
    assert found.cells.loc[3, 1] == "2026-03-05"
    assert found.merged == (MergedRange(4, 5, 2, 3),)


def test_ods(tmp_path):
    path = tmp_path / "a.ods"
    document = OpenDocumentSpreadsheet()
    table = Table(name="表一")
    row = TableRow()
    for cell in (
        TableCell(valuetype="string"),
        TableCell(valuetype="float", value="1200.5"),
        TableCell(valuetype="date", datevalue="2026-03-05"),
        TableCell(valuetype="string", numbercolumnsspanned=2, numberrowsspanned=1),
        CoveredTableCell(),
    ):
        row.addElement(cell)
    row.childNodes[0].addElement(P(text="00012"))
    row.childNodes[3].addElement(P(text="跨列"))
    table.addElement(TableRow())
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    cells = read_workbook(path).sheets[0].cells
    assert cells.loc[2].tolist()[:4] == ["00012", "1200.5", "2026-03-05", "跨列"]


def make_ods(path, *rows):
    document = OpenDocumentSpreadsheet()
    table = Table(name="表一")
    for cells in rows:
        row = TableRow()
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path))


def test_formulas_without_a_value_errors_and_currencies_of_ods(tmp_path):
    path = tmp_path / "a.ods"
    texts = [TableCell(valuetype="string") for _ in range(2)]
    for cell in texts:
        cell.addElement(P(text="型号"))
    valued = TableCell(formula="of:=[.A1]*2", valuetype="float", value="4")
    valued.addElement(P(text="4"))
    empty = TableCell(formula='of:=""', valuetype="string", stringvalue="")
    error = TableCell(valuetype="string")
    error.addElement(P(text="#REF!"))
    money = TableCell(valuetype="currency", currency="USD", value="12.5")
    money.addElement(P(text="$12.50"))
    make_ods(path, texts, [TableCell(formula="of:=[.A1]*2"), valued, empty, money], [TableCell(), error])
    rewrite(
        path,
        {
            "content.xml": lambda xml: xml.replace(
                b'office:value-type="string"><text:p>#REF!',
                b'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
                b'calcext:value-type="error" office:value-type="string"><text:p>#REF!',
            )
        },
    )
    sheet = read_workbook(path).sheets[0]
    assert sheet.faults == (CellFault(2, 1, "formula", "=[.A1]*2"), CellFault(3, 2, "error", "#REF!"))
    assert sheet.cells.loc[2].tolist()[1:4] == ["4", "", "12.5"]
    assert [(form.code, {column: rows.tolist() for column, rows in form.cells.items()}) for form in sheet.formats] == [
        ("[$USD] 0", {4: [2]})
    ]


def test_rows_out_of_order_are_all_read_beside_a_stray_cell(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    for row in range(1, 7):
        workbook.active.append([f"r{row}", row])
    workbook.active["XFD1048576"] = "stray"
    workbook.save(path)

    def shuffle(xml):
        rows = re.findall(rb"<row .*?</row>", xml)
        order = b"".join(rows[place] for place in (0, 4, 6, 2, 3, 1, 5))
        return re.sub(rb"<sheetData>.*</sheetData>", lambda _: b"<sheetData>" + order + b"</sheetData>", xml)

    rewrite(path, {SHEET: shuffle})
    cells = read_workbook(path).sheets[0].cells
    assert cells[1].tolist() == ["r1", "r2", "r3", "r4", "r5", "r6", ""]
    assert cells.index.tolist() == [1, 2, 3, 4, 5, 6, 1048576]


def test_cells_of_number_formats_that_show_a_currency(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        dollars, plain, day = (
            workbook.add_format({"num_format": code}) for code in ("[$$-409]#,##0", "#,##0.00", 'yyyy"年"m"月"')
        )
        for row in range(3):
            sheet.write_row(row, 0, [1, 2, 3], plain)
            sheet.write_number(row, 3, 46000, day)
        sheet.write_number(1, 1, 5, dollars)
        sheet.write_blank(2, 1, None, dollars)
    formats = read_workbook(path).sheets[0].formats
    assert [(form.code, {column: rows.tolist() for column, rows in form.cells.items()}) for form in formats] == [
        ("[$$-409]#,##0", {2: [2]})
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml,
        lambda xml: re.sub(rb' r="(B\d+)" s="(\d+)"', rb' s="\2" r="\1"', xml),
        lambda xml: re.sub(rb' r="(B\d+)" s="(\d+)"', rb" r='\1' s='\2'", xml),
        lambda xml: re.sub(rb'<row r="3"', rb'<row r="3" s="1" customFormat="1"', xml),
    ],
)
def test_formats_of_cells_however_their_attributes_are_written(tmp_path, change):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        dollars = workbook.add_format({"num_format": "[$$-409]#,##0"})
        for row in range(12):
            sheet.write_row(row, 0, ["x", 5, "y"])
            sheet.write_number(row, 1, 5, dollars if row != 4 else None)
            sheet.write_blank(row, 3, None, dollars)
    rewrite(path, {SHEET: change})
    (form,) = read_workbook(path).sheets[0].formats
    assert {column: rows.tolist() for column, rows in form.cells.items()} == {
        2: [row for row in range(1, 13) if row != 5]
    }
