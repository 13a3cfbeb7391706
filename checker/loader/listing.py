"""What a model cell of a published list names: one model, several, a wildcard or a series, with versions.

A cell is never read more generously than it is written. Where a separator may belong to one model (``AT-GS980MX/52PSm``,
``ISR1921/K9``) the whole is kept, and its parts are given as ``part``, which may only ever send a line to a person.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from checker.loader.words import fold, pattern, words

Listing = Literal["equal", "listed", "expanded", "part", "wildcard", "series"]

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
"""Signs of full width to the same in half width; compatibility forms such as ™ stay as they are."""
BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】"}
SEPARATOR = re.compile(r"[、，,；;\n\r|\t]+|\s+[/／]\s*|\s*[/／]\s+")
SLASH = re.compile(r"[/／]")
BRACKETED = re.compile(r"^(.*\S)\s*[(（\[【]([^()（）\[\]【】]*)[)）\]】]$", re.DOTALL)
WILDCARD = re.compile(r"X{2,}|(?<=[0-9\-*])x{2,}|[*□■?]")
TOKEN_END = re.compile(r"[\s\-_.]+")
RUN = re.compile(r"[0-9]+|[^\W\d_]+")
NUMBERED = r"[vVＶ]\s?\d[\w.\-]*"

V_NUMBER = re.compile(r"v\s?\d", re.IGNORECASE)
RELEASE = re.compile(r"v\s?\d+(?:r\d|\.\d+\.\d)", re.IGNORECASE)


@dataclass(frozen=True)
class ListedModel:
    """One model of a cell.

    Attributes:
        model: The model as printed; of a series its name without the word for series; ``""`` when the cell is empty.
        version: The version that belongs to it, as printed, or ``""``.
        listing: ``equal`` (the only model), ``listed`` (one of several), ``expanded`` (a shared prefix was put before it),
            ``part`` (perhaps a model of its own, perhaps a piece of one), ``wildcard``, ``series``.
    """

    model: str
    version: str = ""
    listing: Listing = "equal"


def split_models(cell: str) -> tuple[ListedModel, ...]:
    """Return the models that a cell names, in its order and in half width; an empty cell names one without a name."""
    text = cell.translate(HALF_WIDTH).strip()
    if _plain().fullmatch(text):
        return (ListedModel(text),)
    found = [model for names, version in _labelled(text) for model in _from_list(names, version)]
    named_models = [model for model in found if model.listing != "part"]
    listing: Listing = "equal" if len(named_models) == 1 else "listed"
    models = (replace(model, listing=listing) if model.listing == "listed" else model for model in found)
    return tuple(dict.fromkeys(models)) or (ListedModel(""),)


def split_version(text: str) -> tuple[str, str]:
    """Return a model's text without the version at its end, and that version: ``X V200R021C10`` → ``X``, ``V200R021C10``."""
    text = text.translate(HALF_WIDTH).rstrip()
    bracketed = BRACKETED.match(text)
    if bracketed and is_version(bracketed[2]):
        return bracketed[1].strip(), bracketed[2].strip()
    found = _version_at_end().search(text) if _version_start().search(text) else None
    if found and found.start():
        return text[: found.start()].strip(" -_/／,，"), found["version"].strip()
    return text, ""


def is_version(text: str) -> bool:
    """Whether a text is a version and nothing else, e.g. ``V3.2.1``, ``Release 6.2``, ``版本：8.0``."""
    return bool(_version().fullmatch(text.strip()))


def may_be_generation(version: str) -> bool:
    """Whether what looks like a version behind a model may be the generation of the hardware, and with it the name of another model.

    ``2288H V5``, ``CPE210 v3.0`` and ``X V1500`` are such; ``V200R021C10``, ``V8.2.1``, ``版本：8.0`` and ``Release 6.2`` are versions.
    """
    plain = version.translate(HALF_WIDTH).strip()
    return bool(V_NUMBER.match(plain)) and not RELEASE.match(plain)


@cache
def _plain() -> re.Pattern[str]:
    """What needs no splitting: short ASCII without separators, brackets, versions, wildcards or words with a meaning."""
    reserved = "|".join(pattern(kind) for kind in ("series", "version_label", "model_label", "and", "etc"))
    return re.compile(rf"(?!.*(?:XX|xx|[\s]{NUMBERED}|{reserved}))[A-Za-z0-9+\-. ]{{1,60}}", re.IGNORECASE)


