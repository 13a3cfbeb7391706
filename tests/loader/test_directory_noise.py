"""Whatever stands around and between, no row of the Directory is lost and none is invented."""

import html
import random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.errors import CheckerError
from checker.loader.comparison import compare_rows
from checker.loader.editions import load_directory
from checker.loader.printed import PrintedRow, read_rows
from checker.tables.blocks import Paragraph
from checker.tables.html import read_html_blocks
from checker.tables.sheet import Sheet
from checker.tables.text import read_text_blocks

HEADINGS = {"E": ("一、网络关键设备", "网络关键设备", "（一）网络关键设备", "第一部分 网络关键设备："),
            "P": ("二、网络安全专用产品", "网络安全专用产品", "（二）网络安全专用产品", "第二部分：网络安全专用产品")}  # fmt: skip
HEADERS = {"E": ("序号", "设备类别", "范围"), "P": ("序号", "产品类别", "产品描述")}

relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CHECKER_DATA", str(tmp_path / "data"))


@pytest.fixture
def rows():
    return tuple(PrintedRow(row.id, row.name_zh, row.scope_zh) for row in load_directory("2023").categories)


WORDS = (
    "首页", "政策法规", "网络关键设备", "网络安全专用产品", "产品类别", "范围", "打印本页", "1", "2", "12", "下一页", "来源：示例网站",
    "2023年7月3日", "分享到", "说明", "特此公告。", "序号 名称", "Router", "",
)  # fmt: skip
BLANK = ("", " ", "&nbsp;", "\n  ", "&#8203;", "\u3000")
DRESS = (
    "{}",
    "<span>{}</span>",
    "<p class=MsoNormal>{}</p>",
    "<b><span lang=EN-US>{}</span></b><o:p></o:p>",
    "<font>{}</font>",
)
WRAP = (
    "{}",
    "<div><div>{}</div></div>",
    "<table><tr><td>{}</td></tr></table>",
    "<table><tr><td>侧栏</td><td>{}</td></tr></table>",
)
INSIDE = ("", "<span></span>", "<!-- x -->", "\n")


class Page:
    """An html page with the Directory in tables, in a dress chosen by a seed."""

    def __init__(self, rows, seed):
        self.rows = rows
        self.chance = random.Random(seed)

    def write(self):
        parts = [self.noise()]
        for letter in "EP":
            parts += [f"<p>{self.chance.choice(HEADINGS[letter])}</p>", self.table(letter), self.noise()]
        body = self.chance.choice(WRAP).format("".join(parts))
        return f"<html><head><title>公告</title></head><body>{self.noise()}{body}{self.noise()}</body></html>"

    def noise(self):
        cells = "".join(f"<li>{word}</li>" for word in self.chance.choices(WORDS, k=self.chance.randrange(6)))
        return self.chance.choice((f"<ul>{cells}</ul>", f"<table><tr>{cells.replace('li>', 'td>')}</tr></table>", ""))

    def text(self, value):
        place = self.chance.randrange(len(value) + 1)
        inner = html.escape(value[:place]) + self.chance.choice(INSIDE) + html.escape(value[place:])
        return self.chance.choice(BLANK) + self.chance.choice(DRESS).format(inner) + self.chance.choice(BLANK)

    def table(self, letter):
        extra = self.chance.random() < 0.3
        head = "".join(f"<th>{self.text(header)}</th>" for header in HEADERS[letter])
        body = [f"<tr>{head}{'<th>备注</th>' if extra else ''}</tr>"]
        for row in self.rows:
            if row.id[0] == letter:
                body += self.row(row, extra=extra)
                if self.chance.random() < 0.1:
                    body.append("<tr>" + "<td></td>" * (3 + extra) + "</tr>")
        return f"<table>{''.join(body)}</table>"

    def row(self, row, *, extra):
        lines = row.scope.split("；")
        spread = self.chance.random() < 0.5
        span = f" rowspan='{len(lines)}'" if spread and len(lines) > 1 else ""
        first = (
            self.text(lines[0])
            if spread
            else f"<p>{self.chance.choice(('<br>', '</p><p>')).join(map(html.escape, lines))}</p>"
        )
        note = f"<td{span}>{self.chance.choice(('', '—', '见说明'))}</td>" if extra else ""
        number, name = self.text(str(int(row.id[1:]))), self.text(row.name)
        yield f"<tr><td{span}>{number}</td><td{span}>{name}</td><td>{first}</td>{note}</tr>"
        if spread:
            yield from (f"<tr><td>{self.text(line)}</td></tr>" for line in lines[1:])


@relaxed
@given(st.integers(0, 10**9))
def test_tables_lose_no_row_in_any_dress(rows, tmp_path, seed):
    page = Page(rows, seed).write()
    printed = read_rows(read_html_blocks(page.encode(), tmp_path / "page.html"))
    assert compare_rows(rows, printed.rows) == ()


@relaxed
@given(st.integers(0, 10**9))
def test_flattened_paragraphs_lose_no_row(rows, tmp_path, seed):
    chance = random.Random(seed)
    cells = chance.choices(WORDS, k=chance.randrange(6))
    number = chance.choice(("{}", "{}.", "（{}）", "{:02d}", " {} "))
    for letter in "EP":
        cells += [chance.choice(HEADINGS[letter]), *chance.choice((HEADERS[letter], ()))]
        for row in rows:
            if row.id[0] == letter:
                cells += [number.format(int(row.id[1:])), row.name, *row.scope.split("；")]
    cells += chance.choices([word for word in WORDS if not word.isdecimal()], k=chance.randrange(5))
    text = chance.choice(("\n", "\r\n", "\n\n", "\n \u3000\n")).join(cells)
    printed = read_rows(read_text_blocks(text.encode(), tmp_path / "page.txt"))
    assert compare_rows(rows, printed.rows) == ()


@relaxed
@given(st.integers(0, 37), st.integers(0, 400), st.sampled_from("甲19％。ABx℃"))
def test_any_sign_more_in_any_row_is_found(place, position, sign):
    rows = tuple(PrintedRow(row.id, row.name_zh, row.scope_zh) for row in load_directory("2023").categories)
    row = rows[place]
    cut = position % (len(row.scope) + 1)
    changed = (
        *rows[:place],
        PrintedRow(row.id, row.name, row.scope[:cut] + sign + row.scope[cut:]),
        *rows[place + 1 :],
    )
    assert {change.id for change in compare_rows(rows, changed)} == {row.id}


@relaxed
@given(
    st.lists(
        st.text(alphabet="一二、网络关键设备专用安全产品序号类别范围描述0123456789.\t|≥≤Tbps ；\n", max_size=30),
        max_size=40,
    )
)
def test_any_text_is_read_or_refused_without_a_crash(texts):
    try:
        printed = read_rows([Paragraph(text.strip()) for text in texts if text.strip()])
    except CheckerError:
        return
    assert all(row.id[0] in "EP" for row in printed.rows)


def test_a_long_document_that_begins_like_the_directory_ends_soon():
    lines = ["一、网络关键设备", *HEADERS["E"], *(str(number % 98 + 1) for number in range(200_000))]
    assert len(read_rows([Paragraph(line) for line in lines]).rows) < 100


def test_a_long_table_that_is_something_else_ends_soon():
    cells = pd.DataFrame([["名称", "说明"], *([f"产品{number}", "说明文字"] for number in range(20_000))], dtype="str")
    assert len(read_rows([Sheet("清单", cells)]).rows) == 20_000
