"""The summary for a terminal: readable without colour and at 80 columns, most urgent first."""

import os
import shutil
import sys
from collections.abc import Iterable
from io import BytesIO, StringIO
from typing import Any, BinaryIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

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
from checker.report.exposure import rank_cases
from checker.report.overview import (
    describe_basis_lines,
    list_files,
    summarise_rows,
    word_changes,
    word_decisions,
    word_levers,
)
from checker.report.safety import clean_line, clean_tree
from checker.report.words import money, name_files, name_places, word

SHOWN_PRODUCTS = 20
SHOWN_CASES = 8
NARROWEST, WIDEST = 80, 120

STYLES = {
    "HOLD": "bold red", "REVIEW": "bold yellow", "RELEASE": "bold green",
    "uncertified": "red", "lapsed": "red", "review": "yellow", "certified": "green", "waived": "cyan", "clear": "dim",
}  # fmt: skip


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write the summary; in colour only where stdout is a terminal and NO_COLOR is not set."""
    is_terminal = sys.stdout.isatty()
    text = render(
        report,
        language,
        width=min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST) if is_terminal else NARROWEST,
        colour=is_terminal and not os.environ.get("NO_COLOR") and isinstance(stream, BytesIO),
    )
    stream.write(text.encode())


def render(report: Report, language: Language, *, width: int = NARROWEST, colour: bool = False) -> str:
    """Return the summary as text of a given width in cells."""
    page = StringIO()
    console = Console(
        file=page,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        legacy_windows=False,
    )
    head: dict[str, Any] = clean_tree(report.head)
    for part in (
        _headline(head, language),
        *_files(head, language),
        *_attention(report, language),
        *_exposure(head, language),
        *_shipments(head, language),
        *_told("decisions", word_decisions(head, language), language),
        *_told("changes", word_changes(head, language), language),
        *_closing(head, language),
    ):
        console.print(part)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n"


def _headline(head: dict[str, Any], language: Language) -> RenderableType:
    summary = head["summary"]
    decision = summary["decision"]
    counts = Text(" · ").join(
        Text(f"{word(language, f'verdict_{verdict}')} {count:,}", style=STYLES[verdict])
        for verdict, count in count_by_verdict(summary)
        if count or verdict in ("uncertified", "review")
    )
    content = Group(
        Text(word(language, f"decision_{decision}"), style=STYLES[decision]),
        counts,
        Text(summarise_rows(summary, language)),
    )
    return Panel(content, title=word(language, "title"), title_align="left", box=box.ASCII2, padding=(0, 1))


def _files(head: dict[str, Any], language: Language) -> list[RenderableType]:
    """Return a row per file with its lines per verdict, where there are several files."""
    files = list_files(head)
    if not files:
        return []
    names = name_files([entry["path"] for entry in head["inputs"]])
    told = [
        f"{names[entry['path']]}: "
        + " · ".join(
            f"{word(language, f'verdict_{verdict}')} {entry['verdicts'][verdict]:,}"
            for verdict in URGENCY
            if entry["verdicts"][verdict]
        )
        for entry in files
    ]
    return [Text(), _heading("files", language), _list(told)]


def _attention(report: Report, language: Language) -> list[RenderableType]:
    count = sum(report.head["summary"]["verdicts"][verdict] for verdict in ATTENTION)
    if not count:
        return []
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True, header_style="bold")
    table.add_column(word(language, "column_place"), ratio=3, overflow="fold")
    table.add_column(word(language, "column_verdict"), ratio=2, overflow="fold")
    table.add_column(word(language, "column_product_and_reason"), ratio=8, overflow="fold")
    files = name_files([one["path"] for one in report.head["inputs"]])
    groups = group_attention(report.columns, SHOWN_PRODUCTS)
    for line, places in groups:
        verdict = str(line["verdict"])
        table.add_row(
            Text(name_places(places, files)),
            Text(word(language, f"verdict_{verdict}"), style=STYLES[verdict]),
            Text(f"{clean_line(name_product(line))}\n{word_key_reasons(line, language)}"),
        )
    parts: list[RenderableType] = [Text(), _heading("attention", language, count=f"{count:,}"), table]
    if left := count - sum(len(places) for _, places in groups):
        parts.append(Text(word(language, "attention_more", count=f"{left:,}")))
    return parts


def _heading(name: str, language: Language, **facts: str) -> Text:
    return Text(word(language, f"heading_{name}", **facts), style="bold")


def _list(sentences: Iterable[str]) -> Table:
    """Return sentences with a dot before each and their further lines under their own text."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column()
    table.add_column(overflow="fold")
    for sentence in sentences:
        table.add_row(Text("·"), Text(sentence))
    return table


def _exposure(head: dict[str, Any], language: Language) -> list[RenderableType]:
    cases = head["article63"]
    if not cases:
        return [Text(), Text(word(language, "exposure_none"))]
    names = rank_cases(cases)
    parts: list[RenderableType] = [Text(), _heading("exposure", language)]
    for place, name in enumerate(names[:SHOWN_CASES]):
        own = [case for case in head["article63"] if case["case"] == name]
        table = _tabulate_case(own, language, header=place == 0)
        parts += [Text(name or word(language, "case_unnamed"), style="bold"), table]
    if len(names) > SHOWN_CASES:
        parts.append(Text(word(language, "cases_more", count=f"{len(names) - SHOWN_CASES:,}")))
    measures = {measure["code"]: measure[f"text_{language}"] for case in cases for measure in case["measures"]}
    orders = ("；" if language == "zh" else "; ").join(measures.values())
    parts.append(
        _list(
            [
                orders,
                *word_levers(head, language),
                *(entry[f"text_{language}"] for entry in (*head["crossings"], *head["notes"])),
            ]
        )
    )
    return parts


def _tabulate_case(cases: list[dict[str, Any]], language: Language, *, header: bool) -> Table:
    """Return the readings of one case, a row each, and what a second statute adds."""
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True, header_style="bold", show_header=header)
    table.add_column(word(language, "column_case_reading"), ratio=4, overflow="fold")
    for name in ("illegal_gains", "fine", "total"):
        table.add_column(word(language, f"column_{name}"), ratio=3, justify="right", overflow="fold")
    for case in cases:
        table.add_row(
            Text(f"{word(language, 'reading_' + case['scenario'])} · {word(language, 'reading_' + case['basis'])}"),
            Text(money(case["illegal_gains"])),
            Text(f"{money(case['fine_min'])}–\n{money(case['fine_max'])}"),
            Text(f"{money(case['total_min'])}–\n{money(case['total_max'])}"),
        )
        for entry in case["other_law"]:
            table.add_row(
                Text(f"+{entry[f'law_{language}']}"),
                Text(money(entry["illegal_gains"])),
                Text(f"{money(entry['fine_min'])}–\n{money(entry['fine_max'])}"),
                Text(word(language, f"fine_{entry['fine']}")),
            )
    return table


def _shipments(head: dict[str, Any], language: Language) -> list[RenderableType]:
    if not head["shipments"]:
        return []
    lines = [
        Text(f"{plan['decision']}: {plan[f'text_{language}']}", STYLES[plan["decision"]]) for plan in head["shipments"]
    ]
    return [Text(), _heading("shipments", language), *lines]


def _told(name: str, sentences: list[str], language: Language) -> list[RenderableType]:
    return [Text(), _heading(name, language), _list(sentences)] if sentences else []


def _closing(head: dict[str, Any], language: Language) -> list[RenderableType]:
    return [
        Text(),
        _heading("basis", language),
        _list(describe_basis_lines(head, language)),
        Text(word(language, "no_legal_advice")),
    ]
