"""What a product name is the name of: the thing itself, a part for it, or work on it.

In Chinese the last noun is the head (防火墙电源模块 is a power module), in English the noun before ``for`` or
``with`` (rack mount kit for firewall). Brackets qualify, and what is enclosed or supported is not what is sold.
"""

import re
from typing import NamedTuple

from checker.matcher.late import late
from checker.matcher.text import END
from checker.matcher.vocabulary import Hit, Kind

BRACKETS = re.compile(r"[(\[【「《{][^)\]】」》}]*(?:[)\]】」》}]|$)")
BREAKS = frozenset(",;。|\n!?")
JOINING = late(r"(?:[与和及、/+&或暨·]|以及|and|or|[ \x01])*")
TOGETHER = re.compile(r"[+与和及、&]|以及|\x01and\x01|\x01plus\x01")
"""Between two things, both of which are sold."""
NAMING = frozenset({"category", "broad", "doubtful"})
"""Kinds that point at a product of part two."""
THINGS = frozenset(
    {"category", "broad", "doubtful", "equipment", "other", "accessory", "component", "consumable", "module"}
)
DEFINITE = THINGS | {"ordinary", "service", "provision", "licence"}
PARTS = frozenset({"accessory", "component", "consumable"})
"""Kinds of what belongs to a product and is not the product."""
SOFT = frozenset({"service", "provision", "licence"})
"""Kinds that a noun after them turns into a description: 培训系统, 授权管理平台."""


class Reading(NamedTuple):
    """What a text names.

    Attributes:
        kind: Kind of its head, or ``""`` when it names nothing definite.
        head: The term that decided, ``""`` when none.
        categories: Categories of the head; for parts, licences and services those of the product they belong to.
        modifiers: Categories of listed products that only describe the head.
        close: Whether head and modifier stand together as one compound.
    """

    kind: Kind | str
    head: str = ""
    categories: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    close: bool = True


FIGURE = late(rf"[{END} :：]*\d+(?:\.\d+)?{END}?(?:[a-z]+|个|块|根|条|颗|路|口|[{END} ]*$)")
"""Behind a part: 内存16G, 电源550W, 光口4个."""
NOTHING = Reading("")
EDGES = f"{END} "


def read_name(marked: str, hits: list[Hit]) -> Reading:
    """Return what a product name (or a model cell with words) names.

    Args:
        marked: The marked text.
        hits: The terms found in it.
    """
    if not hits:
        return NOTHING
    outside, inside = _split_brackets(marked, hits)
    reading = _read_phrase(marked, outside)
    if inside and reading.kind in ("", "broad", "doubtful") and not reading.modifiers:
        inner = _read_phrase(marked, inside)
        return inner if not reading.kind or inner.kind == "category" else reading
    return reading


def read_description(marked: str, hits: list[Hit]) -> Reading:
    """Return what a specification names first: the clauses are read in turn until one names something.

    Features that are supported, built in or included do not count.
    """
    clause: list[Hit] = []
    last_end = 0
    for hit in (*hits, None):
        broken = hit is None or not BREAKS.isdisjoint(marked[last_end : hit.start])
        if broken and clause:
            reading = _read_phrase(marked, clause) if clause[0].term.kind != "with" else NOTHING
            if reading.kind:
                return reading
            clause = []
        if hit is not None:
            clause.append(hit)
            last_end = hit.end
    return NOTHING


