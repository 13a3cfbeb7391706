"""The report as JUnit XML: one test case per line; held lines fail, lines to review are skipped, waived ones say by whom."""

from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from checker.matcher.findings import HELD_VERDICTS
from checker.messages import Language
from checker.report.attention import encode_products
from checker.report.coded import Coded, combine, encode, encode_numbers, encode_reasons, find_first, repeat
from checker.report.content import Report
from checker.report.safety import clean_cell, clean_cells, clean_line
from checker.report.weave import Weave, join
from checker.report.words import word

BATCH = 50_000
"""Lines written at a time."""


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write one test suite per sheet."""
    lines = report.lines
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(f"<testsuites name={quoteattr(word(language, 'title'))} {_count(lines)}>\n".encode())
    for (path, sheet), group in lines.groupby(["path", "sheet"], sort=False):
        stream.write(f"  <testsuite name={quoteattr(clean_line(f'{path} {sheet}'))} {_count(group)}>\n".encode())
        cases = Weave(list_pieces(group, f"{path}#{sheet}", str(sheet), language))
        stream.writelines(cases.write(BATCH))
        stream.write(b"  </testsuite>\n")
    stream.write(b"</testsuites>\n")


def _count(lines: pd.DataFrame) -> str:
    failures = int(lines["verdict"].isin(HELD_VERDICTS).sum())
    skipped = int((lines["verdict"] == "review").sum())
    return f'tests="{len(lines)}" failures="{failures}" errors="0" skipped="{skipped}"'


def list_pieces(lines: pd.DataFrame, class_name: str, sheet: str, language: Language) -> list[Coded]:
    """Return what the columns of lines of one sheet contribute to their test cases."""
    begin = _quote(pd.Series([sheet], dtype="str")).iloc[0]
    middle = f'" classname={quoteattr(clean_line(class_name))} time="0"'
    verdict, (reasons,) = encode(lines["verdict"]), encode_reasons(lines["reasons"], language)
    outcomes = combine(verdict.codes, reasons.codes)
    first = find_first(outcomes)
    ends = [
        _end_case(outcome, text, language)
        for outcome, text in zip(verdict.take(first).decode(), reasons.take(first).decode(), strict=True)
    ]
    return [
        repeat(f'    <testcase name="{begin}!', len(lines)),
        encode_numbers(lines["row"]),
        encode_products(lines).turn(lambda names: join(" ", _quote(names), middle)),
        Coded(outcomes, pd.Series(ends, dtype="str")),
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


def _quote(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Return texts to stand in XML attributes, in one line each."""
    quoted = clean_cells(texts).str.replace(r"[\t\n\r]", " ", regex=True)
    for mark, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        quoted = quoted.str.replace(mark, reference, regex=False)
    return quoted
