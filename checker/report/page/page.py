"""The page put together: charts, tables and data in one file that may load nothing and run nothing but its own script."""

from base64 import b64encode
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, BinaryIO

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker import __version__
from checker.messages import Language
from checker.report.attention import URGENCY, count_by_verdict
from checker.report.content import Report
from checker.report.exposure import rank_cases
from checker.report.overview import (
    count_set_aside,
    describe_basis_lines,
    list_files,
    summarise_rows,
    word_changes,
    word_decisions,
    word_levers,
)
from checker.report.page.charts import Bar, Expiry, Range, draw_bars, draw_expiries, draw_ranges, shorten
from checker.report.page.data import choose_lines, embed_lines, escape_script
from checker.report.page.relied import Relied, list_relied
from checker.report.safety import clean_tree
from checker.report.words import money, name_reason, word

LANGUAGES: tuple[Language, ...] = ("zh", "en")
CHARTED_CASES, CHARTED_PRODUCTS, CHARTED_CERTIFICATES = 6, 12, 20
LISTED_ROWS = 1_000
LONGEST_NAME = 38
"""Characters of a case's name in a chart, so that its reading is never cut off."""

EVIDENCE = ("field", "text", "entry", "source", "cell", "threshold", "level")
FIELDS = ("sku", "product_name", "manufacturer", "model", "version", "specification", "seller", "date", "remark",
          "certificate_number", "certificate_valid_until", "quantity", "unit_price", "amount")  # fmt: skip
SCRIPT_WORDS = ("page", "lines_shown", "no_line_fits", "show_reasons")


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write the page in both languages; it opens in ``language``."""
    head: dict[str, Any] = clean_tree(report.head)
    lines = choose_lines(report)
    relied = list_relied(report)
    script, style = _read("table.js"), _read("style.css")
    page = _load_template().render(
        language=language,
        head=head,
        version=__version__,
        policy=_write_policy(script),
        script=Markup(script),  # noqa: S704 - this package's own file
        style=Markup(style),  # noqa: S704 - likewise
        lines=Markup(embed_lines(lines)),  # noqa: S704 - escaped by escape_script
        words=Markup(embed_words()),  # noqa: S704 - likewise
        charts={one: draw_charts(head, relied, one) for one in LANGUAGES},
        counts=count_by_verdict(head["summary"]),
        rows={one: summarise_rows(head["summary"], one) for one in LANGUAGES},
        decisions={one: word_decisions(head, one) for one in LANGUAGES},
        changes={one: word_changes(head, one) for one in LANGUAGES},
        levers={one: word_levers(head, one) for one in LANGUAGES},
        basis={one: describe_basis_lines(head, one) for one in LANGUAGES},
        files=list_files(head),
        aside=list_set_aside(head),
        aside_counts=count_set_aside(head).most_common(),
        relied=relied,
        left_out=len(report.lines) - len(lines),
    )
    stream.write(page.encode())


def _write_policy(script: str) -> str:
    """Return the content security policy: no network, no script but the page's own."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@cache
def _load_template() -> Any:  # noqa: ANN401 - a Jinja template
    environment = Environment(
        loader=PackageLoader("checker.report.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(word=word, money=money, name_reason=name_reason)
    return environment.get_template("report.html.jinja")


def _read(name: str) -> str:
    return (files("checker.report.page") / "templates" / name).read_text(encoding="utf-8")


def embed_words() -> str:
    """Return the words that the script shows, as JSON by language."""
    words = {
        one: {
            **{name: word(one, f"page_{name}") for name in SCRIPT_WORDS},
            "verdicts": [word(one, f"verdict_{verdict}") for verdict in URGENCY],
            "evidence": {name: word(one, f"evidence_{name}") for name in EVIDENCE},
            "fields": {name: word(one, f"column_{name}") for name in FIELDS},
        }
        for one in LANGUAGES
    }
    return escape_script(orjson.dumps(words | {"codes": list(URGENCY)}))


def draw_charts(head: dict[str, Any], relied: list[Relied], language: Language) -> dict[str, Markup]:
    """Return the charts in one language by name; a chart without anything to show is absent."""
    charts = {"verdicts": _draw_verdicts(head, language)}
    if head["article63"]:
        charts["exposure"] = _draw_exposure(head, language)
    if head["products_at_risk"]:
        charts["products"] = _draw_products(head, language)
    ending = [one for one in relied if one.valid_until is not None][:CHARTED_CERTIFICATES]
    if ending:
        charts["expiries"] = draw_expiries(
            [Expiry(f"{one.valid_until}  {one.number}  {one.product}", one.valid_until or date.max) for one in ending],
            date.fromisoformat(head["basis"]["as_of"]),
            f"expiries-{language}",
            word(language, "chart_expiries"),
            word(language, "chart_as_of", day=head["basis"]["as_of"]),
        )
    return {name: Markup(svg) for name, svg in charts.items()}  # noqa: S704 - matplotlib escapes the texts


def _draw_verdicts(head: dict[str, Any], language: Language) -> str:
    total = max(head["summary"]["lines"], 1)
    bars = [
        Bar(word(language, f"verdict_{verdict}"), count, f"{count:,} ({count / total:.1%})", verdict)
        for verdict, count in count_by_verdict(head["summary"])
    ]
    return draw_bars(bars, f"verdicts-{language}", word(language, "chart_verdicts"))


def _draw_exposure(head: dict[str, Any], language: Language) -> str:
    names = rank_cases(head["article63"])[:CHARTED_CASES]
    ranges = [
        Range(
            f"{shorten(name or word(language, 'case_unnamed'), LONGEST_NAME)} · "
            f"{word(language, 'reading_' + case['scenario'])} · {word(language, 'reading_' + case['basis'])}",
            Decimal(case["illegal_gains"]),
            Decimal(case["total_min"]),
            Decimal(case["total_max"]),
            "uncertified" if case["scenario"] == "found" else "review",
        )
        for name in names
        for case in head["article63"]
        if case["case"] == name
    ]
    return draw_ranges(ranges, f"exposure-{language}", word(language, "chart_exposure"), word(language, "chart_line"))


def _draw_products(head: dict[str, Any], language: Language) -> str:
    bars = [
        Bar(
            f"{one['product']} [{one['categories']}]",
            float(one["gains"]),
            f"{one['share'] or '–'} % · ¥{money(one['gains'])}",
            "review" if one["held"] == "0.00" else "uncertified",
            float(one["held"]) if one["held"] != "0.00" else None,
        )
        for one in head["products_at_risk"][:CHARTED_PRODUCTS]
    ]
    return draw_bars(bars, f"products-{language}", word(language, "chart_products"))


def list_set_aside(head: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows set aside with file and sheet, at most ``LISTED_ROWS``."""
    rows = [
        {"path": entry["path"], "sheet": sheet["name"], **row}
        for entry in head["inputs"]
        for sheet in entry["sheets"]
        for row in sheet["set_aside"]
    ]
    return rows[:LISTED_ROWS]