@cache
def _version() -> re.Pattern[str]:
    one = rf"(?:(?:{pattern('version_label')}|ver\.?|rel\.?|build)\s*[:：.]?\s*[vVrR]?\s?\d[\w.\-]*|{NUMBERED})"
    above = rf"(?:\s*(?:\+|{pattern('and_above')})\s*(?:版本)?)?"
    return re.compile(rf"{one}(?:[\s,，]+{one})*{above}", re.IGNORECASE)


@cache
def _version_start() -> re.Pattern[str]:
    """What every version at the end of a text begins with: most texts have none, and need no more than this look."""
    word = rf"(?:{pattern('version_label')}|ver\.?|rel\.?|build|[vＶ])"
    return re.compile(rf"(?<![A-Za-z0-9]){word}\s*[:：.]?\s*[vr]?\s?\d", re.IGNORECASE)


@cache
def _version_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:[\s/／,，]+|(?<=[\u3400-\u9fff]))(?P<version>{_version().pattern})$", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<model>{pattern('model_label')})\s*[:：]|(?P<version>{pattern('version_label')})\s*[:：]", re.IGNORECASE
    )


@cache
def _series() -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<name>.*\S)\s*(?:{pattern('series')})(?P<rest>\s*[^A-Za-z0-9:：(（\[【]*)(?:[:：(（\[【](?P<members>.*?)[)）\]】]?)?$",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def _joining_word() -> re.Pattern[str]:
    """A word for *and* between two models: Chinese ones between ASCII signs only, since product names contain them."""
    chinese = "|".join(word for word in words("and") if not word.isascii())
    english = "|".join(word for word in words("and") if word.isascii())
    return re.compile(rf"(?<=[A-Za-z0-9+)])\s*(?:{chinese})\s*(?=[A-Za-z0-9])|\s+(?:{english})\s+", re.IGNORECASE)


@cache
def _open_end() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{pattern('etc')})(?:\s*\d*\s*(?:款|个|種|种)?(?:产品|型号|設備|设备)?)?\s*$", re.IGNORECASE
    )


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Yield the lists of models of a cell with the version stated for them, as in ``型号：X 版本：Y``."""
    labels = list(_label().finditer(text))
    if not any(label["model"] for label in labels):
        yield text, ""
        return
    if before := text[: labels[0].start()].strip():
        yield before, ""
    ends = [label.start() for label in labels[1:]] + [len(text)]
    fields = [
        (label.lastgroup, text[label.end() : end].strip(" 、，,；;/\n"))
        for label, end in zip(labels, ends, strict=True)
    ]
    for place, (kind, value) in enumerate(fields):
        if kind == "model":
            following = fields[place + 1] if place + 1 < len(fields) else ("", "")
            yield value, following[1] if following[0] == "version" else ""


def _from_list(text: str, version: str) -> Iterator[ListedModel]:
    """Yield the models of one list; a version standing alone belongs to the model before it."""
    series = _series().match(text)
    if series and series["members"] and not SEPARATOR.search(series["name"]):
        yield ListedModel(series["name"].strip(), version, "series")
        yield from _from_list(series["members"], version)
        return
    items = [item for piece in _split(SEPARATOR, text) for item in _split(_joining_word(), piece)]
    pending: list[ListedModel] = []
    for item in items:
        if is_version(item) and pending:
            pending = [replace(model, version=model.version or item) for model in pending]
            continue
        yield from pending
        pending = [model if model.version else replace(model, version=version) for model in _from_item(item)]
    yield from pending


def _from_item(item: str) -> list[ListedModel]:
    """Return the models of one item of a list."""
    text, version = split_version(_open_end().sub("", item).strip())
    if not fold(text):
        return []
    series = _series().match(text)
    if series:
        return [ListedModel(series["name"].strip(), version, "series")]
    if WILDCARD.search(unicodedata.normalize("NFKC", text)):
        return [ListedModel(text, version, "wildcard")]
    parts = [part for part in (part.strip() for part in _split(SLASH, text)) if part]
    models = _resolve_slashes(parts) if len(parts) > 1 else [ListedModel(text, "", "listed")]
    bracketed = [BRACKETED.match(model.model) for model in models]
    stems = [ListedModel(found[1].strip(), "", "part") for found in bracketed if found]
    return [replace(model, version=model.version or version) for model in (*models, *stems)]


def _split(separator: re.Pattern[str], text: str) -> list[str]:
    """Split at a separator outside brackets."""
    masked = _mask_brackets(text)
    pieces, start = [], 0
    for found in separator.finditer(masked):
        pieces.append(text[start : found.start()].strip())
        start = found.end()
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece]


def _mask_brackets(text: str) -> str:
    """Return the text with everything inside closed brackets replaced by a neutral sign of the same length."""
    if not any(bracket in text for bracket in BRACKETS):
        return text
    masked, closing, opened = list(text), "", 0
    for place, sign in enumerate(text):
        if not closing and sign in BRACKETS:
            closing, opened = BRACKETS[sign], place
        elif sign == closing:
            masked[opened : place + 1] = "\0" * (place + 1 - opened)
            closing = ""
    return "".join(masked)


def _resolve_slashes(parts: Sequence[str]) -> list[ListedModel]:
    """Decide what bare slashes separate: whole models, the ends of models with a shared beginning, or nothing.

    ``MR74/SG550X-24/WS-C2960-24LT-L`` are three models, ``S5735-L24T4X-A/L48T4X-A`` one and an ending,
    ``AT-GS980MX/52PSm`` and ``ISR1921/K9`` one each.
    """
    groups: list[list[ListedModel]] = []
    for part in parts:
        if is_version(part):
            groups = [[replace(model, version=model.version or part) for model in group] for group in groups]
            continue
        previous = groups[-1][0].model if groups else ""
        expanded = _expand(previous, part)
        if expanded:
            groups.append([ListedModel(expanded, "", "expanded"), ListedModel(part, "", "part")])
        elif not groups or _is_whole_model(part, parts):
            groups.append([ListedModel(part, "", "listed")])
        else:
            whole, *pieces = groups[-1]
            pieces = [replace(whole, listing="part"), *pieces]
            if not _is_ending(part):
                pieces.append(ListedModel(part, "", "part"))
            groups[-1] = [replace(whole, model=f"{previous}/{part}"), *pieces]
    return [model for group in groups for model in group]


def _expand(previous: str, ending: str) -> str:
    """Return the model that ``ending`` stands for when it repeats the end of ``previous`` with other digits, else ``""``.

    Letters must be the same, and so must the number of digits where the ending begins with one: ``L24T4X-A`` → ``L48T4X-A``, ``X8`` →
    ``X16``, ``6655F`` → ``6635F``; never ``980MX`` → ``52PSm`` or ``24GT`` → ``12SFP``.
    """
    letters = re.sub(r"\d+", "0", ending).casefold()
    for start in _boundaries(previous):
        tail = previous[start:]
        same_letters = re.sub(r"\d+", "0", tail).casefold() == letters
        same_digits = re.sub(r"\d", "0", tail) == re.sub(r"\d", "0", ending)
        if same_letters and tail.casefold() != ending.casefold() and (ending[0].isalpha() or same_digits):
            return previous[:start] + ending
    return ""


def _boundaries(text: str) -> list[int]:
    """Return the places inside a model where an ending may begin: after a separator, or where digits follow letters."""
    after = {found.end() for found in TOKEN_END.finditer(text)}
    return sorted(after | {found.start() for found in re.finditer(r"(?<=[A-Za-z])\d", text)})


def _is_ending(part: str) -> bool:
    """Whether a part can only be the end of a model: an ordering suffix, or too little to name anything."""
    return len(fold(part)) < 4 or fold(part) in words("suffix")


def _is_whole_model(part: str, parts: Sequence[str]) -> bool:
    """Whether a part between bare slashes is a model by its own form, whatever stands beside it.

    It needs letters and digits and no ordering suffix; beginning with a digit it needs an article number's four digits
    (``5069-L330ERS2K``, ``98011318``); as one of only two it needs the stature of a model.
    """
    runs = RUN.findall(part)
    signs = sum(len(run) for run in runs)
    if not runs or fold(part) in words("suffix") or not any(run.isdigit() for run in runs):
        return False
    if runs[0].isdigit():
        return (len(runs[0]) >= 4 and (signs >= 6 or len(runs) > 2)) or (signs >= 12 and " " in part)
    head = part.split(maxsplit=1)[0]
    if len(head) < 3 and not any(sign.isdigit() for sign in head):
        return False
    if len(parts) > 2:
        return signs >= 3
    first = sum(len(run) for run in RUN.findall(parts[0]))
    return signs >= 6 or (signs >= 4 and signs >= 0.6 * first)
