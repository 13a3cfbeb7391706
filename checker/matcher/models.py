"""Model designations compared by structure: every letter and digit counts, blanks, dashes, case and width do not."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from checker.loader.listing import WILDCARD, split_models, split_version
from checker.loader.words import is_empty, words, written_words
from checker.matcher.late import late
from checker.matcher.text import normalise

KEPT = "+/.=#*□■\0"
SEPARATORS = rf"[^\w{re.escape(KEPT)}]|_"
GAP_BETWEEN_DIGITS = re.compile(rf"(?<=\d)(?:{SEPARATORS})+(?=\d)")
SEPARATOR = re.compile(rf"(?:{SEPARATORS})+")
POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")
MARKS = late(r"[®™©]")
GAP = "\0"
HAN_EDGE = late(r"(?<=[\u3400-\u9fff])(?=[a-z0-9])|(?<=[a-z0-9+)])(?=[\u3400-\u9fff])")
PIECE = late(r"[^\s,，;；、()（）\[\]【】:：\"“”]+")
LAST_WORD = re.compile(r"(?:^|[-_/ ])([A-Za-z0-9]+)$", re.ASCII)
"""A designation that ends in one plain word: its suffix, if it has one, can only be that."""
ROUND_NUMBER = re.compile(r"(?<=[1-9])0{2,}$")
PLAIN = re.compile(r"[a-z]*\d[a-z\d]*(?:-(?:[a-z]{1,3}|[a-z]*\d[a-z\d]*))*", re.IGNORECASE | re.ASCII)
"""What is one model at first sight: most are, and looking for lists, versions and words in them takes longer."""
WORDS_AND_NUMBER = re.compile(r"(?=.*\d)[a-z]{1,8}(?:-[a-z\d]{1,12})+", re.IGNORECASE | re.ASCII)
"""Likewise, unless one of its words has a meaning: series, ver, no."""
MEANINGFUL = ("series", "version_label", "model_label", "and", "etc")
"""Kinds of words of published lists that are no part of a model."""
LONGEST_WINDOW = 5


def model_key(text: str) -> str:
    """Return the key under which designations of one model are equal.

    Blanks and dashes vanish, except that one dash stays between two digits: ``PowerEdge C6420`` = ``PowerEdgeC6420``,
    ``1756 EN3TR`` = ``1756-EN3TR``, but ``S5720-28`` ≠ ``S57202-8`` and ``903772-90`` ≠ ``90377290``.
    """
    plain = text.lower() if text.isascii() and text.isprintable() else normalise(MARKS.sub("", text))
    if plain.isalnum():
        return plain
    plain = SEPARATOR.sub("", GAP_BETWEEN_DIGITS.sub(GAP, plain))
    return POINT.sub("", plain).replace(GAP, "-")


def join_keys(first: str, second: str) -> str:
    """Return the key of two designations written one after the other."""
    return f"{first}-{second}" if first[-1:].isdigit() and second[:1].isdigit() else first + second


class StatedModel(NamedTuple):
    """What the model cell of a line states.

    Attributes:
        text: The model without its version.
        key: Key of the model; ``""`` when the cell states none.
        bare_key: Key without words for the kind of product (``防火墙``, ``switch``), or ``""`` when there are none.
        version: The version that stands in the cell.
        whole: Key of the model together with that version, or ``""``: a ``V5`` behind a model may be part of its name.
        pieces: Keys of the models when the cell names several or is not definite; any of them needs a person's look.
    """

    text: str
    key: str = ""
    bare_key: str = ""
    version: str = ""
    pieces: tuple[str, ...] = ()
    whole: str = ""


def read_model(text: str) -> StatedModel:
    """Return what a line's model cell states."""
    if _is_plain(text):
        return StatedModel(text, model_key(text))
    if is_empty(text):
        return StatedModel("")
    found = split_models(text)
    if len(found) == 1 and found[0].listing == "equal":
        model = found[0].model
        return _state(model, found[0].version)
    whole, version = split_version(text.strip())
    pieces = dict.fromkeys(model_key(piece.model) for piece in found if piece.listing != "part")
    definite = sum(piece.listing in ("equal", "listed") for piece in found) == 1 == len(pieces)
    if definite:
        only = next(piece for piece in found if piece.listing in ("equal", "listed"))
        return _state(only.model, only.version)
    return StatedModel(whole, model_key(whole), "", version, tuple(pieces))


def _is_plain(text: str) -> bool:
    """Whether a designation is at first sight one model and nothing else."""
    folded = text.lower()
    if "xx" in folded:
        return False
    if PLAIN.fullmatch(text):
        return True
    return bool(WORDS_AND_NUMBER.fullmatch(text)) and _meaningful_words().isdisjoint(folded.split("-"))


@cache
def _meaningful_words() -> frozenset[str]:
    """Return the words in lists that are no part of a model, each also cut at its dashes and blanks."""
    return frozenset(part for kind in MEANINGFUL for word in words(kind) for part in re.split(r"[\W_]+", word))


def whole_key(model: str, version: str) -> str:
    """Return the key of a model together with the version behind it, or ``""`` when there is none."""
    return model_key(f"{model} {version}") if version else ""


