"""Who made it: manufacturers' names in any spelling, and how two of them stand to each other.

Known makers and their names come from the files of ``directory_data/makers/``. A name that is in none is reduced by rule: legal forms,
places and punctuation are stripped, a bilingual cell is read as both of its names, and a trailing word such as
``Networks`` or ``科技`` may be missing on one side.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set  # noqa: PYI025 - the interface
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from checker.errors import DataError
from checker.loader.words import is_empty
from checker.matcher.company_names import (
    HAN,
    MARKS,
    TOKEN,
    find_initials,
    formal_words,
    is_formal,
    is_latin,
    name_key,
    reduce_name,
    reduce_normal,
    weak_words,
)
from checker.matcher.maker_mentions import Mention, NameFinder
from checker.matcher.text import normalise, normalise_all
from checker.resources import DATA_FOLDER, read_columns

MakerRelation = Literal["same", "alias", "group", "unknown", "other"]
OWN_RELATIONS = frozenset({"same", "brand", "former"})
"""Relations in the data under which a name stands for the maker itself; ``group`` is another company of its group."""
COMPANY_RELATIONS = frozenset({"same", "former"})
RELATIONS = OWN_RELATIONS | {"group"}

JOINT = r"[\s._'&-]"
JOINTS = re.compile(JOINT)
PUNCTUATION = re.compile(r"[\s,.:_-]*")
SHORTEST_SHARED_WORD = 4
SHORTEST_BEGINNING = 6
SHORTEST_HAN_BEGINNING = 3


@dataclass(frozen=True)
class Company:
    """A manufacturer cell taken apart.

    Attributes:
        whole: The whole cell, normalised, without blanks and punctuation.
        cores: Each of its names without legal form and place.
        stems: Each core without the trade words at its end.
        words: Its Latin words that can tell one company from another.
        makers: Known makers that one of its names stands for.
        groups: Known makers to whose group one of its names, or a maker it names, belongs.
        similar: Known makers, one of whose names stands somewhere in it.
        initials: What its Latin names may be abbreviated to.
        formal: Whether it is a company's full name: with a legal form, every trade word tells one company of a group from another.
        scripts: ``han``, ``latin`` or both; of a known maker those of all its names.
    """

    whole: str
    cores: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    similar: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()
    formal: bool = False


@dataclass
class Makers:
    """Every known maker with its names.

    Attributes:
        own: Key of a name to the makers it stands for.
        group: Key of a name to the makers to whose group it belongs.
        owners: Maker to the makers to whose group one of its names belongs.
        company_names: Maker to its names as a company, brands left out, normalised, with and without legal form and place.
    """

    own: Mapping[str, frozenset[str]]
    group: Mapping[str, frozenset[str]] = field(default_factory=dict)
    owners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    company_names: Mapping[str, Set[str]] = field(default_factory=dict)
    _companies: dict[str, Company] = field(default_factory=dict, repr=False, compare=False)
    _relations: dict[tuple[str, str], MakerRelation] = field(default_factory=dict, repr=False, compare=False)
    _beginnings: dict[str, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)
    _initials: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _finder: Any = field(default=None, repr=False, compare=False)

    @classmethod
    def from_rows(cls, makers: Iterable[Mapping[str, str]], names: Iterable[Mapping[str, str]] = ()) -> "Makers":
        """Build from rows with ``maker`` and ``name``, and for ``names`` also ``relation`` (same, brand, former, group)."""
        rows = [(row["maker"], row["name"], "same") for row in makers]
        return cls.from_names(rows + [(row["maker"], row["name"], row["relation"]) for row in names])

    @classmethod
    def from_names(cls, names: Iterable[tuple[str, str, str]]) -> "Makers":
        """Build from (maker, name, relation)."""
        listed = list(names)
        own: dict[str, frozenset[str]] = {}
        group: dict[str, frozenset[str]] = {}
        stems: dict[str, frozenset[str]] = {}
        company_names: dict[str, set[str]] = defaultdict(set)
        alone = {maker: frozenset((maker,)) for maker, _, _ in listed}
        for (maker, _, relation), normal in zip(listed, normalise_all([name for _, name, _ in listed]), strict=True):
            one, known = alone[maker], own if relation in OWN_RELATIONS else group
            reduced = reduce_normal(normal)
            keys = (name_key(normal), *(core for core, _ in reduced))
            for key in keys:
                known[key] = known[key] | one if key in known else one
            if relation in COMPANY_RELATIONS:
                company_names[maker].update((normal, *keys[1:]))
                for core, stem in reduced:
                    if stem != core:
                        stems[stem] = stems[stem] | one if stem in stems else one
        own |= {stem: owning for stem, owning in stems.items() if stem not in own and len(owning) == 1}
        own.pop("", None)
        group.pop("", None)
        owners: dict[str, frozenset[str]] = {}
        for key in own.keys() & group.keys():
            for maker in own[key]:
                owners[maker] = owners.get(maker, frozenset()) | group[key] - {maker}
        return cls(own, group, owners, company_names)

    def identify(self, name: str) -> str | None:
        """Return the known maker that a manufacturer cell names, or None when it names none or several."""
        makers = self.read(name).makers
        return next(iter(makers)) if len(makers) == 1 else None

    def relate(self, one: str, other: str) -> MakerRelation:
        """Return how the makers named in two cells stand to each other.

        ``same``: one name in two spellings. ``alias``: two names of one maker. ``group``: companies of one group. ``unknown``: a cell is
        empty, or names too much or too little to tell. ``other``: different makers.
        """
        pair = (one, other)
        if pair not in self._relations:
            self._relations[pair] = self._compare(self.read(one), self.read(other))
        return self._relations[pair]

    def read(self, name: str) -> Company:
        """Return a manufacturer cell taken apart."""
        if name not in self._companies:
            self._companies[name] = self._take_apart(name)
        return self._companies[name]

    def find_in(self, text: str) -> tuple[Mention, ...]:
        """Return the known makers named in a normalised text, from left to right, longest name first at each place.

        A Latin name counts only as whole words; a name of several makers counts for none.
        """
        if self._finder is None:
            self._finder = NameFinder(self.own)
        return self._finder.find(text)  # type: ignore[no-any-return]

    def find_company(self, text: str) -> str:
        """Return the name of the one known company that a normalised text begins with, no brand, or ``""``."""
        mentions = self.find_in(text)
        if not mentions or mentions[0].start or len({mention.maker for mention in mentions}) > 1:
            return ""
        name = text[: mentions[0].end]
        return name if {name, name_key(name)} & self.company_names.get(mentions[0].maker, set()) else ""

    def strip_names(self, text: str, name: str) -> tuple[str, ...]:
        """Return a model or product name as it stands and, one by one, without the maker's names that begin it.

        Only names of the company in ``name`` are taken away, never brands: ``Aruba 7005`` need not be ``7005``.
        """
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        if plain.lstrip()[:1].casefold() not in self._initials_of(name):
            return (text,)
        variants = [text]
        while (end := self._skip_name(plain, name)) and any(sign.isalnum() for sign in plain[end:]):
            plain = plain[end:]
            variants.append(plain)
        return tuple(variants)

    def _skip_name(self, text: str, name: str) -> int:
        """Return where a text goes on behind one of a company's names, the weak words after it and punctuation; 0 without a name."""
        squeezed = _squeeze(text)
        likely = (written for written, key in self._beginnings_of(name).items() if squeezed.startswith(key))
        named = next(filter(None, (_as_written(written).match(text) for written in likely)), None)
        if not named:
            return 0
        end = named.end()
        while (word := _next_word().match(text, end)) and word[1].casefold() in weak_words():
            end = word.end()
        punctuation = PUNCTUATION.match(text, end)
        return punctuation.end() if punctuation else end

    def _initials_of(self, name: str) -> frozenset[str]:
        """Return the first signs of a company's names."""
        if name not in self._initials:
            self._initials[name] = frozenset(written[0] for written in self._written_names(name))
        return self._initials[name]

    def _written_names(self, name: str) -> set[str]:
        """Return the names of a company as they may stand in running text, normalised."""
        company = self.read(name)
        known = {written for maker in company.makers for written in self.company_names.get(maker, ())}
        return (known | company.cores | company.stems | {normalise(name)}) - {""}

    def _beginnings_of(self, name: str) -> dict[str, str]:
        """Return the names of a company that a text may begin with, longest first, each with its signs without blanks and punctuation."""
        if name not in self._beginnings:
            names = sorted(self._written_names(name), key=lambda text: (-len(text), text))
            self._beginnings[name] = {written: _squeeze(name_key(written)) for written in names}
        return self._beginnings[name]

    def __getstate__(self) -> dict[str, Any]:
        """Leave what can be built again out of a pickle."""
        caches: dict[str, Any] = {
            "_companies": {},
            "_relations": {},
            "_beginnings": {},
            "_initials": {},
            "_finder": None,
        }
        return {**self.__dict__, **caches}

    def _take_apart(self, name: str) -> Company:
        text = MARKS.sub("", normalise(name))
        whole = "" if is_empty(name) else name_key(text)
        if not whole:
            return Company("")
        reduced = reduce_name(name)
        cores, stems = frozenset(core for core, _ in reduced), frozenset(stem for _, stem in reduced)
        mentioned = self.find_in(text)
        similar = frozenset(mention.maker for mention in mentioned)
        makers = self.own.get(whole, frozenset())
        formal = is_formal(name)
        for keys in (cores,) if formal else (cores, stems):
            makers = makers or frozenset(maker for key in keys for maker in self.own.get(key, ()))
        if not makers and mentioned and _says_nothing(text, mentioned, formal_words() if formal else weak_words()):
            makers = similar
        groups = {maker for key in {whole, *cores} for maker in self.group.get(key, ())}
        groups |= {owner for maker in makers for owner in self.owners.get(maker, ())}
        words = frozenset(word for word in TOKEN.findall(text) if len(word) >= SHORTEST_SHARED_WORD and word.isascii())
        known = {written for maker in makers for written in self.company_names.get(maker, ())}
        return Company(
            whole=whole,
            cores=cores,
            stems=stems,
            words=words - weak_words(),
            makers=makers,
            groups=frozenset(groups),
            similar=similar,
            initials=find_initials(text),
            formal=formal,
            scripts=frozenset("latin" if is_latin(written) else "han" for written in (*cores, *known)),
        )

    def _compare(self, one: Company, other: Company) -> MakerRelation:
        if not one.whole or not other.whole:
            return "unknown"
        if one.whole == other.whole or one.cores & other.cores:
            return "same"
        if one.makers and other.makers and one.makers & other.makers:
            return "alias" if one.makers == other.makers and len(one.makers) == 1 else "unknown"
        if (one.makers & other.groups) or (other.makers & one.groups) or (one.groups & other.groups):
            return "group"
        if one.makers and other.makers:
            return "other"
        if one.makers or other.makers:
            close = (one.makers & other.similar) or (other.makers & one.similar) or _may_be_one(one, other)
            return "unknown" if close else "other"
        if not (one.formal and other.formal) and ((one.cores & other.stems) or (one.stems & other.cores)):
            return "alias"
        return "unknown" if one.stems & other.stems or one.words & other.words or _may_be_one(one, other) else "other"


