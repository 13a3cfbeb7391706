"""What a word must begin with for a pattern to match it."""

import re
from functools import cache

LONGEST_START = 6
"""So many letters of a word decide which patterns are tried."""

GROUP = re.compile(r"\(\?:([^()]*)\)")
SIMPLE_CLASS = re.compile(r"\[([a-z0-9]+)\]")
LITERALS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
BAR_IN_BRACKETS = re.compile(r"\[[^]]*\|")
OPTIONAL = ("?", "*", "{0")


@cache
def begin_with(pattern: str) -> frozenset[str]:
    """Return the first letters (up to ``LONGEST_START``) that a pattern can begin with; ``""`` among them when they cannot be told."""
    found: set[str] = set()
    for alternative in split_alternatives(pattern):
        found |= _begin_alternative(alternative)
    return frozenset(found)


@cache
def restrict(pattern: str, start: str) -> str:
    """Return a pattern without those of its alternatives that no word with this start can match."""
    alternatives = split_alternatives(pattern)
    if len(alternatives) == 1:
        return pattern
    return "|".join(
        alternative
        for alternative in alternatives
        if any(start.startswith(letters) for letters in _begin_alternative(alternative))
    )


def split_alternatives(pattern: str) -> list[str]:
    """Split a pattern at the bars outside brackets."""
    if "|" not in pattern:
        return [pattern]
    pieces = pattern.split("|")
    if "(" not in pattern and not BAR_IN_BRACKETS.search(pattern):
        return pieces
    parts: list[str] = []
    depth = 0
    for piece in pieces:
        if depth:
            parts[-1] = f"{parts[-1]}|{piece}"
        else:
            parts.append(piece)
        if not piece.isalnum():
            depth += piece.count("(") + piece.count("[") - piece.count(")") - piece.count("]")
    return parts


def _begin_alternative(alternative: str) -> set[str]:
    group = GROUP.match(alternative) if alternative.startswith("(") else None
    if not group:
        return _literal_start(alternative)
    found: set[str] = set()
    rest = alternative[group.end() :]
    if rest.startswith(OPTIONAL):
        found |= begin_with(rest[1:])
        rest = ""
    for inner in split_alternatives(group[1]):
        found |= _literal_start(inner + rest)
    return found


def _literal_start(pattern: str) -> set[str]:
    """Return the beginnings of a pattern without alternatives, up to its first sign that is no letter or digit."""
    if literal := LITERALS.match(pattern):
        start = literal[0]
        if not pattern.startswith(OPTIONAL, len(start)):
            return {start[:LONGEST_START]}
        return {start[:-1][:LONGEST_START]} if len(start) > 1 else _or_rest({start}, pattern[1:])
    if letters := SIMPLE_CLASS.match(pattern):
        return _or_rest(set(letters[1]), pattern[letters.end() :])
    return _or_rest(set("0123456789"), pattern[2:]) if pattern.startswith(r"\d") else {""}


def _or_rest(found: set[str], rest: str) -> set[str]:
    """Return the letters, and when they are optional also what the rest of the pattern begins with."""
    return found | begin_with(rest[1:]) if rest.startswith(OPTIONAL) else found
