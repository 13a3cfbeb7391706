"""Number formats of workbooks that show words or a sign beside the number, and the cells that use them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

import numpy as np

from checker.tables.sheet import NumberFormat, UnreadableTableError, column_number

STYLES = "xl/styles.xml"
BRACKETED = re.compile(r"\[[^\]]*\]")
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
WORDS = re.compile(r"[^\W\d_]|[$¥￥€£₩]")
USED = re.compile(rb"""\ss=["'](\d+)["']""")
ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d+)["']""")
LONGEST_HEAD = 200


def shows_words(code: str) -> bool:
    """Whether a number format, of numbers and not of dates, shows letters or a sign of money beside the number."""
    first = code.split(";", maxsplit=1)[0]
    bare = QUOTED.sub("", BRACKETED.sub("", first))
    if not re.search(r"[0#?]", bare) or re.search(r"[ymdhs]", bare, re.IGNORECASE):
        return False
    shown = "".join(QUOTED.findall(BRACKETED.sub("", first))) + re.sub(r"[^$¥￥€£₩]", "", bare)
    signs = "".join(found[1].split("-")[0] for found in re.finditer(r"\[\$([^\]]*)\]", first))
    return WORDS.search(re.sub(r"_.|\*.", "", shown) + signs) is not None


def read_formats(package: ZipFile, path: Path) -> dict[int, str]:
    """Return the codes of such number formats by the style numbers of cells.

    Raises:
        UnreadableTableError: The part is damaged.
    """
    names = {name.lower(): name for name in package.namelist()}
    if STYLES not in names:
        return {}
    from lxml import etree  # noqa: PLC0415 - only for xlsx

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        styles = etree.fromstring(package.read(names[STYLES]), parser)
    except etree.XMLSyntaxError:
        return {}
    except (BadZipFile, zlib_error, EOFError, OSError) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    codes = {form.get("numFmtId"): form.get("formatCode", "") for form in styles.iterfind("{*}numFmts/{*}numFmt")}
    used = [codes.get(form.get("numFmtId"), "") for form in styles.iterfind("{*}cellXfs/{*}xf")]
    return {number: code for number, code in enumerate(used) if shows_words(code)}


class FormatSearch:
    """Collects the cells of a sheet's XML that have one of the formats looked for."""

    def __init__(self, codes: Mapping[int, str]) -> None:
        """Look for the given formats by style number."""
        self.codes = {str(number).encode(): code for number, code in codes.items()}
        self.found: dict[str, dict[bytes, list[bytes]]] = defaultdict(lambda: defaultdict(list))
        styles = b"|".join(self.codes)
        self.usual = re.compile(rb'r="([A-Z]{1,3})(\d+)" s="(%s)"(?: t="[A-Za-z]+")?(/?)>' % styles)
        self.marks = tuple(b' s="%s"' % style for style in self.codes)

    def take(self, data: bytes) -> None:
        """Search a stretch of XML that begins and ends between cells."""
        if not self.codes:
            return
        matches = self.usual.findall(data)
        if sum(map(data.count, self.marks)) != len(matches) or b" s='" in data:
            matches = list(self._search_carefully(data))
        for column, row, style, blank in matches:
            if not blank:
                self.found[self.codes[style]][column].append(row)

    def _search_carefully(self, data: bytes) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
        """Yield column, row, style and whether it is blank of every such cell, however its attributes are written."""
        for match in USED.finditer(data):
            if match[1] not in self.codes:
                continue
            start = data.rfind(b"<", max(0, match.start() - LONGEST_HEAD), match.start())
            head = data[start : data.find(b">", match.end()) + 1]
            address = ADDRESS.search(head)
            if address is not None:
                yield address[1], address[2], match[1], b"/" if head.endswith(b"/>") else b""

    def formats(self) -> tuple[NumberFormat, ...]:
        """Return the formats found, with their cells."""
        return tuple(
            NumberFormat(
                code,
                {column_number(column.decode()): np.array(rows).astype(np.int64) for column, rows in columns.items()},
            )
            for code, columns in self.found.items()
        )
