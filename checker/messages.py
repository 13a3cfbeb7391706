"""Sentences in Chinese and English for errors, reasons and problems, kept as data.

``directory_data/messages/*.toml`` holds one table per code::

    [model_differs]
    zh = "证书型号为 {entry}，本行型号为 {model}。"
    en = "The certificate names {entry}, the line {model}."
    next_zh = "……"      # errors only: what the reader can do
    next_en = "…"
    about_zh = "……"     # optional: what `checker explain CODE` adds
    about_en = "…"
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from checker.errors import DataError
from checker.resources import data_path, read_text, read_toml

Language = Literal["zh", "en"]
HEADER = re.compile(r"^\[(\w+)\][ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Message:
    """The wordings of one code."""

    zh: str
    en: str
    next_zh: str = ""
    next_en: str = ""
    about_zh: str = ""
    about_en: str = ""

    def word(self, language: Language, facts: Mapping[str, object]) -> str:
        """Return the sentence in one language with its facts filled in."""
        return (self.zh if language == "zh" else self.en).format_map(facts)

    def advise(self, language: Language, facts: Mapping[str, object]) -> str:
        """Return what the reader can do next, or an empty string."""
        return (self.next_zh if language == "zh" else self.next_en).format_map(facts)


@dataclass(frozen=True)
class Remark:
    """A code with the facts of one case: a reason for a finding or a problem with a cell.

    Attributes:
        code: Key of the message.
        facts: What fills the sentences; values are plain strings.
        evidence: The texts and places it rests on, as keys and plain strings
            (``field``: name of the line's column, ``text``: its cell, ``entry``: the list's text, ``source``: where that stands).
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    evidence: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return messages()[self.code].word("zh", self.facts)

    @property
    def en(self) -> str:
        """The sentence in English."""
        return messages()[self.code].word("en", self.facts)


class Messages(Mapping[str, Message]):
    """Every message by its code; a run words few of them, so each is read when it is first asked for."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[str, str]] = {}
        self._read: dict[str, Message] = {}
        for path in sorted(data_path("messages").glob("*.toml")):
            _, *tables = HEADER.split(read_text("messages", path.name))
            for code, table in zip(tables[::2], tables[1::2], strict=True):
                if code in self._places:
                    raise DataError("data_damaged", path=str(path), detail=f"{code} is defined twice")
                self._places[code] = path.name, table

    def __getitem__(self, code: str) -> Message:
        """Return one message.

        Raises:
            KeyError: There is none of this code.
            DataError: Its file is damaged.
        """
        if code not in self._read:
            name, table = self._places[code]
            try:
                wording = tomllib.loads(table)
            except tomllib.TOMLDecodeError:
                wording = read_toml("messages", name)[code]
            self._read[code] = Message(**wording)
        return self._read[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@cache
def messages() -> Messages:
    """Return every message by its code.

    Raises:
        DataError: A file is missing or not UTF-8, or two tables define the same code.
    """
    return Messages()