def _split_brackets(marked: str, hits: list[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Return the hits outside and inside brackets."""
    spans = [found.span() for found in BRACKETS.finditer(marked)]
    if not spans:
        return hits, []
    inside = [hit for hit in hits if any(start < hit.end and hit.start < end for start, end in spans)]
    return [hit for hit in hits if hit not in inside], inside


def _read_phrase(marked: str, hits: list[Hit]) -> Reading:
    items = _cut(marked, hits)
    place = _find_head(marked, items)
    if place < 0:
        return NOTHING
    place = _find_sold_with(marked, items, place)
    head = items[place]
    kind = head.term.kind
    before = [hit for hit in items[:place] if hit.term.kind in NAMING]
    nearest = before[-1] if before else None
    if kind == "category":
        return Reading(kind, head.term.text, _join(marked, items, place))
    if kind in ("broad", "doubtful", "equipment"):
        modifiers = nearest.term.categories if nearest and nearest.term.kind == "category" else ()
        return Reading(kind, head.term.text, head.term.categories, modifiers)
    close = nearest is not None and (head.term.language == "en" or " " not in marked[nearest.end : head.start])
    if kind in PARTS and nearest and nearest.term.kind == "category" and not close and FIGURE.match(marked, head.end):
        return Reading("doubtful", nearest.term.text, nearest.term.categories)
    categories = head.term.categories or (nearest.term.categories if nearest else ())
    modifiers = nearest.term.categories if nearest and nearest.term.kind == "category" else ()
    return Reading(kind, head.term.text, categories, modifiers, close)


def _cut(marked: str, hits: list[Hit]) -> list[Hit]:
    """Return the hits of the main phrase: without fillers, and without what follows ``with``, ``for`` or a comma."""
    items: list[Hit] = []
    named = False
    resume = 0
    for hit in hits:
        kind = hit.term.kind
        if hit.start < resume or kind in ("attribute", "plain"):
            continue
        if named and not BREAKS.isdisjoint(marked[items[-1].end : hit.start]):
            break
        if kind == "for" and hit.term.language == "zh" and "的" in marked[hit.end :]:
            resume = marked.rindex("的")
            continue
        if kind in ("for", "with"):
            if named or _ends_phrase(marked, hit):
                break
            continue
        items.append(hit)
        named = named or kind in DEFINITE
    return items


def _ends_phrase(marked: str, hit: Hit) -> bool:
    """Whether ``with`` or ``for`` follows something that no term knows, e.g. a model: FortiGate 60F with FortiCare."""
    if hit.term.kind == "for" and hit.term.language == "zh":
        return False
    return bool(marked[: hit.start].strip(EDGES))


def _find_head(marked: str, items: list[Hit]) -> int:
    """Return the place of the head among the hits of a phrase, -1 when none is definite."""
    fallback = -1
    for place in range(len(items) - 1, -1, -1):
        kind = items[place].term.kind
        if kind not in DEFINITE:
            continue
        if kind == "ordinary" or (kind in SOFT and _is_described(marked, items, place)):
            if kind == "ordinary" or items[place].term.language == "zh":
                fallback = max(fallback, place)
            continue
        return place
    return fallback


def _find_sold_with(marked: str, items: list[Hit], place: int) -> int:
    """Return the place of a listed thing that is sold together with the head (防火墙及配件), else the head's own."""
    if items[place].term.kind in NAMING:
        return place
    for earlier in range(place - 1, -1, -1):
        if items[earlier].term.kind in NAMING | {"equipment"}:
            following = next(hit for hit in items[earlier + 1 :] if hit.term.kind in DEFINITE)
            together = TOGETHER.search(marked[items[earlier].end : following.start])
            return earlier if together else place
    return place


def _is_described(marked: str, items: list[Hit], place: int) -> bool:
    """Whether a noun follows (in Chinese at once), so that the term only describes it."""
    if items[place].term.language == "en":
        return any(hit.term.kind == "noun" for hit in items[place + 1 :])
    if place + 1 >= len(items):
        return False
    following = items[place + 1]
    return following.term.kind == "noun" and not marked[items[place].end : following.start].strip(EDGES)


def _join(marked: str, items: list[Hit], place: int) -> tuple[str, ...]:
    """Return the categories of the head and of those joined to it by ``and``, ``/`` or 与."""
    found = set(items[place].term.categories)
    right = items[place].start
    for hit in reversed(items[:place]):
        gap = marked[hit.end : right]
        if hit.term.kind in ("generic", "noun"):
            if JOINING.fullmatch(gap):
                right = hit.start if not gap.strip(EDGES) else right
                continue
            break
        joined = gap.strip(EDGES)
        if hit.term.kind != "category" or not joined or not JOINING.fullmatch(gap):
            break
        found.update(hit.term.categories)
        right = hit.start
    return tuple(sorted(found))
