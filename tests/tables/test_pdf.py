"""Ruled tables of pdf files."""

import io

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import SimpleDocTemplate, Table

from checker.tables import pdf
from checker.tables.blocks import Paragraph
from checker.tables.pdf import read_pdf, read_pdf_blocks
from checker.tables.radicals import KANGXI, SUPPLEMENT, replace_radicals
from checker.tables.reading import read_workbook
from checker.tables.sheet import MergedRange, UnreadableTableError

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
STYLE = ParagraphStyle("cell", fontName="STSong-Light", wordWrap="CJK")
RULED = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "list.pdf"


def grid(sheet):
    return sheet.cells.to_numpy().tolist()


def write(path, *parts, **options):
    """Write paragraphs (texts) and ruled tables (lists of rows, or pairs of rows and more style)."""
    story = []
    for part in parts:
        rows, style = part if isinstance(part, tuple) else (part, [])
        if isinstance(part, str):
            story.append(Flowing(part, STYLE))
        else:
            cells = [[Flowing(text, STYLE) for text in row] for row in rows]
            story.append(
                Table(
                    cells,
                    colWidths=[450 / len(rows[0])] * len(rows[0]),
                    style=[RULED, *style],
                    repeatRows=options.get("repeat", 0),
                )
            )
    number = options.get("number")

    def footer(canvas, document):
        if number:
            canvas.drawString(290, 30, number.format(document.page))

    SimpleDocTemplate(str(path), pagesize=A4, encrypt=options.get("encrypt")).build(
        story, onFirstPage=footer, onLaterPages=footer
    )


def test_lines_and_tables_in_their_order(path):
    write(path, "获证产品清单", [["型号", "证书"], ["A-1", "00012"]], "备注说明")
    title, sheet, note = read_pdf_blocks(path)
    assert (title, note) == (Paragraph("获证产品清单"), Paragraph("备注说明"))
    assert (sheet.name, grid(sheet)) == ("表1 获证产品清单", [["型号", "证书"], ["A-1", "00012"]])


def test_merged_cells(path):
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 2), (2, 2))]
    write(path, ([["a", "b", "c"], ["", "d", "e"], ["f", "g", ""]], spans))
    (sheet,) = read_pdf(path)
    assert grid(sheet) == [["a", "b", "c"], ["", "d", "e"], ["f", "g", ""]]
    assert sheet.merged == (MergedRange(1, 2, 1, 1), MergedRange(3, 3, 2, 3))


@pytest.mark.parametrize("number", ["", "- {} -", "Page {}"])
def test_a_table_over_several_pages_is_one(path, number):
    rows = [["No", "Model"], *([str(place), f"A-{place}"] for place in range(1, 121))]
    write(path, rows, number=number)
    (sheet,) = read_pdf(path)
    assert grid(sheet) == rows


def test_repeated_headers_stay_for_the_reader_to_see(path):
    rows = [["No", "Model"], *([str(place), f"A-{place}"] for place in range(1, 81))]
    write(path, rows, repeat=1)
    (sheet,) = read_pdf(path)
    read = grid(sheet)
    assert [row for row in read if row[0] != "No"] == rows[1:]
    assert read.count(["No", "Model"]) > 1


def test_two_tables_with_text_between_stay_two(path):
    write(path, [["a", "b"]], "这里是两张表之间的一段较长的说明文字", [["c", "d"]])
    assert [grid(sheet) for sheet in read_pdf(path)] == [[["a", "b"]], [["c", "d"]]]


def test_files_are_read_like_workbooks(path):
    write(path, [["型号", "证书"], ["A-1", "00012"]])
    assert grid(read_workbook(path).sheets[0]) == [["型号", "证书"], ["A-1", "00012"]]


def test_an_encrypted_file_is_refused(path):
    write(path, [["a", "b"]], encrypt=StandardEncryption("secret", canPrint=0))
    with pytest.raises(UnreadableTableError) as caught:
        read_pdf(path)
    assert caught.value.code == "table_encrypted"


def test_a_file_anyone_may_open_is_read(path):
    lock = StandardEncryption("", ownerPassword="owner", canPrint=0)
    SimpleDocTemplate(str(path), pagesize=A4, encrypt=lock).build([Table([["a", "b"]], style=[RULED])])
    assert grid(read_pdf(path)[0]) == [["a", "b"]]


def test_text_in_a_font_without_a_map_is_refused(path):
    write(path, [["型号", "证书"]], encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    with pytest.raises(UnreadableTableError) as caught:
        read_pdf(path)
    assert caught.value.code == "table_no_text"


def test_a_scan_is_refused(path):
    canvas = Canvas(str(path))
    canvas.rect(100, 100, 200, 200)
    canvas.save()
    with pytest.raises(UnreadableTableError) as caught:
        read_pdf(path)
    assert caught.value.code == "table_no_text"


def test_text_without_tables_is_no_list(path):
    write(path, "只有文字")
    with pytest.raises(UnreadableTableError) as caught:
        read_pdf(path)
    assert caught.value.code == "table_no_tables"


def test_too_many_pages_are_refused_unread(path, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    write(path, *(["文字" * 1200] * 5))
    with pytest.raises(UnreadableTableError) as caught:
        read_pdf(path)
    assert caught.value.code == "table_too_many_pages"


@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused_or_read_whole(path, keep):
    buffer = io.BytesIO()
    rows = [[str(place), f"A-{place}"] for place in range(60)]
    SimpleDocTemplate(buffer, pagesize=A4).build([Table(rows, style=[RULED])])
    data = buffer.getvalue()
    path.write_bytes(b"%PDF-1.4\n" + data[9 : int(len(data) * keep)])
    with pytest.raises(UnreadableTableError):
        read_pdf(path)


def test_radicals_become_the_characters_they_look_like():
    assert replace_radicals("⽹络安全部⻔，⻓度≥10⻚，⻛险 ⾼ ＡＢ①") == "网络安全部门，长度≥10页，风险 高 ＡＢ①"
    assert all(len(chr(code)) == 1 and sign != chr(code) for code, sign in {**KANGXI, **SUPPLEMENT}.items())


def test_a_page_ruled_into_absurdly_many_cells_is_refused(path):
    canvas = Canvas(str(path))
    for place in range(10, 800, 4):
        canvas.line(10, place, 590, place)
        canvas.line(min(place, 590), 10, min(place, 590), 800)
    canvas.drawString(100, 100, "x")
    canvas.save()
    with pytest.raises(UnreadableTableError) as caught:
        read_pdf(path)
    assert caught.value.code == "table_grid_too_large"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("ascii85", [0, 1])
def test_a_damaged_page_is_refused_not_read_as_blank_or_in_part(path, capfd, share, ascii85, monkeypatch):
    monkeypatch.setattr("reportlab.rl_config.useA85", ascii85)
    rows = [[str(place), f"A-{place}"] for place in range(60)]
    SimpleDocTemplate(str(path), pagesize=A4).build([Table(rows, style=[RULED])])
    write_flipped(path, share)
    with pytest.raises(UnreadableTableError) as caught:
        read_pdf(path)
    assert caught.value.code == "table_truncated"
    assert capfd.readouterr().err == ""


def write_flipped(path, share):
    """Damage one byte inside the largest compressed stream."""
    data = bytearray(path.read_bytes())
    start = data.index(b"stream", data.index(b"/FlateDecode"))
    end = data.index(b"endstream", start)
    data[start + int((end - start) * share)] ^= 0x15
    path.write_bytes(bytes(data))
