"""Generated lists in every shape that such lists take: no entry is lost or invented on the way into the store and back."""

import html
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

import docx
import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from checker.loader.holdings import write_days
from checker.loader.importing import ImportRequest, import_lists
from checker.loader.loading import load_register

MAKERS = ("示例甲科技有限公司", "示例乙股份有限公司", "Example Networks Ltd.", "示例丙（北京）有限公司")
CATEGORIES = ("防火墙", "路由器", "以太网交换机", "入侵检测系统")
SEPARATORS = ("、", "，", "；", "\n", "/ ", ", ")
STATUSES = {"": "unstated", "有效": "valid", "暂停": "suspended", "撤销": "withdrawn"}
COLUMNS = {
    "number": "证书编号",
    "maker": "生产企业",
    "product_name": "产品名称",
    "model": "规格型号",
    "validity": "有效期",
    "status": "证书状态",
}


@dataclass(frozen=True)
class Certificate:
    number: str
    maker: str
    category: str
    models: tuple[str, ...]
    validity: tuple[date | None, date | None, str]
    status: str

    def facts(self):
        first, last, _ = self.validity
        return [
            (self.number, self.maker, model, str(first or ""), str(last or ""), STATUSES[self.status])
            for model in self.models
        ]


@dataclass
class Table:
    """Rows of cells, and the blocks merged downwards in them: (first row, last row, column)."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)


DAYS = st.dates(date(2019, 1, 1), date(2033, 12, 28))
VALIDITIES = st.one_of(
    st.builds(lambda day: (None, day, day.isoformat()), DAYS),
    st.builds(lambda day: (None, day, f"{day.year}年{day.month}月{day.day}日"), DAYS),
    st.builds(lambda a, b: (min(a, b), max(a, b), f"{min(a, b):%Y-%m-%d}至{max(a, b):%Y-%m-%d}"), DAYS, DAYS),
    st.builds(lambda a, b: (min(a, b), max(a, b), f"{min(a, b):%Y.%m.%d} - {max(a, b):%Y.%m.%d}"), DAYS, DAYS),
    st.just((None, None, "长期")),
    st.just((None, None, "")),
)
MODELS = st.lists(
    st.from_regex(r"[A-Z]{2,4}[0-9]{3,5}(-[A-Z0-9]{1,3})?", fullmatch=True).filter(lambda text: "XX" not in text),
    min_size=1,
    max_size=4,
    unique=True,
)


@st.composite
def certificates(draw):
    count = draw(st.integers(1, 12))
    return [
        Certificate(
            number=f"CCIS-2025-{number:05d}",
            maker=draw(st.sampled_from(MAKERS)),
            category=draw(st.sampled_from(CATEGORIES)),
            models=tuple(draw(MODELS)),
            validity=draw(VALIDITIES),
            status=draw(st.sampled_from(sorted(STATUSES))),
        )
        for number in range(count)
    ]


@dataclass(frozen=True)
class Noise:
    titles: int
    per_category: bool
    several_sheets: bool
    page_length: int
    continued: bool
    merge_makers: bool
    separator: str
    blanks: bool
    note: bool
    order: tuple[str, ...]


NOISES = st.builds(
    Noise,
    titles=st.integers(0, 3),
    per_category=st.booleans(),
    several_sheets=st.booleans(),
    page_length=st.sampled_from([0, 2, 5]),
    continued=st.booleans(),
    merge_makers=st.booleans(),
    separator=st.sampled_from(SEPARATORS),
    blanks=st.booleans(),
    note=st.booleans(),
    order=st.permutations(list(COLUMNS)).map(tuple),
)


def lay_out(listed, noise):
    """Return the tables of a list: what a publisher would have made of these certificates."""
    groups = {"清单": listed}
    if noise.per_category:
        groups = {category: [one for one in listed if one.category == category] for category in CATEGORIES}
        groups = {category: group for category, group in groups.items() if group}
    tables = []
    for number, (name, group) in enumerate(groups.items()):
        if not tables or noise.several_sheets:
            tables.append(
                Table(
                    f"表{number + 1}",
                    [[text] for text in ("网络安全专用产品获证清单", "截至二〇二五年", "附件")[: noise.titles]],
                )
            )
        add_group(tables[-1], name, group, noise)
    if noise.note:
        tables[-1].rows.append(["注：以上信息以证书为准。"])
    return tables


def add_group(table, name, group, noise):
    columns = [column for column in noise.order if not (noise.per_category and column == "product_name")]
    header = [COLUMNS[column] for column in columns]
    if noise.per_category:
        table.rows.append([name])
    table.rows.append(header)
    for written, one in enumerate(group):
        if noise.page_length and written and written % noise.page_length == 0:
            table.rows.append(header)
        cells = {
            "number": one.number,
            "maker": one.maker,
            "product_name": one.category,
            "validity": one.validity[2],
            "status": one.status,
        }
        lines = [[model] for model in one.models] if noise.continued else [list(one.models)]
        for place, models in enumerate(lines):
            values = cells if place == 0 else {}
            table.rows.append(
                [noise.separator.join(models) if column == "model" else values.get(column, "") for column in columns]
            )
        if noise.blanks:
            table.rows.append([""] * len(columns))
    if noise.merge_makers:
        merge_makers(table, columns.index("maker"))


def merge_makers(table, column):
    """Merge equal makers in adjoining rows, as a publisher does by hand."""
    start = 0
    for row in range(1, len(table.rows) + 1):
        same = row < len(table.rows) and len(table.rows[row]) > column and len(table.rows[start]) > column
        if same and table.rows[row][column] == table.rows[start][column] in MAKERS:
            continue
        if row - 1 > start and (start, row - 1, column) not in table.merged:
            table.merged.append((start, row - 1, column))
        start = row


def write_xlsx(path, tables):
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as workbook:
        for table in tables:
            sheet = workbook.add_worksheet(table.name)
            covered = {(row, column) for first, last, column in table.merged for row in range(first + 1, last + 1)}
            for row, cells in enumerate(table.rows):
                for column, text in enumerate(cells):
                    if text and (row, column) not in covered:
                        sheet.write_string(row, column, text)
            for first, last, column in table.merged:
                sheet.merge_range(first, column, last, column, table.rows[first][column])


def write_html(path, tables):
    parts = [
        "<html><head><meta charset='utf-8'><title>x</title></head><body><table><tr><td><a href='/'>首页</a></td></tr></table>"
    ]
    for table in tables:
        parts.append("<table>")
        spans = {(first, column): last - first + 1 for first, last, column in table.merged}
        covered = {(row, column) for first, last, column in table.merged for row in range(first + 1, last + 1)}
        width = max(len(cells) for cells in table.rows)
        for row, cells in enumerate(table.rows):
            if len(cells) == 1 < width:
                parts.append(f"<tr><td colspan={width}>{html.escape(cells[0])}</td></tr>")
                continue
            tds = [
                f"<td rowspan={spans.get((row, column), 1)}><p><span>{html.escape(text).replace(chr(10), '<br>')}</span></p></td>"
                for column, text in enumerate(cells)
                if (row, column) not in covered
            ]
            parts.append(f"<tr>{''.join(tds)}</tr>")
        parts.append("</table>")
    path.write_text("".join([*parts, "</body></html>"]), encoding="utf-8")


def segments(table):
    """Yield what a document makes of a table: a text for a row of one cell, else rows and the blocks merged in them."""
    start = 0
    for row in range(len(table.rows) + 1):
        if row < len(table.rows) and len(table.rows[row]) > 1:
            continue
        if row > start:
            spans = [(a - start, b - start, column) for a, b, column in table.merged if start <= a and b < row]
            yield table.rows[start:row], spans
        if row < len(table.rows):
            yield table.rows[row][0], []
        start = row + 1


def write_docx(path, tables):
    document = docx.Document()
    for content, spans in (segment for table in tables for segment in segments(table)):
        if isinstance(content, str):
            document.add_paragraph(content)
            continue
        grid = document.add_table(len(content), len(content[0]))
        covered = {(row, column) for first, last, column in spans for row in range(first + 1, last + 1)}
        for row, cells in enumerate(content):
            for column, text in enumerate(cells):
                if (row, column) not in covered:
                    grid.cell(row, column).text = text
        for first, last, column in spans:
            grid.cell(first, column).merge(grid.cell(last, column))
    document.save(path)


def write_pdf(path, tables):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=11, wordWrap="CJK")

    def cell(text):
        return Paragraph(html.escape(text).replace("\n", "<br/>"), style)

    def furnish(canvas, document):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, 815, "示例认证中心 网络安全专用产品获证清单")
        canvas.drawString(290, 20, f"- {document.page} -")

    story = []
    for content, spans in (segment for table in tables for segment in segments(table)):
        if isinstance(content, str):
            story.append(cell(content))
            continue
        body = [[cell(text) for text in cells] for cells in content]
        styles = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        for first, last, column in spans:
            styles.append(("SPAN", (column, first), (column, last)))
            for row in range(first + 1, last + 1):
                body[row][column] = ""
        story += [Grid(body, colWidths=[500 / len(body[0])] * len(body[0]), repeatRows=1, style=styles), Spacer(1, 8)]
    SimpleDocTemplate(str(path), pagesize=A4).build(story, onFirstPage=furnish, onLaterPages=furnish)


def stored(path, store):
    (result,) = import_lists(ImportRequest([str(path)], store))
    source = result.source
    assert source.rows_read == source.entries + len(source.set_aside)
    entries = load_register(store).entries
    entries = entries[entries["listing"] != "part"]
    days = [write_days(entries[column]) for column in ("valid_from", "valid_until")]
    makers = entries["maker"].str.replace(r"\s+", " ", regex=True)  # a pdf breaks names between words
    columns = [entries["number"], makers, entries["model"], *days, entries["status"]]
    return Counter(zip(*columns, strict=True))


def check_shape(listed, noise, folder, write, suffix):
    path = folder / f"list{suffix}"
    write(path, lay_out(listed, noise))
    expected = Counter(fact for one in listed for fact in one.facts())
    assert stored(path, folder / "store.sqlite3") == expected


SHAPES = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(listed=certificates(), noise=NOISES)
@SHAPES
def test_no_entry_of_a_workbook_is_lost_or_invented(listed, noise, tmp_path_factory):
    check_shape(listed, noise, tmp_path_factory.mktemp("shape"), write_xlsx, ".xlsx")


@given(listed=certificates(), noise=NOISES)
@SHAPES
def test_no_entry_of_a_page_is_lost_or_invented(listed, noise, tmp_path_factory):
    check_shape(listed, noise, tmp_path_factory.mktemp("shape"), write_html, ".html")


DOCUMENT_SHAPES = settings(SHAPES, max_examples=8, phases=(Phase.explicit, Phase.reuse, Phase.generate))
"""Few, and not made smaller when one fails: a document takes most of a second to write and read."""


@pytest.mark.slow
@given(listed=certificates(), noise=NOISES)
@DOCUMENT_SHAPES
def test_no_entry_of_a_word_file_is_lost_or_invented(listed, noise, tmp_path_factory):
    check_shape(listed, noise, tmp_path_factory.mktemp("shape"), write_docx, ".docx")


@pytest.mark.slow
@given(listed=certificates(), times=st.integers(1, 4), noise=NOISES)
@DOCUMENT_SHAPES
def test_no_entry_of_a_pdf_is_lost_or_invented(listed, times, noise, tmp_path_factory):
    check_shape(renumber(listed * times), noise, tmp_path_factory.mktemp("shape"), write_pdf, ".pdf")


def renumber(ones):
    return [replace(one, number=f"CCIS-2025-{number:05d}") for number, one in enumerate(ones)]


WRITERS = [(write_xlsx, ".xlsx"), (write_html, ".html"), (write_docx, ".docx"), (write_pdf, ".pdf")]


@pytest.mark.parametrize(("write", "suffix"), WRITERS)
def test_the_heading_above_each_table_names_its_products(tmp_path, write, suffix):
    listed = [
        Certificate(f"C-{number}", MAKERS[0], category, (f"FW{number}",), (None, None, ""), "")
        for number, category in enumerate(CATEGORIES)
    ]
    noise = Noise(1, True, False, 0, False, False, "、", False, False, tuple(COLUMNS))
    path, store = tmp_path / f"list{suffix}", tmp_path / "store.sqlite3"
    write(path, lay_out(listed, noise))
    import_lists(ImportRequest([str(path)], store))
    assert list(load_register(store).entries["product_name"]) == list(CATEGORIES)
