"""The relation between a line and a certificate, and what each relation is worth: the truth table of the certificate match."""

import re
from functools import cache
from typing import Literal, get_args

from checker.loader.words import is_empty, written_words
from checker.matcher.late import late
from checker.matcher.text import normalise

ModelRelation = Literal[
    "equal",
    "listed",
    "expanded",
    "wildcard",
    "series",
    "suffix",
    "part",
    "several",
    "in_name",
    "name_only",
    "near",
    "other",
]
"""How a line's model stands to one that a certificate names.

``equal`` the only model named, ``listed`` one of several, ``expanded`` from a shared prefix, ``wildcard`` covered by ``XX`` or
``*``, ``series`` member of a series by its name, ``suffix`` equal but for an ordering suffix, ``part`` perhaps a piece of the
certificate's model, ``several`` the line itself is not definite, ``in_name`` found among other words of the product name,
``name_only`` the certificate names a product without a model and the line the same product, ``near`` almost alike, ``other``
another model.
"""
VersionRelation = Literal["equal", "not_named", "covered", "not_stated", "other"]
"""``not_named``: the certificate names none; ``not_stated``: it names one and the line none; ``covered``: by ``V8.x 及以上``."""
Worth = Literal["good", "review", "none"]

MODEL_RELATIONS: tuple[ModelRelation, ...] = get_args(ModelRelation)
MAKER_RELATIONS = ("same", "alias", "group", "unknown", "other")
VERSION_RELATIONS: tuple[VersionRelation, ...] = get_args(VersionRelation)
MODEL_RANK = {relation: rank for rank, relation in enumerate(MODEL_RELATIONS)}
VERSION_RANK = {relation: rank for rank, relation in enumerate(VERSION_RELATIONS)}
"""The closer a relation, the smaller its rank: how candidates of one line are ordered."""
EXACT_MODELS = frozenset({"equal", "listed"})
DISTINCT_MODELS = frozenset({"near", "other"})
OWN_MAKERS = frozenset({"same", "alias"})
AGREEING_VERSIONS = frozenset({"equal", "not_named"})

NUMBERS = re.compile(r"\d+")
LABEL = late(r"^(?:v|ver\.?|version|软件版本号?|版本号?|产品版本)(?=[\s:.]*v?\d)[\s:.]*")
SEPARATORS = late(r"[、,;/|\n]+")


def weigh(maker: str, model: str, version: str) -> Worth:
    """Return what a relation is worth before its date is looked at.

    ``good`` only for the same maker under any of its names, exactly the model named, and no other version than one named. Another
    maker or a distinct model is worth nothing; whatever lies between needs a person's look.
    """
    if maker == "other" or model in DISTINCT_MODELS:
        return "none"
    if maker in OWN_MAKERS and model in EXACT_MODELS and version in AGREEING_VERSIONS:
        return "good"
    return "review"


@cache
def relate_versions(stated: str, named: str) -> VersionRelation:
    """Return how the version that a line states stands to the one that a certificate names."""
    if is_empty(named):
        return "not_named"
    if is_empty(stated):
        return "not_stated"
    version = _key(stated)
    open_ended = _above().search(normalise(named))
    names = [_key(part) for part in SEPARATORS.split(_above().sub("", normalise(named))) if part.strip()]
    if version in names and not open_ended:
        return "equal"
    if open_ended and any(_is_at_least(version, name) for name in names):
        return "covered"
    if any(name.endswith(".x") and version.startswith(name[:-1]) for name in names):
        return "covered"
    return "other"


def relate_stated(stated: tuple[str, ...], named: str) -> VersionRelation:
    """Return the relation of the least agreeing of the versions that a line states in several places."""
    found = [relate_versions(version, named) for version in stated or ("",)]
    return max(found, key=VERSION_RANK.__getitem__)


def _key(version: str) -> str:
    """Return a version without labels, blanks and case: ``V 8.0`` = ``8.0`` = ``版本：V8.0``."""
    plain = normalise(version)
    while (shorter := LABEL.sub("", plain)) != plain:
        plain = shorter
    return re.sub(r"[\s_]+", "", plain)


def _is_at_least(version: str, named: str) -> bool:
    return [int(number) for number in NUMBERS.findall(version)] >= [int(number) for number in NUMBERS.findall(named)]


@cache
def _above() -> re.Pattern[str]:
    words = {normalise(word) for word in written_words("and_above")}
    return re.compile(
        rf"\s*(?:{'|'.join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))}|(?<=\d)\+)\s*(?:版本)?\s*$"
    )