def load_makers() -> Makers:
    """Return the makers of every csv file in ``directory_data/makers/`` (columns maker, name, relation, source, date).

    Raises:
        DataError: A data file is damaged, or has a relation that is none.
    """
    rows: list[tuple[str, str, str]] = []
    for path in sorted((DATA_FOLDER / "makers").glob("*.csv")):
        columns = read_columns("makers", path.name)
        if not any(columns.values()):
            continue
        if not columns.keys() >= {"maker", "name", "relation"}:
            raise DataError("data_damaged", path=str(path), detail=f"{', '.join(columns)}: no maker, name and relation")
        for number, relation in enumerate(columns["relation"], start=2):
            if relation not in RELATIONS:
                detail = f"row {number} ({columns['name'][number - 2]}): {relation} is no relation of a maker"
                raise DataError("data_damaged", path=str(path), detail=detail)
        rows += zip(columns["maker"], columns["name"], columns["relation"], strict=True)
    return Makers.from_names(rows)


@cache
def _next_word() -> re.Pattern[str]:
    """Return what a word is that may be a weak one, in running text."""
    composed = sorted(re.escape(word) for word in weak_words() if word.isascii() and not word.isalnum())
    return re.compile(rf"[\s,.]+({'|'.join([*composed, '[a-z0-9]+'])})(?![a-z0-9])", re.IGNORECASE)


