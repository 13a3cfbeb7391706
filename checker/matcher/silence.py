"""Lines in which no known word and no known family says what the thing is.

A name in words that security products do not go without is doubtful; a name in other words names something else. A
bare designation is doubtful, unless its maker is known for other things only.
"""

import re
from functools import cache
from typing import Any

from checker.matcher.findings import Scope
from checker.matcher.knowledge import Knowledge
from checker.matcher.late import late
from checker.matcher.naming import Cell, Naming
from checker.matcher.text import mark, normalise
from checker.messages import Remark
from checker.resources import read_rows

HAN = late(r"[\u3400-\u9fff]")
KANA = late(r"[\u3040-\u30fa]")
"""Japanese has too few words in the vocabulary for an unknown one to be let off."""
COUNTERS = frozenset("型版号款套台个只批次件项")
"""Chinese signs that count or number a thing and say nothing of it."""
DESIGNATION = late(r"(?=[a-z0-9_./-]*\d)[a-z0-9]+(?:[-_./][a-z0-9]+)+")
JOINT = re.compile(r"[-_./]")
LATIN_WORD = late(r"(?<![a-z0-9])[a-z]{3,}(?![a-z0-9])")


def decide_unnamed(naming: Naming, knowledge: Knowledge) -> tuple[Scope, Remark]:
    """Return scope and reason of a line that nothing known names."""
    cell = naming.name if naming.name.normal else naming.model if naming.model.normal else naming.specification
    facts = {"text": cell.text}
    evidence = {"field": cell.field, "text": cell.text}
    rest = naming.family.family.settles if naming.family is not None and naming.family.own else ""
    hint = find_hint(cell, weak=rest != "out")
    if hint:
        return "undetermined", Remark("scope_hint", {**facts, "term": hint}, {**evidence, "entry": hint})
    makers = {"maker": naming.product.manufacturer or "、".join(sorted(naming.makers))}
    security = naming.makers & knowledge.families.security_makers
    if rest in ("in", "undetermined") or (security and rest != "out"):
        return "undetermined", Remark("scope_unknown_of_security_maker", facts | makers, evidence)
    if rest == "out":
        return "out", Remark("scope_unknown_of_other_maker", facts | makers, evidence)
    if is_described(cell, latin=not naming.makers):
        return "out", Remark("scope_unknown_words", facts, evidence)
    return "undetermined", Remark("scope_unknown_designation", facts, evidence)


def find_hint(cell: Cell, *, weak: bool = True) -> str:
    """Return a word of the cell that smells of security, ``""`` when none does.

    A weak one counts only beside a noun for software or a box, or where it ends a Chinese name: 安全阀 is a valve, 安全交换系统 and
    数据出境安全 may be listed.

    Args:
        cell: The cell.
        weak: Whether weak words count at all; not where the maker is known for other things only.
    """
    automaton, words = _hints()
    word: str
    noun = weak and any(hit.term.kind == "noun" for hit in cell.hits)
    for index, _, end in automaton.find_matches_as_indexes(cell.marked, overlapping=True):
        word, strength = words[index]
        ends = weak and not word.isascii() and end == len(cell.marked)
        if strength == "strong" or noun or ends:
            return word
    return ""


@cache
def _hints() -> tuple[Any, list[tuple[str, str]]]:
    """Return the automaton of ``directory_data/vocabulary/hints.csv``, and each word with its strength."""
    from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 - only needed when a check runs

    rows = [(normalise(row["word"]), row["strength"]) for row in read_rows("vocabulary", "hints.csv")]
    return AhoCorasick([mark(word) for word, _ in rows]), rows


def is_described(cell: Cell, *, latin: bool) -> bool:
    """Whether a cell has words beside those of the vocabulary, so that it names something unknown to it.

    Args:
        cell: The cell.
        latin: Whether Latin words count; those of a known maker may be its brands.
    """
    rest = cell.marked
    for hit in cell.hits:
        rest = rest[: hit.start] + " " * (hit.end - hit.start) + rest[hit.end :]
    if KANA.search(rest):
        return False
    signs = [sign for sign in HAN.findall(rest) if sign not in COUNTERS]
    return len(signs) >= 1 or (latin and len(_latin_words(rest, cell.normal)) >= 2)


def _latin_words(rest: str, normal: str) -> list[str]:
    """Return the Latin words of marked text that are no part of a designation such as ``das-xyz-600``."""
    parts = {part for found in DESIGNATION.findall(normal) for part in JOINT.split(found)}
    return [word for word in LATIN_WORD.findall(rest) if word not in parts]
