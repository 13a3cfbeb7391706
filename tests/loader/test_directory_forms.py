"""Every form the Directory is published in: the true text is equal, any single change is found."""

import html
import random
from dataclasses import dataclass, replace

import docx
import opencc
import openpyxl
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from checker.errors import DataError
from checker.loader.editions import load_directory
from checker.loader.verifying import verify_page

INTRO = ("2023年第2号", "依据《中华人民共和国网络安全法》，现予以公布，自印发之日起施行。", "2023年7月3日")
HEADINGS = {"E": "一、网络关键设备", "P": "二、网络安全专用产品"}
HEADERS = {"E": ("序号", "设备类别", "范围"), "P": ("序号", "产品类别", "产品描述")}
FOOTER = ("扫一扫在手机打开当前页", "主办单位：示例网站", "第 1 页")


@dataclass(frozen=True)
class Row:
    id: str
    number: str
    name: str
    lines: tuple[str, ...]


def true_rows(edition="2023"):
    return [
        Row(row.id, str(int(row.id[1:])), row.name_zh, tuple(row.scope_zh.split("；")))
        for row in load_directory(edition).categories
    ]


def part(rows, letter):
    return [row for row in rows if row.id[0] == letter]


def write_html_table(rows, path):
    body = ["<table><tr><td><a href='#'>首页</a></td><td>政策法规</td><td>网络安全专用产品</td></tr></table>"]
    body += [f"<p class=MsoNormal><span lang=EN-US>{text}</span></p>" for text in INTRO]
    for letter, heading in HEADINGS.items():
        body += [f"<p>{heading}</p>", "<table class=MsoTableGrid border=1 style='mso-yfti-tbllook:1184'>"]
        body += ["<tr>", *(f"<td><p class=MsoNormal><b>{header}</b></p></td>" for header in HEADERS[letter]), "</tr>"]
        for row in part(rows, letter):
            span = f" rowspan={len(row.lines)}" if len(row.lines) > 1 else ""
            name = html.escape(row.name)
            half = len(name) // 2
            first, *others = map(html.escape, row.lines)
            body += [
                f"<tr><td{span}><span>&nbsp;{row.number}&nbsp;</span></td>",
                f"<td{span}><p class=MsoNormal><span>{name[:half]}<span lang=EN-US>{name[half:]}</span><o:p></o:p></span></p></td>",
                f"<td><p class=MsoNormal>{first}<o:p></o:p></p></td></tr>",
                *(f"<tr><td><p class=MsoNormal>{other}</p></td></tr>" for other in others),
            ]
        body += ["</table>"]
    body += ["<table>", *(f"<tr><td>{text}</td><td>相关链接</td></tr>" for text in FOOTER), "</table>"]
    page = "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body>{}</body></html>"
    path.write_bytes(page.format("\n".join(body)).encode("gb18030"))


def flat(rows):
    cells = [*INTRO]
    for letter, heading in HEADINGS.items():
        cells += [heading, *HEADERS[letter]]
        for row in part(rows, letter):
            cells += [row.number, row.name, *row.lines]
    return [*cells, *FOOTER]


def write_html_paragraphs(rows, path):
    cells = "".join(f"<p><span>{html.escape(text)}</span></p>\n" for text in flat(rows))
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><div><ul><li>首页<li>网络关键设备</ul>{cells}</div>", "utf-8")


def write_text(rows, path):
    path.write_text("\r\n".join(f"  {text}　" for text in flat(rows)), "utf-8-sig")


def write_docx(rows, path):
    document = docx.Document()
    for text in INTRO:
        document.add_paragraph(text)
    for letter, heading in HEADINGS.items():
        document.add_heading(heading)
        table = document.add_table(rows=0, cols=3)
        for cell, text in zip(table.add_row().cells, HEADERS[letter], strict=True):
            cell.text = text
        for row in part(rows, letter):
            added = [table.add_row() for _ in row.lines]
            added[0].cells[0].text, added[0].cells[1].text = row.number, row.name
            for line, place in zip(row.lines, added, strict=True):
                place.cells[2].text = line
            for column in (0, 1):
                added[0].cells[column].merge(added[-1].cells[column])
    document.save(path)


