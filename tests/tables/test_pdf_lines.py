"""Lines of cells that a narrow column broke, and heads of pages that do not end a table."""

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from checker.tables.pdf import read_pdf, read_pdf_blocks

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
STYLE = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10, leading=13, wordWrap="CJK")


def write(path, story, head=""):
    def draw_head(canvas, document):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, 810, head.format(document.page))

    SimpleDocTemplate(str(path), pagesize=A4).build(story, onFirstPage=draw_head, onLaterPages=draw_head)


def ruled(*rows, widths=(150, 150)):
    cells = [[Paragraph(text, STYLE) for text in row] for row in rows]
    return Table(cells, colWidths=widths, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("CCIS-2025-000123456", "CCIS-2025-000123456"),
        ("示例甲网络安全技术股份有限公司", "示例甲网络安全技术股份有限公司"),
        ("XR-1000<br/>XR-2000<br/>YR-1", "XR-1000\nXR-2000\nYR-1"),
        ("短<br/>示例甲网络安全技术股份有限公司", "短\n示例甲网络安全技术股份有限公司"),
    ],
)
@pytest.mark.parametrize("width", [70, 83, 96])
def test_only_breaks_that_the_width_made_are_undone(tmp_path, text, read, width):
    write(tmp_path / "list.pdf", [ruled(["甲", "乙"], [text, "x"], widths=(width, 60))])
    (sheet,) = read_pdf(tmp_path / "list.pdf")
    assert sheet.cells.iloc[1, 0] == read


def test_a_document_to_be_compared_keeps_its_lines(tmp_path):
    write(tmp_path / "list.pdf", [ruled(["甲", "乙"], ["示例甲网络安全技术股份有限公司", "x"], widths=(70, 60))])
    (sheet,) = read_pdf_blocks(tmp_path / "list.pdf")
    assert "\n" in sheet.cells.iloc[1, 0]


def test_a_long_head_on_every_page_does_not_end_a_table(tmp_path):
    rows = [[f"T-{number}", "示例甲"] for number in range(120)]
    write(tmp_path / "list.pdf", [ruled(*rows)], head="网络关键设备和网络安全专用产品安全认证证书清单 第{}页")
    (sheet,) = read_pdf(tmp_path / "list.pdf")
    assert sheet.cells.to_numpy().tolist() == rows


@pytest.mark.parametrize("heading", ["路由器", "2. 路由器"])
def test_a_short_heading_atop_a_page_ends_the_table_before_it(tmp_path, heading):
    first, second = [[f"A-{number}", "x"] for number in range(36)], [["B-1", "y"], ["B-2", "y"]]
    write(tmp_path / "list.pdf", [ruled(*first), Paragraph(heading, STYLE), ruled(*second)], head="- {} -")
    above, below = read_pdf(tmp_path / "list.pdf")
    assert (len(above.cells), len(below.cells), below.heading) == (36, 2, heading)
