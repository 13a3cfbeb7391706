"""What an announcement says about its Directory: number, date, issuing bodies, day in force, what it repeals."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checker.loader.chinese import simplify
from checker.loader.layout import layout

NUMBER = re.compile(r"((?:19|20)\d\d)年第(\d{1,3})号")
DAY = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
IN_FORCE = re.compile(rf"自{DAY.pattern}起?(?:施行|实施|执行)")
SHORT = 80


@dataclass(frozen=True)
class Announcement:
    """The facts of one announcement.

    Attributes:
        number: ``2023年第2号``, or ``""`` where none is printed.
        issued_on: Its date, or None.
        issued_by: Issuing bodies in the order printed.
        effective_from: First day in force: the day named, else the day of issue.
        repeals: Numbers of the announcements whose Directory it ends.
    """

    number: str
    issued_on: date | None
    issued_by: tuple[str, ...]
    effective_from: date | None
    repeals: tuple[str, ...]

    @property
    def edition(self) -> str:
        """The year of the number, by which editions are called."""
        return self.number[:4]


def parse_announcement(lines: Sequence[str]) -> Announcement:
    """Return what the running text of a page says; what it does not say is empty."""
    texts = [re.sub(r"\s+", "", simplify(unicodedata.normalize("NFKC", line))) for line in lines]
    short = [text for text in texts if len(text) <= SHORT and "废止" not in text]
    number = next((found[0] for text in short if (found := NUMBER.search(text))), "")
    issued = next((day for text in short if (day := _day(DAY.fullmatch(text)))), None) or next(
        (day for text in short if (day := _day(DAY.search(text)))), None
    )
    named = next((day for text in texts if (day := _day(IN_FORCE.search(text)))), None)
    repeals = dict.fromkeys(
        found[0]
        for text in texts
        for sentence in text.split("。")
        if "废止" in sentence
        for found in NUMBER.finditer(sentence)
    )
    return Announcement(
        number=number,
        issued_on=issued,
        issued_by=_bodies(texts),
        effective_from=named or issued,
        repeals=tuple(text for text in repeals if text != number),
    )


def _bodies(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the issuing bodies of the first line that names more than one."""
    for text in texts:
        found = sorted((text.find(body), body) for body in layout().bodies if body in text)
        if len(found) > 1:
            return tuple(body for _, body in found)
    return ()


def _day(found: re.Match[str] | None) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
