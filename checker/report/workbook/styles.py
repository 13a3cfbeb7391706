"""How cells look: every verdict has its own shade, told apart in grey as well, and always stands there in words."""

from dataclasses import dataclass, field
from typing import Any

from checker.report.workbook.grid import Kind

FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top", "quote_prefix": True}

ROWS: dict[str, dict[str, Any]] = {
    "uncertified": {"bg_color": "#F2A5A0"},
    "lapsed": {"bg_color": "#F4C095"},
    "review": {"bg_color": "#FBE7A1"},
    "waived": {"bg_color": "#D6E6F5"},
    "certified": {"bg_color": "#E6F3E1"},
    "clear": {},
    "aside": {"font_color": "#7F7F7F", "italic": True},
    "header": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#33475B", "text_wrap": True, "valign": "vcenter"},
    "first": {"top": 1},
    "plain": {},
}
"""Looks of a whole row by its style; ``<verdict>+first`` is the first row of a group, with a line above it."""

KINDS: dict[Kind, dict[str, Any]] = {
    "text": {},
    "number": {"num_format": "#,##0.00"},
    "strong": {"bold": True},
    "wrap": {"text_wrap": True},
    "bare": {"bg_color": None},
    "note": {"bg_color": None, "text_wrap": True},
    "input": {"bg_color": "#FFFFFF", "border": 1, "border_color": "#808080", "text_wrap": True},
}


def describe(style: str, kind: Kind) -> dict[str, Any]:
    """Return the properties of a cell from the style of its row and the kind of its column."""
    look = dict(FONT)
    for part in style.split("+"):
        look |= ROWS[part]
    if style == "header":
        return look
    look |= KINDS[kind]
    return {name: value for name, value in look.items() if value is not None}


@dataclass
class Formats:
    """The formats of one XlsxWriter workbook, made when first used."""

    workbook: Any
    known: dict[frozenset[tuple[str, Any]], Any] = field(default_factory=dict)
    styled: dict[tuple[str, Kind], Any] = field(default_factory=dict)

    def of(self, style: str, kind: Kind) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        """Return the format for a row's style and a column's kind."""
        if (style, kind) not in self.styled:
            self.styled[style, kind] = self.look(**describe(style, kind))
        return self.styled[style, kind]

    def look(self, **properties: Any) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        """Return the format with the given properties over the workbook's font."""
        full = FONT | properties
        key = frozenset(full.items())
        if key not in self.known:
            self.known[key] = self.workbook.add_format(full)
        return self.known[key]
