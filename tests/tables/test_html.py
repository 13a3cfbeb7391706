"""Web pages as tables and lines, as a reader sees them."""

from email import encoders
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.tables.blocks import Paragraph
from checker.tables.html import decode_page, is_html, read_html, read_html_blocks
from checker.tables.reading import read_workbook
from checker.tables.sheet import MergedRange, UnreadableTableError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "page.html"


def grid(sheet):
    return sheet.cells.to_numpy().tolist()


def table(body, path):
    (sheet,) = read_html(f"<table>{body}</table>".encode(), path)
    return sheet


def test_spans_are_placed_on_the_grid(path):
    sheet = table("<tr><td rowspan=2>a<td colspan=2>b</tr><tr><td>c<td>d</tr><tr><td>e<td>f<td>g", path)
    assert grid(sheet) == [["a", "b", ""], ["", "c", "d"], ["e", "f", "g"]]
    assert sheet.merged == (MergedRange(1, 2, 1, 1), MergedRange(1, 1, 2, 3))


def test_a_rowspan_of_zero_reaches_the_end(path):
    sheet = table("<tr><td rowspan=0>a<td>b</tr><tr><td>c</tr><tr><td>d</tr>", path)
    assert grid(sheet) == [["a", "b"], ["", "c"], ["", "d"]]
    assert sheet.merged == (MergedRange(1, 3, 1, 1),)


@pytest.mark.parametrize("span", ["x", "", "-3", "1.5", "999999999999"])
def test_senseless_spans_do_no_harm(span, path):
    sheet = table(f"<tr><td rowspan='{span}' colspan='{span}'>a</td></tr><tr><td>b</td></tr>", path)
    assert "a" in grid(sheet)[0]
    assert len(sheet.cells.columns) <= 1001


def test_lines_within_a_cell_are_kept_apart(path):
    sheet = table("<tr><td><p>a</p><p>b<br>c</p><ul><li>d</ul></td></tr>", path)
    assert grid(sheet) == [["a\nb\nc\nd"]]


def test_inline_markup_breaks_no_word(path):
    sheet = table(
        "<tr><td><p class=MsoNormal><span lang=EN-US>S57</span><b>35</b>-<i>L24</i><o:p>&nbsp;</o:p></p></td></tr>",
        path,
    )
    assert grid(sheet) == [["S5735-L24"]]


def test_layout_tables_are_dissolved_and_lists_in_cells_are_text(path):
    page = "<table><tr><td>menu<td><p>heading</p><table><tr><td>1<td><table><tr><td>x</tr><tr><td>y</table></table></table>"
    menu, heading, sheet = read_html_blocks(page.encode(), path)
    assert (menu, heading) == (Paragraph("menu"), Paragraph("heading"))
    assert grid(sheet) == [["1", "x\ny"]]
    assert sheet.name == "表1 heading"


def test_what_stands_behind_the_end_of_the_page_is_read(path):
    page = "<html><body><p>a</p></body></html><html><body><table><tr><td>b</table></body></html>"
    first, sheet = read_html_blocks(page.encode(), path)
    assert first == Paragraph("a")
    assert grid(sheet) == [["b"]]


def test_scripts_and_styles_are_no_text(path):
    page = "<style>p{}</style><script>document.write('<table>')</script><p>a</p><noscript>b</noscript><!-- c -->"
    assert read_html_blocks(page.encode(), path) == (Paragraph("a"),)


def test_preformatted_text_keeps_its_lines(path):
    assert read_html_blocks(b"<pre>a  b\n c</pre>", path) == (Paragraph("a  b"), Paragraph("c"))


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("utf-8", "utf-8"),
        ("gb18030", "gb2312"),
        ("gb18030", "GBK"),
        ("gb18030", ""),
        ("utf-8", "gb2312"),
        ("utf-16", "utf-16"),
        ("big5", ""),
    ],
)
def test_encodings(encoding, charset, path):
    text = "网络安全专用产品目录" if encoding != "big5" else "網路安全專用產品目錄"
    page = f"<html><head><meta charset='{charset}'></head><body><p>{text}</p></body></html>"
    assert text in decode_page(page.encode(encoding), path)


