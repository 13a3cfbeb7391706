"""The summary for a terminal: readable without colour and at 80 columns, most urgent first."""

import os
import shutil
import sys
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, BinaryIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from checker.messages import Language
from checker.report.attention import count_by_verdict, last_reason, list_attention, name_product
from checker.report.content import Report
from checker.report.overview import describe_basis_lines, summarise_rows
from checker.report.safety import clean_line, clean_tree
from checker.report.words import money, name_place, word

SHOWN_LINES = 20
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
        *_attention(report, language),
        *_exposure(head, language),
        *_shipments(head, language),
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


def _attention(report: Report, language: Language) -> list[RenderableType]:
    lines = list_attention(report.lines)
    if lines.empty:
        return []
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True, title_justify="left", header_style="bold")
    table.add_column(word(language, "column_place"), ratio=3, overflow="fold")
    table.add_column(word(language, "column_verdict"), ratio=2, overflow="fold")
    table.add_column(word(language, "column_product_and_reason"), ratio=8, overflow="fold")
    several = len(report.head["inputs"]) > 1
    shown = lines.head(SHOWN_LINES)
    for line in shown.to_dict("records"):
        verdict = str(line["verdict"])
        table.add_row(
            Text(name_place(line["path"], line["sheet"], line["row"], several_files=several)),
            Text(word(language, f"verdict_{verdict}"), style=STYLES[verdict]),
            Text(clean_line(name_product(line)) + "\n" + last_reason(line, language)),
        )
    parts: list[RenderableType] = [
        Text(),
        Text(word(language, "heading_attention", count=f"{len(lines):,}"), "bold"),
        table,
    ]
    if len(lines) > len(shown):
        parts.append(Text(word(language, "attention_more", count=f"{len(lines) - len(shown):,}")))
    return parts


def _exposure(head: dict[str, Any], language: Language) -> list[RenderableType]:
    cases = sorted(head["article63"], key=lambda case: -Decimal(case["total_max"]))
    if not cases:
        return [Text(), Text(word(language, "exposure_none"))]
    names = list(dict.fromkeys(case["case"] for case in cases))
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True, header_style="bold")
    table.add_column(word(language, "column_case_reading"), ratio=4, overflow="fold")
    for name in ("illegal_gains", "fine", "total"):
        table.add_column(word(language, f"column_{name}"), ratio=3, justify="right", overflow="fold")
    for name in names[:SHOWN_CASES]:
        table.add_row(Text(name or word(language, "case_unnamed"), style="bold"))
        for case in (case for case in head["article63"] if case["case"] == name):
            readings = [word(language, f"reading_{case['scenario']}"), word(language, f"reading_{case['basis']}")]
            table.add_row(
                Text("  " + " · ".join(readings)),
                Text(money(case["illegal_gains"])),
                Text(f"{money(case['fine_min'])}–\n{money(case['fine_max'])}"),
                Text(f"{money(case['total_min'])}–\n{money(case['total_max'])}"),
            )
    parts: list[RenderableType] = [Text(), Text(word(language, "heading_exposure"), "bold"), table]
    if len(names) > SHOWN_CASES:
        parts.append(Text(word(language, "cases_more", count=f"{len(names) - SHOWN_CASES:,}")))
    parts += [Text(f"· {entry[f'text_{language}']}") for entry in (*head["crossings"], *head["notes"])]
    return parts


def _shipments(head: dict[str, Any], language: Language) -> list[RenderableType]:
    if not head["shipments"]:
        return []
    lines = [
        Text(f"{plan['decision']}: {plan[f'text_{language}']}", STYLES[plan["decision"]]) for plan in head["shipments"]
    ]
    return [Text(), Text(word(language, "heading_shipments"), "bold"), *lines]


def _closing(head: dict[str, Any], language: Language) -> list[RenderableType]:
    return [
        Text(),
        Text(word(language, "heading_basis"), "bold"),
        *(Text(f"· {line}") for line in describe_basis_lines(head, language)),
        Text(word(language, "no_legal_advice")),
    ]