def write_pdf(rows, path):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10.5, leading=16, wordWrap="CJK")

    def cell(text):
        return Paragraph(html.escape(text).replace("\n", "<br/>"), style)

    def number_page(canvas, document):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(290, 30, f"- {document.page} -")

    story = [cell(text) for text in INTRO]
    for letter, heading in HEADINGS.items():
        body, spans = [list(map(cell, HEADERS[letter]))], []
        for row in part(rows, letter):
            body.append([cell(row.number), cell(row.name), cell(row.lines[0])])
            body += [["", "", cell(line)] for line in row.lines[1:]]
            if len(row.lines) > 1:
                first, last = len(body) - len(row.lines), len(body) - 1
                spans += [("SPAN", (column, first), (column, last)) for column in (0, 1)]
        grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), *spans]
        story += [cell(heading), Table(body, colWidths=(40, 110, 300), repeatRows=1, style=grid)]
    SimpleDocTemplate(str(path), pagesize=A4).build(story, onFirstPage=number_page, onLaterPages=number_page)


def write_xlsx(rows, path):
    sheet = openpyxl.Workbook().active
    sheet.append(["网络关键设备和网络安全专用产品目录"])
    sheet.merge_cells("A1:C1")
    for letter, heading in HEADINGS.items():
        sheet.append([heading])
        sheet.append(HEADERS[letter])
        for row in part(rows, letter):
            sheet.append([int(row.number) if row.number.isdecimal() else row.number, row.name, row.lines[0]])
            first = sheet.max_row
            for line in row.lines[1:]:
                sheet.append([None, None, line])
            for column in (1, 2) if len(row.lines) > 1 else ():
                sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=column, end_column=column)
    sheet.append([FOOTER[0]])
    sheet.parent.save(path)


FORMS = {
    "table.html": write_html_table, "paragraphs.html": write_html_paragraphs, "copy.txt": write_text,
    "annex.docx": write_docx, "annex.pdf": write_pdf, "annex.xlsx": write_xlsx,
}  # fmt: skip


def change(rows, identifier, old, new):
    """Change one text in one row, its name or its lines."""
    changed = [
        replace(row, name=row.name.replace(old, new), lines=tuple(line.replace(old, new) for line in row.lines))
        if row.id == identifier
        else row
        for row in rows
    ]
    assert changed != rows
    return changed


MUTATIONS = {
    "a figure": ("E01", "≥12Tbps", "≥13Tbps"),
    "a figure's decimals": ("E04", "0.08", "0.8"),
    "a unit": ("E02", "10Gpps", "10Gbps"),
    "a unit in Chinese": ("E04", "微秒", "毫秒"),
    "a unit's letter case": ("E03", "256GB", "256Gb"),
    "a comparison": ("E04", "≤", "≥"),
    "a word of a limit": ("E03", "单CPU内核数", "CPU内核数"),
    "a word of a name": ("P02", "防火墙", "防火墙系统"),
    "a word of a description": ("P18", "预测网络安全趋势", "预警网络安全趋势"),
    "a word more": ("P34", "统一管理", "统一集中管理"),
    "the last sign": ("P34", "的产品。", "的产品"),
    "a mark": ("P22", "文本、图片", "文本图片"),
}


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CHECKER_DATA", str(tmp_path / "data"))


@pytest.fixture
def directory():
    return load_directory("2023")


@pytest.mark.parametrize("form", FORMS)
def test_the_true_directory_is_equal_in_every_form(form, tmp_path, directory):
    FORMS[form](true_rows(), tmp_path / form)
    assert verify_page(tmp_path / form, directory).changes == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_single_change_is_found_in_every_form(form, mutation, tmp_path, directory):
    identifier, old, new = MUTATIONS[mutation]
    FORMS[form](change(true_rows(), identifier, old, new), tmp_path / form)
    found = verify_page(tmp_path / form, directory)
    assert found.ids == (identifier,)
    assert all(new.strip("≥≤。") in change.new.replace(" ", "") for change in found.changes)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("missing", ["E01", "E02", "E04", "P01", "P17", "P34"])
