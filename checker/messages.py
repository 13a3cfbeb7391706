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

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from checker.errors import DataError
from checker.resources import data_path, read_toml

Language = Literal["zh", "en"]


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


@cache
def messages() -> dict[str, Message]:
    """Return every message by its code.

    Raises:
        DataError: A file is damaged, or two files define the same code.
    """
    found: dict[str, Message] = {}
    for path in sorted(data_path("messages").glob("*.toml")):
        for code, wording in read_toml("messages", path.name).items():
            if code in found:
                raise DataError("data_damaged", path=str(path), detail=f"{code} is defined twice")
            found[code] = Message(**wording)
    return found
