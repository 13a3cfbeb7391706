"""The register arranged for look-up, and every certificate that a distinct model may have to do with.

Keys are exact throughout; what may match by prefix or pattern is found in dictionaries by its beginning, never by a score.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from checker.matcher.makers import Makers
from checker.matcher.models import (
    find_windows,
    is_member,
    model_key,
    series_prefixes,
    strip_kind,
    strip_suffixes,
    wildcard_pattern,
)

DEFINITE = frozenset({"equal", "listed", "expanded"})
SHORTEST_IN_NAME = 4


@dataclass(frozen=True)
class RegisterIndex:
    """Every key of the register's entries.

    Attributes:
        exact: ``key``, ``entry``, ``relation`` of models as printed; also without the maker's name before them.
        bare: The same of models that end or begin with a word for the kind of product, without that word.
        suffixed: The same of models that carry an ordering suffix, without it.
        series: Beginning to (series, entry).
        wildcards: Beginning to (pattern, entry).
    """

    exact: pd.DataFrame
    bare: pd.DataFrame
    suffixed: pd.DataFrame
    series: dict[str, list[tuple[str, int]]]
    wildcards: dict[str, list[tuple[re.Pattern[str], int]]]

    def find_exact(self, keys: pd.DataFrame) -> pd.DataFrame:
        """Join ``line``, ``key`` with the entries of the same key → ``line``, ``entry``, ``relation``."""
        return _join(keys, pd.concat([self.exact, self.bare], ignore_index=True))

    def find_bare(self, keys: pd.DataFrame) -> pd.DataFrame:
        """Join keys from which a word for the kind of product was taken; the entry's must be as printed."""
        return _join(keys, self.exact)

    def find_suffixed(self, keys: pd.DataFrame, shortened: pd.DataFrame) -> pd.DataFrame:
        """Join keys with entries equal but for an ordering suffix on one side."""
        definite = self.exact[self.exact["relation"].isin(DEFINITE)]
        found = pd.concat([_join(keys, self.suffixed), _join(shortened, definite)], ignore_index=True)
        return found.assign(relation="suffix")

    def find_covering(self, models: Iterable[tuple[int, str, str]]) -> pd.DataFrame:
        """Return series and wildcards that may cover models given as (line, text, key) → ``line``, ``entry``, ``relation``."""
        found: list[tuple[int, int, str]] = []
        lengths = sorted({len(prefix) for prefix in (*self.series, *self.wildcards)})
        for line, text, key in models:
            for length in lengths:
                if length > len(key):
                    break
                prefix = key[:length]
                if prefix in self.series:
                    found += [(line, entry, "series") for name, entry in self.series[prefix] if is_member(text, name)]
                if prefix in self.wildcards:
                    found += [(line, entry, "wildcard") for form, entry in self.wildcards[prefix] if form.fullmatch(key)]
        return pd.DataFrame(found, columns=["line", "entry", "relation"])

    def find_in_names(self, names: Iterable[tuple[int, str]]) -> pd.DataFrame:
        """Return models named among other words of normalised product names given as (line, text); only the longest of each."""
        definite = self.exact[self.exact["relation"].isin(DEFINITE)]
        entries: dict[str, list[int]] = defaultdict(list)
        for key, entry in zip(definite["key"], definite["entry"], strict=True):
            entries[key].append(entry)
        found: list[tuple[int, int, str]] = []
        for line, text in names:
            windows = [(length, key) for length, key in find_windows(text) if key in entries and _is_telling(key)]
            longest = max((length for length, _ in windows), default=0)
            keys = {key for length, key in windows if length == longest}
            found += [(line, entry, "in_name") for key in sorted(keys) for entry in entries[key]]
        return pd.DataFrame(found, columns=["line", "entry", "relation"])


def build_index(entries: pd.DataFrame, makers: Makers) -> RegisterIndex:
    """Arrange the entries of a register; ``entry`` is their position in the frame."""
    exact: dict[str, list[object]] = {"key": [], "entry": [], "relation": []}
    bare: dict[str, list[object]] = {"key": [], "entry": [], "relation": []}
    suffixed: dict[str, list[object]] = {"key": [], "entry": [], "relation": []}
    series: dict[str, list[tuple[str, int]]] = defaultdict(list)
    wildcards: dict[str, list[tuple[re.Pattern[str], int]]] = defaultdict(list)
    columns = entries[["maker", "model", "listing"]].itertuples(index=False, name=None)
    for entry, (maker, model, listing) in enumerate(columns):
        for text in makers.strip_names(model, maker):
            key = model_key(text)
            if not key:
                continue
            if listing == "series":
                for prefix in series_prefixes(key):
                    series[prefix].append((key, entry))
            elif listing == "wildcard":
                prefix, form = wildcard_pattern(text)
                wildcards[prefix].append((form, entry))
            _add(exact, key, entry, listing)
            if listing in DEFINITE:
                _add(bare, strip_kind(text), entry, listing)
                _add(suffixed, strip_suffixes(text), entry, "suffix")
    return RegisterIndex(_frame(exact), _frame(bare), _frame(suffixed), dict(series), dict(wildcards))


def _add(table: dict[str, list[object]], key: str, entry: int, relation: str) -> None:
    if key:
        table["key"].append(key)
        table["entry"].append(entry)
        table["relation"].append(relation)


def _frame(table: dict[str, list[object]]) -> pd.DataFrame:
    return pd.DataFrame(table).astype({"key": "str", "entry": "int64", "relation": "str"})


def _join(keys: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    joined = keys[keys["key"] != ""].merge(table, on="key", how="inner")
    return joined[["line", "entry", "relation"]]


def _is_telling(key: str) -> bool:
    """Whether a key found among other words can be a model: letters and a digit, and not too short."""
    return len(key) >= SHORTEST_IN_NAME and any(sign.isdigit() for sign in key) and any(sign.isalpha() for sign in key)
