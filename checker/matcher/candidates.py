"""The register arranged for look-up, and every certificate that a distinct line may have to do with.

Keys are exact throughout; what may match by beginning or pattern is found in dictionaries by its beginning, never by a score.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from checker.matcher.makers import Makers
from checker.matcher.models import (
    find_windows,
    is_member,
    model_key,
    series_prefixes,
    strip_kind,
    strip_suffixes,
    whole_key,
    wildcard_pattern,
)
from checker.matcher.relations import MODEL_RANK, ModelRelation
from checker.matcher.stated import StatedLine
from checker.matcher.text import normalise

DEFINITE = frozenset({"equal", "listed", "expanded"})
SHORTEST_IN_NAME = 4
SHORTEST_MEMBER = 3
MOST_NAMES = 200_000
"""For so many product names it is kept what was found in them."""

Side = Literal["", "line", "entry"]
Keyed = Mapping[str, list[tuple[int, ModelRelation]]]


@dataclass(frozen=True)
class RegisterIndex:
    """Every key of the register's entries; an entry is its position in the frame.

    Attributes:
        exact: Key of a model as printed, also without the maker's name before it, to (entry, how it was listed).
        bare: The same of models that end or begin with a word for the kind of product, without that word.
        suffixed: The same of models that carry an ordering suffix, without it.
        whole: Key of a model together with its version to (entry, how it was listed).
        series: Beginning to (series, entry).
        wildcards: Beginning to (pattern, entry).
        unnamed: Key of a product name to the entries that have this name and no model.
        beginnings: Those in ``series`` and ``wildcards``.
        lengths: Their lengths, ascending.
        names: Finds in a product name the definite models that stand in it.
    """

    exact: Keyed
    bare: Keyed
    suffixed: Keyed
    whole: Keyed
    series: Mapping[str, list[tuple[str, int]]]
    wildcards: Mapping[str, list[tuple[re.Pattern[str], int]]]
    unnamed: Mapping[str, list[int]]
    names: "NameSearch"
    beginnings: frozenset[str]
    lengths: tuple[int, ...]

    def find(self, line: StatedLine) -> dict[int, tuple[ModelRelation, Side]]:
        """Return the entries that a line may have to do with, each with its closest relation; makers are not looked at.

        The second says on which side a version was taken for part of the model.
        """
        found: dict[int, tuple[ModelRelation, Side]] = {}
        for entry, relation in self.exact.get(line.whole, ()) if line.whole else ():
            found[entry] = relation, "line"
        for key in line.keys if self.whole else ():
            for entry, relation in self.whole.get(key, ()):
                found.setdefault(entry, (relation, "entry"))
        for entry, relation in self._find_all(line):
            if entry not in found or MODEL_RANK[relation] < MODEL_RANK[found[entry][0]]:
                found[entry] = relation, ""
        return found

    def _find_all(self, line: StatedLine) -> Iterator[tuple[int, ModelRelation]]:
        settled = False
        for key in line.keys:
            for entry, relation in (*self.exact.get(key, ()), *self.bare.get(key, ())):
                settled = settled or relation in DEFINITE
                yield entry, relation
        for key in line.bare_keys:
            yield from self.exact.get(key, ())
        for key in line.pieces:
            yield from ((entry, "several") for entry, _ in (*self.exact.get(key, ()), *self.bare.get(key, ())))
        for key in line.keys:
            yield from self.suffixed.get(key, ())
        for key in line.short_keys:
            yield from ((entry, "suffix") for entry, relation in self.exact.get(key, ()) if relation in DEFINITE)
        for text, key in zip(line.texts, line.keys, strict=True) if line.definite else ():
            yield from self._find_covering(text, key)
        if not settled and line.name:
            yield from self.names.find(line.name)

    def _find_covering(self, text: str, key: str) -> Iterator[tuple[int, ModelRelation]]:
        for length in self.lengths:
            if length > len(key):
                break
            prefix = key[:length]
            if prefix not in self.beginnings:
                continue
            for name, entry in self.series.get(prefix, ()):
                if is_member(text, name):
                    yield entry, "series"
            for form, entry in self.wildcards.get(prefix, ()):
                if form.fullmatch(key):
                    yield entry, "wildcard"


class NameSearch:
    """Finds models named among the words of a product name; names are many lines' own, so that each is searched once.

    Args:
        exact: See :class:`RegisterIndex`.
        unnamed: See :class:`RegisterIndex`.
    """

    def __init__(self, exact: Keyed, unnamed: Mapping[str, list[int]]) -> None:
        from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 - only needed with a register

        self._definite = {
            key: entries
            for key, found in exact.items()
            if is_telling(key) and (entries := [entry for entry, relation in found if relation in DEFINITE])
        }
        self._unnamed = unnamed
        bare = sorted({_bare(key) for key in self._definite})
        self._automaton: Any = AhoCorasick(bare) if bare else None
        self._found: dict[str, tuple[tuple[int, ModelRelation], ...]] = {}

    def find(self, name: str) -> tuple[tuple[int, ModelRelation], ...]:
        """Return the entries of the longest models named in a product name, and those that have this name alone."""
        if name not in self._found:
            if len(self._found) >= MOST_NAMES:
                self._found.clear()
            self._found[name] = tuple(self._search(normalise(name)))
        return self._found[name]

    def _search(self, name: str) -> Iterator[tuple[int, ModelRelation]]:
        if self._unnamed:
            yield from ((entry, "name_only") for entry in self._unnamed.get(model_key(name), ()))
        if self._automaton is None or not self._automaton.find_matches_as_indexes(_bare(name)):
            return
        windows = [(length, key) for length, key in find_windows(name) if key in self._definite]
        longest = max((length for length, _ in windows), default=0)
        for key in sorted({key for length, key in windows if length == longest}):
            yield from ((entry, "in_name") for entry in self._definite[key])


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


class _Keys:
    """Collects the keys of entries for a :class:`RegisterIndex`."""

    def __init__(self) -> None:
        self.exact: dict[str, list[tuple[int, ModelRelation]]] = defaultdict(list)
        self.bare: dict[str, list[tuple[int, ModelRelation]]] = defaultdict(list)
        self.suffixed: dict[str, list[tuple[int, ModelRelation]]] = defaultdict(list)
        self.whole: dict[str, list[tuple[int, ModelRelation]]] = defaultdict(list)
        self.series: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.wildcards: dict[str, list[tuple[re.Pattern[str], int]]] = defaultdict(list)
        self.unnamed: dict[str, list[int]] = defaultdict(list)

    def add(self, entry: int, text: str, version: str, listing: ModelRelation) -> None:
        """Add one way of writing an entry's model."""
        key = model_key(text)
        if not key:
            return
        self.exact[key].append((entry, listing))
        if listing == "series":
            for prefix in series_prefixes(key):
                self.series[prefix].append((key, entry))
        elif listing == "wildcard":
            prefix, form = wildcard_pattern(text)
            self.wildcards[prefix].append((form, entry))
        elif listing in DEFINITE:
            if version:
                self.whole[whole_key(text, version)].append((entry, listing))
            if without_kind := strip_kind(text):
                self.bare[without_kind].append((entry, listing))
            if without_suffix := strip_suffixes(text):
                self.suffixed[without_suffix].append((entry, "suffix"))


