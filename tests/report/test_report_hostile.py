"""Nothing in any report executes: hostile cells in every format."""

import csv
import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len

from checker.decisions.decision import Decision, DecisionUse
from checker.report.changes import find_changes
from checker.report.content import build_report
from checker.report.interface import REPORTS

TEXTS = (
    "=cmd|' /C calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "[x](javascript:alert(1))", "![x](http://example.com/x.png)",
    "| a | b |\n| - | - |", "# heading", "`code`", "&lt;b&gt;", "]]>", "<!--", "@someone #12 www.example.com",
    "\x1b[31mred\x1b[0m", "\x1b]8;;http://example.com\x1b\\link", "\x9b2J", "\x00nul", "\x07\x08bell", "a\r\nb: c", "\u202eevil\u2066", "\ufffe\uffff",
    "%s {0} {model} %(x)s", "$\\frac{1}{2}$", "::error file=x::hacked", "x" * 33_000,
)  # fmt: skip
TEXT_FORMATS = ["terminal", "json", "ndjson", "csv", "html", "markdown", "junit", "sarif"]


@pytest.fixture(scope="module")
def hostile(make_result, lines):
    columns = ("sku", "product_name", "manufacturer", "model", "version", "seller")
    told = tuple({**lines[(n % 3) * 2], "row": n + 3, **dict.fromkeys(columns, text)} for n, text in enumerate(TEXTS))
    where = {"path": "dir/=1+1[x](y)<b>.xlsx", "sheet": "<s>\x1b[1m"}
    report = build_report(replace(make_result(told, **where), decisions=tuple(map(decide, TEXTS))))
    old = build_report(make_result(tuple({**line, "verdict": "clear"} for line in told), **where))
    return replace(report, head={**report.head, "changes": find_changes(old, report)})


def decide(text):
    """Return a decision in the words of a hostile cell, and what became of it."""
    decision = Decision("covered", text, text, text, ("P02",), "2023", text, text, date(2027, 1, 1), text, text)
    return DecisionUse(decision, "contradicted", contradicted=1)


def render(report, name, language="zh"):
    stream = BytesIO()
    REPORTS[name].load()(report, stream, language)
    return stream.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_no_control_reaches_a_reader(hostile, name, language):
    text = render(hostile, name, language).decode()
    allowed = "\n\t\r" if name == "csv" else "\n"
    raw = {mark for mark in text if (ord(mark) < 0x20 and mark not in allowed) or 0x7F <= ord(mark) < 0xA0}
    assert raw == set()
    if name not in {"json", "ndjson"}:
        assert not set("\u202e\u2066\ufffe\uffff") & set(text)


def test_csv_cells_never_start_as_formulas(hostile):
    rows = list(csv.DictReader(StringIO(render(hostile, "csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == len(TEXTS)
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert [row["sku"] for row in rows[:6]] == ["'" + text for text in TEXTS[:6]]
    assert rows[6]["sku"] == TEXTS[6]


def test_csv_has_a_byte_order_mark_and_one_record_per_line(hostile):
    assert render(hostile, "csv").startswith(b'\xef\xbb\xbf"path",')


def test_json_keeps_the_cells_to_the_letter(hostile):
    items = json.loads(render(hostile, "json"))["items"]
    assert [item["sku"] for item in items] == list(TEXTS)
    lines = [json.loads(line) for line in render(hostile, "ndjson").splitlines()]
    assert lines[0]["type"] == "report"
    assert [{key: value for key, value in line.items() if key != "type"} for line in lines[1:]] == items


def test_parquet_keeps_the_cells_to_the_letter(hostile):
    table = pq.read_table(BytesIO(render(hostile, "parquet")))
    assert table["sku"].to_pylist() == list(TEXTS)
    assert json.loads(table.schema.metadata[b"checker.report"])["summary"]["lines"] == len(TEXTS)


def test_junit_is_well_formed_and_counts(hostile):
    root = ET.fromstring(render(hostile, "junit"))  # noqa: S314 - written a line above
    cases = root.findall(".//testcase")
    assert len(cases) == int(root.get("tests")) == len(TEXTS)
    assert len(root.findall(".//failure")) == int(root.get("failures"))
    assert len(root.findall(".//skipped")) == int(root.get("skipped"))
    assert root.find(".//script") is None


def test_markdown_has_no_live_mark_from_a_cell(hostile):
    text = render(hostile, "markdown", "en").decode()
    assert not re.search(r"[<>`\[\]]|javascript:|http:|@someone|^::|www\.", text, re.MULTILINE)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {line.count(" | ") for line in rows if "uncertified" in line and "review" not in line} == {3}


def test_terminal_markup_is_not_interpreted(make_result, lines):
    report = build_report(
        make_result(({**lines[0], "product_name": "[bold red]x[/] :warning: [link=http://example.com]y[/link]"},))
    )
    text = render(report, "terminal", "en").decode().replace("\n", " ")
    assert "[bold red]x[/] :warning:" in re.sub(" +", " ", text)


def test_terminal_keeps_to_eighty_columns(hostile):
    for language in ("zh", "en"):
        assert max(map(cell_len, render(hostile, "terminal", language).decode().splitlines())) <= 80
