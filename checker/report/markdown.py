"""The summary as Markdown, for a job summary or a merge request: counts, lines that need attention, exposure, basis."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from checker.messages import Language
from checker.report.attention import (
    ATTENTION,
    URGENCY,
    count_by_verdict,
    group_attention,
    name_product,
    word_key_reasons,
)
from checker.report.content import Report
from checker.report.overview import describe_basis_lines, list_files, summarise_rows, word_changes, word_decisions
from checker.report.safety import clean_line
from checker.report.words import money, name_files, name_places, word

SHOWN_PRODUCTS = 100
SHOWN_CASES = 100
SPECIAL = {ord(mark): f"&#{ord(mark)};" for mark in "\\`*_{}[]()<>#|~:@&$"}
"""Every mark that Markdown or HTML gives a meaning within a line, as a character reference: no link, image, tag, formula or
mention comes alive."""

_ADDRESS = re.compile(r"(?<=www)\.", re.IGNORECASE)


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write the summary."""
    stream.write(("\n".join(_list_parts(report, language)) + "\n").encode())


def literal(text: object) -> str:
    """Return a text of the inventory so that Markdown shows it as it is, in one line."""
    return _ADDRESS.sub("&#46;", clean_line(str(text)).translate(SPECIAL))


def _list_parts(report: Report, language: Language) -> Iterator[str]:
    head = report.head
    summary = head["summary"]
    yield f"# {word(language, 'title')}\n"
    decision = summary["decision"]
    yield f"**{word(language, f'decision_{decision}')}**\n"
    counts = [(word(language, f"verdict_{verdict}"), f"{count:,}") for verdict, count in count_by_verdict(summary)]
    yield _table([name for name, _ in counts], [[count for _, count in counts]], "r" * len(counts))
    yield summarise_rows(summary, language) + "\n"
    yield from _files(dict(head), language)
    yield from _attention(report, language)
    yield from _exposure(head, language)
    if head["shipments"]:
        yield f"## {word(language, 'heading_shipments')}\n"
        yield from (f"- **{plan['decision']}** {literal(plan[f'text_{language}'])}" for plan in head["shipments"])
        yield ""
    for name, lines in (
        ("decisions", word_decisions(dict(head), language)),
        ("changes", word_changes(dict(head), language)),
    ):
        if lines:
            yield f"## {word(language, f'heading_{name}')}\n"
            yield from (f"- {literal(line)}" for line in lines)
            yield ""
    yield f"## {word(language, 'heading_basis')}\n"
    yield from (f"- {literal(line)}" for line in describe_basis_lines(dict(head), language))
    yield ""
    yield f"_{word(language, 'no_legal_advice')}_"


def _table(header: list[str], rows: list[list[str]], alignment: str) -> str:
    marks = {"l": "---", "r": "---:"}
    lines = [header, [marks[side] for side in alignment], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def _files(head: dict[str, Any], language: Language) -> Iterator[str]:
    files = list_files(head)
    if not files:
        return
    names = name_files([entry["path"] for entry in head["inputs"]])
    header = [word(language, "column_path"), *(word(language, f"verdict_{verdict}") for verdict in URGENCY)]
    rows = [
        [literal(names[entry["path"]]), *(f"{entry['verdicts'][verdict]:,}" for verdict in URGENCY)] for entry in files
    ]
    yield f"## {word(language, 'heading_files')}\n"
    yield _table(header, rows, "l" + "r" * len(URGENCY))


def _attention(report: Report, language: Language) -> Iterator[str]:
    count = sum(report.head["summary"]["verdicts"][verdict] for verdict in ATTENTION)
    if not count:
        return
    yield f"## {word(language, 'heading_attention', count=f'{count:,}')}\n"
    files = name_files([one["path"] for one in report.head["inputs"]])
    groups = group_attention(report.columns, SHOWN_PRODUCTS)
    rows = [
        [
            literal(name_places(places, files)),
            word(language, f"verdict_{line['verdict']}"),
            literal(name_product(line)),
            literal(word_key_reasons(line, language)),
        ]
        for line, places in groups
    ]
    header = [word(language, f"column_{name}") for name in ("place", "verdict", "product", "reason")]
    yield _table(header, rows, "llll")
    if left := count - sum(len(places) for _, places in groups):
        yield word(language, "attention_more", count=f"{left:,}") + "\n"


def _exposure(head: Any, language: Language) -> Iterator[str]:  # noqa: ANN401 - the report's head
    yield f"## {word(language, 'heading_exposure')}\n"
    if not head["article63"]:
        yield word(language, "exposure_none") + "\n"
        return
    rows = [
        [
            literal(case["case"] or word(language, "case_unnamed")),
            " · ".join(word(language, f"reading_{case[axis]}") for axis in ("scenario", "basis")),
            money(case["illegal_gains"]),
            f"{money(case['fine_min'])} – {money(case['fine_max'])}",
            f"{money(case['total_min'])} – {money(case['total_max'])}",
        ]
        for case in head["article63"][:SHOWN_CASES]
    ]
    header = [word(language, f"column_{name}") for name in ("case", "reading", "illegal_gains", "fine", "total")]
    yield _table(header, rows, "llrrr")
    if left := len(head["article63"]) - len(rows):
        yield word(language, "cases_left_out", count=f"{left:,}") + "\n"
    yield from (f"- {literal(entry[f'text_{language}'])}" for entry in (*head["crossings"], *head["notes"]))
    yield ""
