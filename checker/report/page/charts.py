"""Charts as SVG by matplotlib: text in the page's font, colours from the page's style, so that dark and print follow."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

from checker.report.safety import clean_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 460
ROW = 34
"""Points across a chart, and for each of its rows: a label and its mark below."""

PLAIN, WITH_AXIS = 4, 26
"""Points below the rows, without an axis and with one."""

LONGEST_LABEL, LONGEST_BESIDE_NOTE = 74, 52
LINE = 100_000
"""Yuan of illegal gains from which the fine is a multiple of them (Cybersecurity Law, art. 63)."""

INK = "#010203"
FAINT = "#010204"
PAPER = "#010205"
COLOURS = {
    "uncertified": "#a10001", "lapsed": "#a10002", "review": "#a10003",
    "waived": "#a10004", "certified": "#a10005", "clear": "#a10006",
}  # fmt: skip
"""Stand-ins that become the page's own colours."""


@dataclass(frozen=True)
class Bar:
    """One row of a chart.

    Attributes:
        label: What stands above its mark.
        value: Length of the bar.
        note: What stands at its end.
        colour: A key of ``COLOURS``.
        part: How much of the value is of the darker kind, None for all.
    """

    label: str
    value: float
    note: str
    colour: str
    part: float | None = None


@dataclass(frozen=True)
class Range:
    """One reading of one case: ``gains`` and the range of confiscation and fine together, in yuan."""

    label: str
    gains: Decimal
    low: Decimal
    high: Decimal
    colour: str


@dataclass(frozen=True)
class Expiry:
    """A certificate relied on and its last day."""

    label: str
    day: date


def draw_bars(bars: Sequence[Bar], name: str, title: str) -> str:
    """Return bars with their label above and their figure at the end."""
    figure, axes = _start(len(bars))
    longest = max((bar.value for bar in bars), default=0) or 1
    for place, bar in enumerate(bars):
        axes.barh(place, bar.value, height=0.34, color=COLOURS[bar.colour], alpha=1 if bar.part is None else 0.45)
        if bar.part is not None:
            axes.barh(place, bar.part, height=0.34, color=COLOURS[bar.colour])
        _label(axes, place, bar.label, bar.note)
    axes.set_xlim(0, longest)
    axes.xaxis.set_visible(False)
    return _finish(figure, name, title)


def draw_ranges(ranges: Sequence[Range], name: str, title: str, line_label: str) -> str:
    """Return the range of every reading on an axis of money, with the gains as a diamond and the line at ¥100,000."""
    figure, axes = _start(len(ranges), below=WITH_AXIS)
    axes.set_xscale("log")
    highest = max((float(one.high) for one in ranges), default=0)
    lowest = min((float(amount) for one in ranges for amount in (one.low, one.gains) if amount > 0), default=10_000)
    axes.set_xlim(min(lowest, 10_000) * 0.5, max(highest, 1_000_000) * 2.5)
    _mark(axes, LINE, line_label)
    for place, one in enumerate(ranges):
        if one.high > 0:
            axes.plot(
                [float(one.low), float(one.high)],
                [place, place],
                color=COLOURS[one.colour],
                linewidth=7,
                solid_capstyle="butt",
            )
        if one.gains > 0:
            axes.plot([float(one.gains)], [place], marker="D", markersize=7, color=INK)
        _label(axes, place, one.label)
    axes.set_ylim(len(ranges) - 0.4, -1.3)
    axes.xaxis.set_major_formatter(lambda amount, _: f"¥{amount:,.0f}")
    axes.minorticks_off()
    return _finish(figure, name, title)


