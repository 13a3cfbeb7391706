"""The report as JUnit XML: one test case per line; held lines fail, lines to review are skipped with their reason."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from checker.matcher.findings import HELD_VERDICTS
from checker.messages import Language
from checker.report.attention import name_product
from checker.report.content import Report
from checker.report.items import join_texts
from checker.report.safety import clean_cell, clean_line
from checker.report.words import word


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write one test suite per sheet."""
    lines = report.lines.assign(text=join_texts(report.lines["reasons"], language))
    counts = _count(lines)
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(f"<testsuites name={quoteattr(word(language, 'title'))} {counts}>\n".encode())
    for (path, sheet), group in lines.groupby(["path", "sheet"], sort=False):
        name = quoteattr(clean_line(f"{path} {sheet}"))
        stream.write(f"  <testsuite name={name} {_count(group)}>\n".encode())
        stream.writelines(text.encode() for text in _write_cases(group, language))
        stream.write(b"  </testsuite>\n")
    stream.write(b"</testsuites>\n")


def _count(lines: pd.DataFrame) -> str:
    failures = int(lines["verdict"].isin(HELD_VERDICTS).sum())
    skipped = int((lines["verdict"] == "review").sum())
    return f'tests="{len(lines)}" failures="{failures}" errors="0" skipped="{skipped}"'


def _write_cases(lines: pd.DataFrame, language: Language) -> Iterator[str]:
    verdicts = {verdict: word(language, f"verdict_{verdict}") for verdict in lines["verdict"].unique()}
    for line in lines.to_dict("records"):
        name = quoteattr(clean_line(f"{line['sheet']}!{line['row']} {name_product(line)}"))
        place = quoteattr(clean_line(f"{line['path']}#{line['sheet']}"))
        start = f'    <testcase name={name} classname={place} time="0"'
        verdict, text = verdicts[line["verdict"]], clean_cell(line["text"])
        if line["verdict"] in HELD_VERDICTS:
            message = quoteattr(clean_line(f"{verdict}: {text}"))
            failure = f"<failure type={quoteattr(line['verdict'])} message={message}>{escape(text)}</failure>"
            yield f"{start}>\n      {failure}\n    </testcase>\n"
        elif line["verdict"] == "review":
            message = quoteattr(clean_line(f"{verdict}: {text}"))
            yield f"{start}>\n      <skipped message={message}/>\n    </testcase>\n"
        else:
            yield f"{start}/>\n"