def test_a_missing_row_is_found_in_every_form(form, missing, tmp_path, directory):
    FORMS[form]([row for row in true_rows() if row.id != missing], tmp_path / form)
    found = verify_page(tmp_path / form, directory)
    assert [(entry.id, entry.kind) for entry in found.changes] == [(missing, "missing")]


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_limit_is_found_in_every_form(form, tmp_path, directory):
    rows = [replace(row, lines=row.lines[:-1]) if row.id == "E03" else row for row in true_rows()]
    FORMS[form](rows, tmp_path / form)
    assert [(entry.id, entry.kind) for entry in verify_page(tmp_path / form, directory).changes] == [("E03", "scope")]


@pytest.mark.parametrize("form", FORMS)
def test_an_added_row_is_found_in_every_form(form, tmp_path, directory):
    rows = [*true_rows(), Row("P35", "35", "示例新产品", ("用于示例的产品。",))]
    FORMS[form](rows, tmp_path / form)
    assert [(entry.id, entry.kind) for entry in verify_page(tmp_path / form, directory).changes] == [("P35", "new")]


@pytest.mark.parametrize("form", FORMS)
def test_rows_numbered_anew_after_a_missing_one_name_the_missing_one(form, tmp_path, directory):
    rows = [row for row in true_rows() if row.id != "P05"]
    numbered = [replace(row, number=str(place)) for place, row in enumerate(part(rows, "P"), start=1)]
    FORMS[form]([*part(rows, "E"), *numbered], tmp_path / form)
    changes = verify_page(tmp_path / form, directory).changes
    assert [entry.id for entry in changes if entry.kind == "missing"] == ["P05"]
    assert {entry.kind for entry in changes} == {"missing", "number"}


@pytest.mark.parametrize("form", FORMS)
def test_width_white_space_and_script_do_not_count(form, tmp_path, directory):
    wide = str.maketrans("(),:", "（），：")
    rows = [
        replace(
            row,
            name=row.name.translate(wide),
            lines=tuple(line.translate(wide).replace("≥", " ≥ ") for line in row.lines),
        )
        for row in true_rows()
    ]
    FORMS[form](rows, tmp_path / form)
    assert verify_page(tmp_path / form, directory).changes == ()


@pytest.mark.parametrize("form", ["table.html", "paragraphs.html", "copy.txt", "annex.docx", "annex.xlsx"])
def test_traditional_characters_do_not_count(form, tmp_path, directory, monkeypatch):
    convert = opencc.OpenCC("s2t").convert
    rows = [replace(row, name=convert(row.name), lines=tuple(map(convert, row.lines))) for row in true_rows()]
    for letter, heading in list(HEADINGS.items()):
        monkeypatch.setitem(HEADINGS, letter, convert(heading))
        monkeypatch.setitem(HEADERS, letter, tuple(map(convert, HEADERS[letter])))
    FORMS[form](rows, tmp_path / form)
    assert verify_page(tmp_path / form, directory).changes == ()


def test_the_2017_list_reads_equal_in_every_form(tmp_path):
    directory = load_directory("2017")
    for form, write in FORMS.items():
        write(true_rows("2017"), tmp_path / form)
        assert verify_page(tmp_path / form, directory).changes == (), form