def test_signs_only_gb18030_has(path):
    page = "<meta charset=gb2312><p>㐀鎔</p>".encode("gb18030")
    assert read_html_blocks(page, path) == (Paragraph("㐀鎔"),)


def test_entities_are_not_fetched_or_expanded(path):
    page = "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x;</p>"
    assert "root:" not in str(read_html_blocks(page.encode(), path))


def test_deep_nesting_is_read_or_refused_never_read_in_part(path):
    assert read_html_blocks(("<p>a</p>" + "<div>" * 1500 + "x").encode(), path) == (Paragraph("a"), Paragraph("x"))
    for page in ("<p>a</p>" + "<div>" * 50_000 + "x", "<table><tr><td>" * 2000 + "<p>x</p>"):
        with pytest.raises(UnreadableTableError):
            read_html_blocks(page.encode(), path)


def test_a_page_of_absurd_spans_is_refused(path):
    page = "<table>" + ("<tr>" + "<td colspan=1000 rowspan=60000>" * 30) * 1000 + "</table>"
    with pytest.raises(UnreadableTableError) as caught:
        read_html(page.encode(), path)
    assert caught.value.code == "table_grid_too_large"


def test_a_page_without_tables_is_none(path):
    with pytest.raises(UnreadableTableError) as caught:
        read_html(b"<p>a</p>", path)
    assert caught.value.code == "table_no_tables"


def test_pages_are_read_like_workbooks(path):
    path.write_text("<html><h2>防火墙</h2><table><tr><td>00012<td>1E5</table><table><tr><td>x</table></html>", "utf-8")
    book = read_workbook(path)
    assert [sheet.name for sheet in book.sheets] == ["表1 防火墙", "表2"]
    assert grid(book.sheets[0]) == [["00012", "1E5"]]


@pytest.mark.parametrize(
    ("head", "verdict"),
    [
        (b"<!DOCTYPE html>", True),
        (b"\xef\xbb\xbf<html>", True),
        (b"  <table>", True),
        (b"a,b\n<p>,c", False),
        (b"<?xml version='1.0'?><x/>", False),
        (b"", False),
    ],
)
def test_pages_are_told_by_content(head, verdict):
    assert is_html(head) is verdict


@pytest.mark.parametrize(
    ("charset", "stated"), [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", ""), ("utf-8", "x-unknown")]
)
def test_a_page_saved_whole_by_a_browser(charset, stated, path):
    message = MIMEMultipart("related")
    message["From"] = "<Saved by a browser>"
    page = MIMEBase("text", "html", **({"charset": stated} if stated else {}))
    page.set_payload("<h2>防火墙</h2><table><tr><td>型号</td></tr></table>".encode(charset))
    encoders.encode_base64(page)
    message.attach(page)
    message.attach(MIMEImage(b"\x89PNG", "png"))
    data = message.as_bytes()
    assert is_html(data[:4096])
    heading, sheet = read_html_blocks(data, path)
    assert (heading, grid(sheet)) == (Paragraph("防火墙"), [["型号"]])


def test_a_saved_message_without_a_page_is_none(path):
    with pytest.raises(UnreadableTableError):
        read_html(b"From: x\nContent-Type: multipart/related; boundary=b\n\n--b\n\ntext\n--b--\n", path)


cells = st.lists(
    st.lists(st.tuples(st.text("ab甲1 ", max_size=3), st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=4),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(rows=cells)
def test_no_cell_is_lost_whatever_the_spans(rows, tmp_path_factory):
    body = "".join(
        "<tr>" + "".join(f"<td colspan={c} rowspan={r}>{text}</td>" for text, c, r in row) + "</tr>" for row in rows
    )
    sheet = table(body, tmp_path_factory.getbasetemp() / "page.html")
    expected = sorted(" ".join(text.split()) for row in rows for text, _, _ in row if text.strip())
    assert sorted(text for text in sheet.cells.to_numpy().ravel() if text) == expected
