"""What is known of a device settles what is not stated: its ports, its height, the sort of thing it is.

Sorts of devices and what they cannot exceed are data, ``directory_data/vocabulary/bounds.csv``. Ports bound a fixed
device: 48×1G + 4×10G carry 88 Gbit/s each way, and a packet needs at least 672 bit times on the line.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from checker.matcher.late import late
from checker.matcher.text import END, mark, normalise
from checker.matcher.units import UNIT_KINDS, to_base
from checker.resources import read_rows

SHORTEST_PACKET = 672
"""Bits that the shortest Ethernet packet takes on the line, gap and preamble included."""

SPARE = Decimal(4) * 10**12
"""Bits per second each way that ports left unmentioned (uplinks, stacking) may add."""

SPEED = (
    r"(10/100/1000|10/100|\d+(?:\.\d+)?\s*(?:g|m)(?:be|bps|b/s|b|igabit|ige|e)?(?![a-z0-9])|百兆|千兆|万兆"
    r"|fast ethernet|gigabit|gige|ge|fe|sfp\+|sfp28|sfp|qsfp28|qsfp\+|qsfp)"
)
COUNTED = re.compile(
    rf"(?<![a-z0-9./])(\d{{1,3}})\s*(?:个|口|端口|路|port|ports|[x×*-])?\s*-?\s*(?:口|port|ports)?\s*(?:个)?\s*(?:的)?\s*{SPEED}"
)
NAMED = late(r"(\d{1,3})\s*-?\s*(?:口|端口|ports?)(?![a-z])")
CHASSIS = re.compile(r"槽|chassis|slot|机框|模块化|modular|框式|机箱")
FAST = re.compile(r"(?<![\d.])(?:[248]00\s*g|1\.6\s*t)(?!b\b)")
"""Ports with which even a small device gets far."""
WORDS = {
    "百兆": 100, "fe": 100, "fast ethernet": 100, "10/100": 100, "10/100/1000": 1000, "千兆": 1000,
    "gigabit": 1000, "gige": 1000, "ge": 1000, "sfp": 1000, "万兆": 10000, "sfp+": 10000,
    "sfp28": 25000, "qsfp+": 40000, "qsfp": 40000, "qsfp28": 100000,
}  # fmt: skip
"""Megabits per second of a port by its name."""


class Bound(NamedTuple):
    """What a device cannot exceed.

    Attributes:
        quantity: As in :class:`checker.loader.directory.Threshold`.
        value: In base units.
        text: What in the line says so.
        source: Id of the source, or ``ports``.
    """

    quantity: str
    value: Decimal
    text: str
    source: str


class Sort(NamedTuple):
    """A row of ``bounds.csv``."""

    categories: frozenset[str]
    quantity: str
    value: Decimal
    source: str


@cache
def _sorts() -> tuple[dict[str, tuple[Sort, ...]], Any, list[str]]:
    """Return the sorts of devices by their marked term, the automaton that finds the terms, and the terms."""
    from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 - only needed when a check runs

    found: dict[str, list[Sort]] = {}
    for row in read_rows("vocabulary", "bounds.csv"):
        value = to_base(Decimal(row["value"]), row["unit"], UNIT_KINDS[row["quantity"]])
        sort = Sort(frozenset(row["categories"].split("|")), row["quantity"], value, row["source"])
        found.setdefault(mark(normalise(row["term"])), []).append(sort)
    terms = list(found)
    return {term: tuple(sorts) for term, sorts in found.items()}, AhoCorasick(terms), terms


def find_bounds(category: str, text: str, marked: Iterable[str]) -> list[Bound]:
    """Return what the words and ports of a line say it cannot exceed; of two bounds on a quantity the lower last.

    Args:
        category: ``E01`` to ``E04``.
        text: All normalised texts of the line.
        marked: The marked texts whose words count.
    """
    sorts, automaton, terms = _sorts()
    bounds = []
    for part in () if FAST.search(text) else marked:
        for index, _, _ in automaton.find_matches_as_indexes(part, overlapping=True):
            for sort in sorts[terms[index]]:
                if category in sort.categories:
                    words = " ".join(terms[index].replace(END, " ").split())
                    bounds.append(Bound(sort.quantity, sort.value, words, sort.source))
                    if sort.quantity == "throughput":
                        packets = sort.value / 2 / SHORTEST_PACKET
                        bounds.append(Bound("forwarding_rate", packets, words, sort.source))
    if category in ("E01", "E02"):
        bounds += _bound_by_ports(text)
    return sorted(bounds, key=lambda bound: (-bound.value, bound.text))


def is_silent_on_bounds(category: str, text: str, marked: str) -> bool:
    """Whether a normalised text neither bounds a device nor keeps what else is said of it from doing so."""
    return not (FAST.search(text) or CHASSIS.search(text) or find_bounds(category, text, (marked,)))


def _bound_by_ports(text: str) -> list[Bound]:
    if CHASSIS.search(text):
        return []
    total, words = read_ports(text)
    if not total:
        return []
    reach = total + SPARE
    return [
        Bound("throughput", reach * 2, words, "ports"),
        Bound("forwarding_rate", reach / SHORTEST_PACKET, words, "ports"),
    ]


def read_ports(text: str) -> tuple[Decimal, str]:
    """Return the bits per second of all ports named in a text, one way, and the words that name them."""
    total, words = Decimal(0), []
    for found in COUNTED.finditer(text):
        total += int(found[1]) * _speed(found[2])
        words.append(found[0].strip())
    return total, "、".join(words)


def _speed(text: str) -> Decimal:
    plain = text.strip()
    if plain in WORDS:
        return Decimal(WORDS[plain]) * 10**6
    found = re.match(r"(\d+(?:\.\d+)?)\s*([gm])", plain)
    if not found:
        return Decimal(0)
    return Decimal(found[1]) * 10 ** (9 if found[2] == "g" else 6)
