"""Word documents as they print."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from checker.tables.blocks import Paragraph
from checker.tables.docx import read_docx, read_docx_blocks
from checker.tables.reading import read_workbook
from checker.tables.sheet import MergedRange, UnreadableTableError


def grid(sheet):
    return sheet.cells.to_numpy().tolist()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "list.docx"


def make_table(document, rows):
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return table


def test_paragraphs_and_tables_in_their_order(path):
    document = docx.Document()
    document.add_heading("一、防火墙")
    make_table(document, [["序号", "型号"], ["1", "A-1"]])
    document.add_paragraph("注")
    document.save(path)
    heading, sheet, note = read_docx_blocks(path)
    assert (heading, note) == (Paragraph("一、防火墙"), Paragraph("注"))
    assert (sheet.name, grid(sheet)) == ("表1 一、防火墙", [["序号", "型号"], ["1", "A-1"]])


def test_merged_cells(path):
    document = docx.Document()
    table = make_table(document, [["a", "b", "c"], ["", "d", "e"], ["f", "g", "h"]])
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 1).merge(table.cell(2, 2))
    document.save(path)
    (sheet,) = read_docx(path)
    assert grid(sheet) == [["a", "b", "c"], ["", "d", "e"], ["f", "g\nh", ""]]
    assert sheet.merged == (MergedRange(1, 2, 1, 1), MergedRange(3, 3, 2, 3))


def test_a_row_that_begins_further_right(path):
    document = docx.Document()
    table = make_table(document, [["a", "b", "c"], ["x", "d", "e"]])
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
    document.save(path)
    (sheet,) = read_docx(path)
    assert grid(sheet) == [["a", "b", "c"], ["", "d", "e"]]


def test_tables_in_content_controls_are_read(path):
    document = docx.Document()
    table = make_table(document, [["a", "b"]])
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    table._tbl.addprevious(control)
    control.append(content)
    content.append(table._tbl)
    document.save(path)
    assert grid(read_docx(path)[0]) == [["a", "b"]]


def test_tracked_changes_read_as_accepted(path):
    document = docx.Document()
    table = make_table(document, [["≥", "x"]])
    paragraph = table.cell(0, 0).paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>12</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>10</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:moveFrom {nsdecls('w')}><w:r><w:t>99</w:t></w:r></w:moveFrom>"))
    document.save(path)
    assert grid(read_docx(path)[0]) == [["≥12", "x"]]


def test_breaks_tabs_and_hyphens(path):
    document = docx.Document()
    run = document.add_table(rows=1, cols=1).cell(0, 0).paragraphs[0].add_run("S5735")
    run._r.append(OxmlElement("w:noBreakHyphen"))
    run.add_text("L24")
    run.add_break()
    run.add_text("L48")
    document.save(path)
    assert grid(read_docx(path)[0]) == [["S5735-L24\nL48"]]


def test_documents_are_read_like_workbooks(path):
    document = docx.Document()
    make_table(document, [["证书编号", "型号"], ["00012", "1E5"]])
    document.save(path)
    assert grid(read_workbook(path).sheets[0]) == [["证书编号", "型号"], ["00012", "1E5"]]


def test_a_document_without_tables_is_no_list(path):
    docx.Document().save(path)
    with pytest.raises(UnreadableTableError) as caught:
        read_docx(path)
    assert caught.value.code == "table_no_tables"


def repack(path, change):
    """Write a document whose body was changed as text."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            target.writestr(part.filename, change(data) if part.filename == "word/document.xml" else data)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document', 1), "table_external_entity"),
        (lambda data: data[: len(data) // 2], "table_truncated"),
        (lambda _: b"", "table_truncated"),
        (lambda data: re.sub(rb"<w:body>", b"<w:body>" + b" " * 3_000_000, data), "table_zip_bomb"),
    ],
)  # fmt: skip
def test_hostile_documents_are_refused(path, change, code):
    repack(path, change)
    with pytest.raises(UnreadableTableError) as caught:
        read_docx(path)
    assert caught.value.code == code