def test_one_table_with_a_column_for_the_part_and_numbers_that_go_on(tmp_path):
    directory = load_directory("2017")
    rows = true_rows("2017")
    body = ["<tr><th>类别</th><th>序号</th><th>设备或产品类别</th><th>范围</th></tr>"]
    for place, row in enumerate(rows, start=1):
        first = next(other for other in rows if other.id[0] == row.id[0]) is row
        span = len(part(rows, row.id[0]))
        heading = f"<td rowspan={span}>{HEADINGS[row.id[0]][2:]}</td>" if first else ""
        body.append(f"<tr>{heading}<td>{place}.</td><td>{row.name}</td><td>{'<br>'.join(row.lines)}</td></tr>")
    path = tmp_path / "page.html"
    path.write_text(f"<table>{''.join(body)}</table>", "utf-8")
    assert verify_page(path, directory).changes == ()


def test_an_english_repost_is_refused_with_the_reason(tmp_path, directory):
    rows = [
        ("1", "Router", "Throughput ≥12Tbps"),
        ("2", "Switch", "Throughput ≥30Tbps"),
        ("4", "Programmable logic controller", "≤0.08ms"),
    ]
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    path = tmp_path / "repost.html"
    path.write_text(
        f"<h1>Network key equipment</h1><table><tr><th>No.</th><th>Category</th><th>Scope</th></tr>{body}</table>",
        "utf-8",
    )
    with pytest.raises(DataError) as caught:
        verify_page(path, directory)
    assert caught.value.code == "directory_english"


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><p>关于召开网络安全会议的通知</p><table><tr><td>1</td><td>议程</td></tr></table></body></html>",
        "<html><body><h1>网络关键设备</h1><p>网络安全专用产品</p><p>1</p><p>2</p></body></html>",
        "just a text file\nwith lines\n",
    ],
)
def test_an_unrelated_page_is_refused_and_says_what_was_missing(text, tmp_path, directory):
    path = tmp_path / "page"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        verify_page(path, directory)
    assert caught.value.code == "directory_unrelated"
    assert "rows" in str(caught.value.facts["failures_en"])


def test_the_same_row_twice_with_different_texts_is_refused(tmp_path, directory):
    write_html_table(true_rows(), tmp_path / "one.html")
    write_html_table(change(true_rows(), *MUTATIONS["a figure"]), tmp_path / "two.html")
    both = tmp_path / "both.html"
    both.write_bytes((tmp_path / "one.html").read_bytes() + (tmp_path / "two.html").read_bytes())
    with pytest.raises(DataError) as caught:
        verify_page(both, directory)
    assert (caught.value.code, caught.value.facts["id"]) == ("directory_row_twice", "E01")


def test_a_row_that_breaks_over_two_pages_of_a_pdf_is_one_row(tmp_path, directory):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", wordWrap="CJK")
    pages, broken = [[]], "P09"
    for letter in HEADINGS:
        pages[-1].append(HEADERS[letter])
        for row in part(true_rows(), letter):
            text = "；".join(row.lines)
            if row.id == broken:
                pages[-1].append((row.number, row.name[:3], text[:20]))
                pages.append([HEADERS[letter], ("", row.name[3:], text[20:])])
            else:
                pages[-1].append((row.number, row.name, text))
    story = []
    for page in pages:
        cells = [[Paragraph(html.escape(text), style) for text in row] for row in page]
        story += [
            Table(cells, colWidths=(40, 110, 300), style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]),
            PageBreak(),
        ]
    path = tmp_path / "annex.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(story)
    assert verify_page(path, directory).changes == ()


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_a_changed_sign_in_any_row_is_found_in_every_form(form, tmp_path, directory):
    chance = random.Random(form)
    for row in true_rows():
        cells = [row.name, *row.lines]
        cell = chance.randrange(len(cells))
        sign = chance.randrange(len(cells[cell]))
        cells[cell] = cells[cell][:sign] + chance.choice("甲九9Xμ") + cells[cell][sign + 1 :]
        rows = [
            replace(row, name=cells[0], lines=tuple(cells[1:])) if other.id == row.id else other
            for other in true_rows()
        ]
        FORMS[form](rows, tmp_path / form)
        if (cells[0], *cells[1:]) != (row.name, *row.lines):
            assert verify_page(tmp_path / form, directory).ids == (row.id,), cells