def _state(model: str, version: str) -> StatedModel:
    return StatedModel(model, model_key(model), strip_kind(model), version, whole=whole_key(model, version))


def strip_kind(text: str) -> str:
    """Return the key of a designation without words for the kind of product at its ends, or ``""`` when it has none."""
    if text.isascii() and " " not in text:
        return ""
    plain = normalise(MARKS.sub("", text)).strip()
    bare = _kind_at_end().sub("", _kind_at_start().sub("", plain)).strip()
    return model_key(bare) if bare and bare != plain and any(sign.isdigit() for sign in bare) else ""


def strip_suffixes(text: str) -> str:
    """Return the key of a designation without the ordering suffixes at its end, or ``""`` when it has none.

    A suffix is a word of ``directory_data/register/words.csv`` set off by a dash, blank or slash, or what follows ``=`` or ``#``.
    """
    last = LAST_WORD.search(text)
    if last and last[1].lower() not in _suffix_words():
        return ""
    plain = normalise(MARKS.sub("", text)).strip()
    bare = _suffix_at_end().sub("", plain)
    return model_key(bare) if bare != plain and len(model_key(bare)) >= 3 else ""


def find_windows(text: str) -> Iterator[tuple[int, str]]:
    """Yield the keys of consecutive words of a normalised product name with their length in signs, at most five words each."""
    words = [key for piece in PIECE.findall(HAN_EDGE.sub(" ", text)) if (key := model_key(piece))]
    for start, word in enumerate(words):
        key = word
        yield len(key), key
        for following in words[start + 1 : start + LONGEST_WINDOW]:
            key = join_keys(key, following)
            yield len(key), key


def wildcard_pattern(model: str) -> tuple[str, re.Pattern[str]]:
    """Return the literal beginning of a wildcard's key, and what a covered model's key must match.

    ``XX`` and ``□`` stand for as many letters or digits as are written, ``*`` for any number.
    """
    text = unicodedata.normalize("NFKC", model)
    parts: list[str] = []
    start, prefix = 0, ""
    for found in WILDCARD.finditer(text):
        literal = model_key(text[start : found.start()])
        prefix = prefix if parts else literal
        covered = "[^/]*" if found[0] == "*" else rf"[a-z0-9]{{{len(found[0])}}}"
        parts.append(f"{re.escape(literal)}-?{covered}-?")
        start = found.end()
    parts.append(re.escape(model_key(text[start:])))
    return prefix, re.compile("".join(parts))


def series_prefixes(series: str) -> tuple[str, ...]:
    """Return the beginnings by which members of a series can be looked up; see :func:`is_member`."""
    zeros = ROUND_NUMBER.search(series)
    return (series, series[: zeros.start()]) if zeros else (series,)


def is_member(text: str, series: str) -> bool:
    """Whether a model may belong to a series by its name: it begins with the series' key, and no word or number is cut through.

    ``x530L`` has ``x530L-28GTX``; ``PA-3200`` has ``PA-3220`` since zeros at the end of a series' number stand for digits;
    ``S57`` does not have ``S5720``, nor ``AB`` ``ABC-1``.
    """
    key = model_key(text)
    if len(series) < 2:
        return False
    if key.startswith(series):
        rest = key[len(series) :]
        if not rest or series[-1].isdigit() != rest[0].isdigit() or not rest[0].isalnum():
            return True
        return len(series) in _word_ends(text)
    zeros = ROUND_NUMBER.search(series)
    if not zeros or not key.startswith(series[: zeros.start()]):
        return False
    digits = key[zeros.start() : zeros.end()]
    return len(digits) == len(zeros[0]) and digits.isdigit() and not key[zeros.end() : zeros.end() + 1].isdigit()


def _word_ends(text: str) -> set[int]:
    """Return the places in a designation's key where one of its words ends."""
    ends, key = set(), ""
    for word in SEPARATOR.split(normalise(MARKS.sub("", text))):
        key = join_keys(key, model_key(word))
        ends.add(len(key))
    return ends


@cache
def _words(kind: str) -> tuple[str, ...]:
    found = {normalise(word) for word in written_words(kind)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def _kind_at_end() -> re.Pattern[str]:
    alternatives = "|".join(
        (rf"(?<=\s){re.escape(word)}" if word.isascii() else re.escape(word)) for word in _words("kind_of_product")
    )
    return re.compile(rf"\s*[(]?(?:{alternatives})[)]?$")


@cache
def _kind_at_start() -> re.Pattern[str]:
    alternatives = "|".join(
        (rf"{re.escape(word)}(?=\s)" if word.isascii() else re.escape(word)) for word in _words("kind_of_product")
    )
    return re.compile(rf"^(?:{alternatives})\s*")


@cache
def _suffix_words() -> frozenset[str]:
    return frozenset(_words("suffix"))


@cache
def _suffix_at_end() -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in _words("suffix") if word.isalnum())
    return re.compile(rf"(?:\s*[-_/ ]\s*(?:{alternatives})|\s*=|\s*#\s*[a-z0-9]+)+$")
