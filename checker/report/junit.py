"""The report as JUnit XML: one test case per line; held lines fail, lines to review are skipped, waived ones say by whom."""

from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checker.matcher.findings import HELD_VERDICTS
from checker.messages import Language
from checker.numbering import Numbers
from checker.report.attention import encode_products
from checker.report.coded import Coded, combine, encode_numbers, repeat, to_arrow
from checker.report.columns import Columns
from checker.report.content import Report
from checker.report.safety import clean_cell, clean_cells, clean_line
from checker.report.weave import Weave, join
from checker.report.words import word

BATCH = 50_000
"""Lines written at a time."""


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write one test suite per sheet."""
    columns = report.columns
    everything = np.arange(len(columns))
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(f"<testsuites name={quoteattr(word(language, 'title'))} {_count(columns, everything)}>\n".encode())
    for path, sheet, rows in columns.split_sheets():
        name = quoteattr(clean_line(f"{path} {sheet}"))
        stream.write(f"  <testsuite name={name} {_count(columns, rows)}>\n".encode())
        cases = Weave(list_pieces(columns, rows, f"{path}#{sheet}", sheet, language))
        stream.writelines(cases.write(BATCH))
        stream.write(b"  </testsuite>\n")
    stream.write(b"</testsuites>\n")


def _count(columns: Columns, rows: Numbers) -> str:
    verdicts = columns["verdict"]
    failures, skipped = (np.count_nonzero(verdicts.find(*some)[rows]) for some in (HELD_VERDICTS, ("review",)))
    return f'tests="{len(rows)}" failures="{failures}" errors="0" skipped="{skipped}"'


def list_pieces(columns: Columns, rows: Numbers, class_name: str, sheet: str, language: Language) -> list[Coded]:
    """Return what the columns of lines of one sheet contribute to their test cases."""
    begin = _quote(to_arrow([sheet]))[0].as_py()
    middle = f'" classname={quoteattr(clean_line(class_name))} time="0"'
    said = [columns["verdict"].take(rows), columns.join("reasons", language).take(rows)]
    outcomes = combine(*said)
    verdicts, texts = (column.take(outcomes.first).decode().to_pylist() for column in said)
    ends = [_end_case(verdict, text, language) for verdict, text in zip(verdicts, texts, strict=True)]
    return [
        repeat(f'    <testcase name="{begin}!', len(rows)),
        encode_numbers(columns.lines["row"].to_numpy()[rows]),
        encode_products(columns, rows).turn(lambda names: join(" ", _quote(names), middle)),
        Coded(outcomes.numbers, to_arrow(ends)),
    ]


def _end_case(verdict: str, text: str, language: Language) -> str:
    """Return the rest of a test case from a verdict and its reasons, one under the other."""
    message = quoteattr(clean_line(f"{word(language, f'verdict_{verdict}')}: {text}"))
    if verdict in HELD_VERDICTS:
        body = escape(clean_cell(text))
        return f'>\n      <failure type="{verdict}" message={message}>{body}</failure>\n    </testcase>\n'
    if verdict == "review":
        return f">\n      <skipped message={message}/>\n    </testcase>\n"
    if verdict == "waived":
        return f">\n      <system-out>{escape(clean_cell(text))}</system-out>\n    </testcase>\n"
    return "/>\n"


def _quote(texts: pa.Array) -> pa.Array:
    """Return texts to stand in XML attributes, in one line each."""
    quoted = pc.replace_substring_regex(clean_cells(texts), r"[\t\n\r]", " ")
    for mark, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        quoted = pc.replace_substring(quoted, mark, reference)
    return quoted