def build_index(entries: pd.DataFrame, makers: Makers) -> RegisterIndex:
    """Arrange the entries of a register; ``entry`` is their position in the frame."""
    keys = _Keys()
    columns = (entries[column].tolist() for column in ("maker", "product_name", "model", "version", "listing"))
    for entry, (maker, product_name, model, version, listing) in enumerate(zip(*columns, strict=True)):
        if not model and product_name:
            keys.unnamed[model_key(product_name)].append(entry)
        for text in makers.strip_names(model, maker):
            keys.add(entry, text, version, listing)
    return RegisterIndex(
        exact=dict(keys.exact),
        bare=dict(keys.bare),
        suffixed=dict(keys.suffixed),
        whole=dict(keys.whole),
        series=dict(keys.series),
        wildcards=dict(keys.wildcards),
        unnamed=dict(keys.unnamed),
        names=NameSearch(keys.exact, keys.unnamed),
        beginnings=frozenset((*keys.series, *keys.wildcards)),
        lengths=tuple(sorted({len(prefix) for prefix in (*keys.series, *keys.wildcards)})),
    )


def is_telling(key: str) -> bool:
    """Whether a key found among other words, or without a maker, can be a model: letters and a digit, and not too short."""
    return len(key) >= SHORTEST_IN_NAME and any(sign.isdigit() for sign in key) and any(sign.isalpha() for sign in key)


def needs_maker(relation: ModelRelation, name: str) -> bool:
    """Whether a relation by series or piece says too little when the line names no maker: ``S5 系列``, ``M6``."""
    return relation in {"series", "wildcard", "part"} and not is_telling(model_key(normalise(name)))
