"""The report as JUnit XML: one test case per line; held lines fail, lines to review are skipped, waived ones say by whom."""

from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from checker.matcher.findings import HELD_VERDICTS
from checker.messages import Language
from checker.report.attention import name_products
from checker.report.content import Report
from checker.report.items import join_texts
from checker.report.safety import clean_cell, clean_cells, clean_line
from checker.report.words import word

BATCH = 50_000
"""Lines written at a time."""


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write one test suite per sheet."""
    lines = report.lines.assign(text=join_texts(report.lines["reasons"], language))
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(f"<testsuites name={quoteattr(word(language, 'title'))} {_count(lines)}>\n".encode())
    for (path, sheet), group in lines.groupby(["path", "sheet"], sort=False):
        stream.write(f"  <testsuite name={quoteattr(clean_line(f'{path} {sheet}'))} {_count(group)}>\n".encode())
        class_name = quoteattr(clean_line(f"{path}#{sheet}"))
        for start in range(0, len(group), BATCH):
            cases = _list_cases(group.iloc[start : start + BATCH], class_name, language)
            stream.write("".join(cases).encode())
        stream.write(b"  </testsuite>\n")
    stream.write(b"</testsuites>\n")


def _count(lines: pd.DataFrame) -> str:
    failures = int(lines["verdict"].isin(HELD_VERDICTS).sum())
    skipped = int((lines["verdict"] == "review").sum())
    return f'tests="{len(lines)}" failures="{failures}" errors="0" skipped="{skipped}"'


def _list_cases(lines: pd.DataFrame, class_name: str, language: Language) -> list[str]:
    """Return the test cases of lines of one sheet."""
    names = _quote(lines["sheet"] + "!" + lines["row"].astype("str") + " " + name_products(lines))
    outcomes = (lines["verdict"] + "\n" + lines["text"]).astype("str")
    ends = outcomes.map({outcome: _end_case(outcome, language) for outcome in outcomes.unique()})
    return ("    <testcase name=" + names + f' classname={class_name} time="0"' + ends).tolist()


def _end_case(outcome: str, language: Language) -> str:
    """Return the rest of a test case from a verdict and its reasons, one under the other."""
    verdict, _, text = outcome.partition("\n")
    message = quoteattr(clean_line(f"{word(language, f'verdict_{verdict}')}: {text}"))
    if verdict in HELD_VERDICTS:
        body = escape(clean_cell(text))
        return f'>\n      <failure type="{verdict}" message={message}>{body}</failure>\n    </testcase>\n'
    if verdict == "review":
        return f">\n      <skipped message={message}/>\n    </testcase>\n"
    if verdict == "waived":
        return f">\n      <system-out>{escape(clean_cell(text))}</system-out>\n    </testcase>\n"
    return "/>\n"


def _quote(texts: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return texts as XML attributes, in one line each."""
    quoted = clean_cells(texts.astype("str")).str.replace(r"[\t\n\r]", " ", regex=True)
    for mark, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        quoted = quoted.str.replace(mark, reference, regex=False)
    return '"' + quoted + '"'