def draw_expiries(expiries: Sequence[Expiry], as_of: date, name: str, title: str, today_label: str) -> str:
    """Return the last days of certificates on an axis of time, with the day of the check."""
    figure, axes = _start(len(expiries), below=WITH_AXIS)
    from matplotlib.dates import AutoDateLocator  # noqa: PLC0415 - with the figure

    axes.xaxis_date()
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=6))  # type: ignore[no-untyped-call] # matplotlib
    days = [one.day for one in expiries]
    first, last = min([as_of, *days]), max([as_of, *days])
    margin = max((last - first) * 0.06, date(2026, 1, 31) - date(2026, 1, 1))
    axes.set_xlim(max(first.toordinal() - margin.days, 1) - _epoch(), last.toordinal() + margin.days - _epoch())
    _mark(axes, as_of.toordinal() - _epoch(), today_label)
    for place, one in enumerate(expiries):
        left = (one.day - as_of).days
        colour = COLOURS["lapsed" if left < 0 else "review" if left <= 90 else "certified"]
        axes.plot(
            [as_of.toordinal() - _epoch(), one.day.toordinal() - _epoch()], [place, place], color=colour, linewidth=3
        )
        axes.plot([one.day.toordinal() - _epoch()], [place], marker="o", markersize=7, color=colour)
        _label(axes, place, one.label)
    axes.set_ylim(len(expiries) - 0.4, -1.3)
    return _finish(figure, name, title)


def _epoch() -> int:
    """Return the ordinal of matplotlib's day 0."""
    return date(1970, 1, 1).toordinal()


def _label(axes: "Axes", place: int, label: str, note: str = "") -> None:
    """Write what a row is above its mark, and a figure at the right end."""
    shown = shorten(clean_line(label), LONGEST_BESIDE_NOTE if note else LONGEST_LABEL)
    behind = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
    where: dict[str, Any] = {"va": "center", "color": INK, "transform": axes.get_yaxis_transform()}
    axes.text(0, place - 0.46, shown, ha="left", bbox=behind, **where)
    axes.text(1, place - 0.46, note, ha="right", **where)


def shorten(text: str, most: int) -> str:
    """Return a text that is at most so many characters wide (Chinese ones count two), cut with an ellipsis."""
    width = 0
    for place, mark in enumerate(text):
        width += 2 if ord(mark) > 0x2E80 else 1
        if width > most:
            return text[: max(place - 1, 0)] + "…"
    return text


def _mark(axes: "Axes", place: float, text: str) -> None:
    """Draw an upright line through the chart with its name at the top."""
    axes.axvline(place, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    axes.annotate(text, (place, -0.95), (4, 0), textcoords="offset points", color=INK, va="center")


def _start(rows: int, below: int = PLAIN) -> "tuple[Figure, Axes]":
    """Return a figure with room for rows, and its axes without frame."""
    from matplotlib import rc_context  # noqa: PLC0415 - takes half a second
    from matplotlib.figure import Figure  # noqa: PLC0415 - likewise

    height = max(rows, 1) * ROW + 14 + below
    with rc_context({"text.parse_math": False, "font.size": 11}):
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        inset = 0.05 if below > PLAIN else 0.01
        axes = figure.add_axes((inset, below / height, 1 - 2 * inset, 1 - below / height))
    axes.set_ylim(rows - 0.7, -0.8)
    axes.yaxis.set_visible(False)
    axes.patch.set_visible(False)
    figure.patch.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(axis="x", colors=FAINT, labelcolor=INK, labelsize=10)
    return figure, axes


def _finish(figure: "Figure", name: str, title: str) -> str:
    """Return the figure as an SVG element with the page's font and colours; ids are unique by ``name``."""
    from matplotlib import rc_context  # noqa: PLC0415 - loaded already

    out = StringIO()
    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "svg.id": name,
        "text.parse_math": False,
        "font.size": 11,
    }
    with rc_context(settings), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)
    svg = svg.replace(INK, "currentColor").replace(FAINT, "var(--faint)").replace(PAPER, "var(--paper)")
    for verdict, colour in COLOURS.items():
        svg = svg.replace(colour, f"var(--{verdict})")
    svg = re.sub(r'<svg ([^>]*?)width="[^"]*"', r"<svg \1", svg, count=1)
    svg = re.sub(r'(<svg [^>]*?)height="[^"]*"', r"\1", svg, count=1)
    from markupsafe import escape  # noqa: PLC0415 - comes with Jinja

    return svg.replace(">", f' role="img" aria-label="{escape(title)}">', 1)
