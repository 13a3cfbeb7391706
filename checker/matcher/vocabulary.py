"""The trade's words: which of them name a listed product, which name something else, which only fill.

The words are data, ``directory_data/vocabulary/``: ``terms/*.csv`` with one term a row, and ``contexts.csv`` with
the words that take a term back (IPS beside 显示器 is a kind of panel).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

from checker.errors import DataError
from checker.matcher.text import mark, normalise, normalise_all
from checker.matcher.word_finder import WordFinder
from checker.resources import data_path, read_columns, read_rows

Kind = Literal[
    "category", "broad", "doubtful", "equipment", "other", "ordinary",
    "accessory", "component", "consumable", "service", "provision", "licence", "module",
    "generic", "noun", "attribute", "with", "for", "plain",
]  # fmt: skip
"""What a term says of the thing it stands for.

``category``: names a product of these categories. ``broad``: likewise, unless a narrower word
stands with it (VPN 安全网关, 运维审计系统). ``doubtful``: may name one of them. ``equipment``: a kind of key
equipment, which the thresholds decide. ``other``: something definite that is not listed. ``ordinary``: likewise, but
in a compound it describes rather than names (防火墙监控系统). ``accessory``, ``component``, ``consumable``,
``service``, ``licence``, ``module``: a part of something or beside it. ``provision``: a thing is let or run
for the customer (租赁, 云服务). ``noun``: a bare word for a thing (系统,
appliance). ``generic``, ``attribute``: words that decide nothing. ``with``: what follows is a feature or enclosed.
``for``: what follows is what it is used with. ``plain``: keeps a shorter term from being found inside it (带宽).
"""

KINDS = frozenset(get_args(Kind))
COUNTABLE = frozenset(
    {"category", "broad", "doubtful", "equipment", "other", "ordinary", "accessory", "component", "module"}
)
SHORTEST_PLURAL = 2
"""Terms of so many letters get no plural: TVS-871 and APS 2108 are designations, not televisions and access points."""


class Term(NamedTuple):
    """One word or phrase of the trade, in normal form, with its categories (``()`` where none belongs to it)."""

    text: str
    language: str
    kind: Kind
    categories: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A term found in marked text."""

    start: int
    end: int
    term: Term


class Vocabulary:
    """All terms; the longest is found at each place.

    English terms are found in the plural as well, and no term that ends in 服务 cuts through 服务器.
    """

    def __init__(self, terms: Iterable[Term], contexts: Mapping[str, tuple[str, ...]]) -> None:
        self.terms = tuple(terms)
        self.contexts = {term: tuple(mark(word) for word in words) for term, words in contexts.items()}
        spellings = dict(zip(mark_all([term.text for term in self.terms]), self.terms, strict=True))
        named = [
            term
            for term in self.terms
            if term.language == "en" and term.kind in COUNTABLE and len(term.text) > SHORTEST_PLURAL
        ]
        for plural, term in zip(mark_all([_plural(term.text) for term in named]), named, strict=True):
            spellings.setdefault(plural, term)
        server = spellings.get("服务器")
        for term in self.terms:
            if server and term.text.endswith("服务"):
                names = term.kind in ("category", "doubtful")
                spellings.setdefault(mark(f"{term.text}器"), term if names else server)
        self._owners = list(spellings.values())
        self._finder = WordFinder(list(spellings))

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Pickle the terms; what finds them is built again."""
        return Vocabulary, (self.terms, self.contexts)

    def find(self, marked: str, around: str = "") -> list[Hit]:
        """Return the terms in marked text from left to right, without those that a context takes back.

        Args:
            marked: The text to search, see :func:`checker.matcher.text.mark`.
            around: More marked text in which contexts are looked for.
        """
        owners, contexts = self._owners, self.contexts
        hits = []
        for index, start, end in self._finder.find(marked):
            term = owners[index]
            if term.text in contexts and self._takes_back(term, marked, around):
                continue
            hits.append(Hit(start, end, term))
        return hits

    def find_holding(self, marked: Sequence[str]) -> set[int]:
        """Return the places of those marked texts in which any term stands, taken back or not."""
        return self._finder.find_holding(marked)

    def _takes_back(self, term: Term, marked: str, around: str) -> bool:
        return any(word in marked or word in around for word in self.contexts[term.text])


def load_vocabulary() -> Vocabulary:
    """Return the vocabulary of ``directory_data/vocabulary``.

    Raises:
        DataError: A file is missing or damaged, a kind is unknown, or a term has two meanings.
    """
    terms: dict[str, Term] = {}
    for path in sorted(data_path("vocabulary", "terms").glob("*.csv")):
        columns = read_columns("vocabulary", "terms", path.name)
        for kind in set(columns["kind"]) - KINDS:
            raise DataError("data_damaged", path=str(path), detail=f"unknown kind {kind}")
        splits = {cell: tuple(filter(None, cell.split("|"))) for cell in {*columns["categories"]}}
        categories = map(splits.__getitem__, columns["categories"])
        for term in map(Term, normalise_all(columns["term"]), columns["language"], columns["kind"], categories):  # type: ignore[arg-type]
            if terms.setdefault(term.text, term) != term:
                raise DataError("data_damaged", path=str(path), detail=f"{term.text} stands twice with two meanings")
    contexts: dict[str, list[str]] = {}
    for row in read_rows("vocabulary", "contexts.csv"):
        contexts.setdefault(normalise(row["term"]), []).append(normalise(row["context"]))
    return Vocabulary(terms.values(), {term: tuple(words) for term, words in contexts.items()})


def mark_all(texts: Sequence[str]) -> list[str]:
    """Return marked texts, see :func:`checker.matcher.text.mark`."""
    return mark("\n".join(texts)).split("\n") if texts else []


def _plural(text: str) -> str:
    """Return the plural of an English noun."""
    if text.endswith(("s", "x", "ch", "sh")):
        return text + "es"
    if text.endswith("y") and text[-2:-1] not in "aeiou":
        return text[:-1] + "ies"
    return text + "s"
