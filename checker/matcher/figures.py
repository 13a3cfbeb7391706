"""Figures of key equipment in running text: which number is the system's throughput, its routes, its CPUs.

A number belongs to the quantity named nearest to it in the same clause. A figure of one slot or port is only a lower
bound for the system's. Of several values the one that could bring the product into the Directory is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from checker.matcher.quantities import (
    BARE_PACKETS,
    CLAUSES,
    CORES,
    CPUS,
    DISK_WORDS,
    ENTRIES,
    MEMORY,
    MEMORY_WORDS,
    NAMED_CORES,
    OTHER_TABLES,
    PACKET_LABEL,
    PACKETS,
    PART,
    RATE,
    ROUTE_FACTORS,
    ROUTES,
    SENTENCES,
    SLOW_TIMES,
    STEPS,
    SYSTEM,
    THOUSAND,
    THROUGHPUT,
    TIME,
    TIME_NAMES,
    TOTAL,
)  # fmt: skip
from checker.matcher.units import parse_count, parse_numbers, to_base

NEAR = 200
"""So many signs before and after a figure say whose it is."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure found.

    Attributes:
        quantity: As in :class:`checker.loader.directory.Threshold`.
        value: In base units.
        text: Where it was read.
        level: ``system``; ``part`` for one slot, port or card; ``plain`` when nothing near it names the quantity.
    """

    quantity: str
    value: Decimal
    text: str
    level: str = "system"


def read_figures(text: str, category: str) -> list[Figure]:
    """Return the figures of a normalised text that matter for one category of key equipment.

    Args:
        text: Specification, name and model in normal form.
        category: ``E01`` to ``E04``; for any other nothing is read.
    """
    found: list[Figure] = []
    if category == "E03":
        return [*_cpus(text), *_cores_and_memory(text)]
    for clause in (SENTENCES if category == "E04" else CLAUSES).split(text):
        if not any(sign.isdigit() for sign in clause):
            continue
        if category in ("E01", "E02"):
            found += _rates(clause)
        if category == "E01":
            found += _routes(clause)
        elif category == "E02":
            found += _packets(clause)
        elif category == "E04":
            found += _times(clause)
    return found


def _level(clause: str, start: int, end: int, label: "re.Pattern[str]") -> str:
    """Return whose figure stands at a place of a clause, by the words around it."""
    before, after = clause[max(0, start - NEAR) : start], clause[end : end + NEAR]
    part, named, system = _last(PART, before), _last(label, before), _last(SYSTEM, before)
    if part < 0 and named < 0:
        if label.search(after):
            return "part" if PART.match(after.strip()) else "system"
        return "part" if PART.search(after) else "plain"
    if system >= 0 and named >= 0:
        return "system"
    return "system" if named > part or (named >= 0 and not PART.search(before[named:])) else "part"


def _last(pattern: "re.Pattern[str]", text: str) -> int:
    """Return where the last match of a pattern begins, -1 when there is none."""
    place = -1
    for found in pattern.finditer(text):
        place = found.start()
    return place


def _rates(clause: str) -> Iterator[Figure]:
    for found in RATE.finditer(clause):
        level = _level(clause, found.start(), found.end(), THROUGHPUT)
        packets = _last(PACKET_LABEL, clause[max(0, found.start() - NEAR) : found.start()]) >= 0
        if found[3] in (None, "b", "bit") and (level != "system" or packets):
            continue
        for value in parse_numbers(found[1]):
            yield Figure("throughput", to_base(value, f"{found[2]}bps", "rate"), found[0].strip(), level)


def _packets(clause: str) -> Iterator[Figure]:
    for found in PACKETS.finditer(clause):
        before = clause[max(0, found.start() - NEAR) : found.start()]
        level = "part" if _last(PART, before) > max(_last(SYSTEM, before), -1) and "包转发" not in before else "system"
        for value in parse_numbers(found[1]):
            unit = f"{found[2] or ''}pps"
            yield Figure("forwarding_rate", to_base(value, unit, "packets"), found[0].strip(), level)
    for found in BARE_PACKETS.finditer(clause):
        for value in parse_numbers(found[1]):
            yield Figure("forwarding_rate", to_base(value, f"{found[2]}pps", "packets"), found[0].strip())


def _routes(clause: str) -> Iterator[Figure]:
    if not ROUTES.search(clause):
        return
    for found in ENTRIES.finditer(clause):
        before, after = clause[max(0, found.start() - NEAR) : found.start()], clause[found.end() : found.end() + NEAR]
        route, other = _last(ROUTES, before), _last(OTHER_TABLES, before)
        following = ROUTES.match(after.strip().removeprefix("ipv4").removeprefix("ipv6").strip())
        if not (route > other or (following and route < 0)):
            continue
        unit = ROUTE_FACTORS.get(found[2] or "条", found[2] or "条")
        for value in parse_numbers(found[1]):
            pieces = to_base(value, unit, "count")
            if pieces >= 100:
                yield Figure("routes", pieces, found[0].strip())


def _cpus(text: str) -> Iterator[Figure]:
    for pattern in CPUS:
        for found in pattern.finditer(text):
            count = parse_count(found[1])
            if 0 < count <= 256 and "gpu" not in text[found.start() : found.end() + 6]:
                yield Figure("cpus", count, found[0].strip(" ,;:"))


def _cores_and_memory(text: str) -> Iterator[Figure]:
    for found in (*CORES.finditer(text), *NAMED_CORES.finditer(text)):
        if TOTAL.search(text[max(0, found.start() - 8) : found.start()]):
            continue
        for value in parse_numbers(found[1]):
            if value <= 512:
                yield Figure("cores", value, found[0].strip())
    for found in MEMORY.finditer(text):
        before, after = text[max(0, found.start() - 24) : found.start()], text[found.end() : found.end() + 10]
        memory, disk = _last(MEMORY_WORDS, before), _last(DISK_WORDS, before)
        named = memory > disk or bool(MEMORY_WORDS.match(after.strip(" -")))
        if not named:
            continue
        size = to_base(parse_numbers(found[2])[0], found[3], "memory")
        for times in (found[1], found[4]):
            size *= parse_numbers(times)[0] if times else 1
        yield Figure("memory", size, found[0].strip())


def _times(clause: str) -> Iterator[Figure]:
    for found in TIME.finditer(clause):
        before = clause[max(0, found.start() - NEAR) : found.start()]
        if SLOW_TIMES.search(before) and not re.search(r"指令|instruction|bit|位", before):
            continue
        thousand = found[3] or THOUSAND.search(clause)
        for value in parse_numbers(found[1]):
            seconds = to_base(value, TIME_NAMES[found[2]], "time") / (1000 if thousand else 1)
            yield Figure("instruction_time", seconds, found[0].strip())
    for found in STEPS.finditer(clause):
        factor = {"k": 1000, "千": 1000, "万": 10000}.get(found[2] or "", 1)
        for value in parse_numbers(found[1]):
            if value:
                seconds = to_base(Decimal(1), found[3], "time") / (value * factor)
                yield Figure("instruction_time", seconds, found[0].strip())