def _may_be_one(one: Company, other: Company) -> bool:
    """Whether two names that are not known to be of one maker may still be: one abbreviates the other, or they cannot be compared.

    ``HPE`` may be Hewlett Packard Enterprise, ``Mikrotik`` may be Mikrotikls; a name in Chinese alone says nothing about
    one in Latin letters alone.
    """
    if not one.cores or not other.cores:
        return True
    if one.scripts.isdisjoint(other.scripts):
        return not (one.makers and other.makers)
    names = ((one, other), (other, one))
    if any(first.initials & (second.cores | second.stems) for first, second in names):
        return True
    return any(
        len(short) >= (SHORTEST_BEGINNING if short.isascii() else SHORTEST_HAN_BEGINNING) and long.startswith(short)
        for first, second in names
        for short in first.stems
        for long in second.stems
    )


@cache
def _as_written(name: str) -> re.Pattern[str]:
    """Return a pattern for a name at the start of running text; a Latin one ends before a blank or a Chinese sign."""
    key = name_key(name)
    written = rf"{JOINT}*".join(map(re.escape, key)) if key.isascii() else re.escape(key)
    end = rf"(?=[\s,.:_-]|[{HAN}])" if key[-1:].isascii() else ""
    return re.compile(rf"\s*{written}{end}", re.IGNORECASE)


def _squeeze(text: str) -> str:
    """Return a text, case folded, without the signs that may stand between the letters of a Latin name."""
    return JOINTS.sub("", text).casefold()


def _says_nothing(text: str, mentions: Iterable[Mention], weak: frozenset[str]) -> bool:
    """Whether a company's name holds nothing beside the mentions but weak words."""
    rest = text
    for mention in mentions:
        rest = rest[: mention.start] + " " * (mention.end - mention.start) + rest[mention.end :]
    return all(token in weak for token in TOKEN.findall(rest.replace(".", "")))
