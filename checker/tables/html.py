"""html pages, Word's own included: paragraphs and tables as a reader sees them."""

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from checker.tables.blocks import Block, BlockBuilder, only_sheets
from checker.tables.encoding import decode_text
from checker.tables.limits import MIB
from checker.tables.sheet import Sheet, UnreadableTableError

if TYPE_CHECKING:
    from lxml import etree

LARGEST_PAGE = 256 * MIB
LOOKS_LIKE = re.compile(
    rb"<!doctype\s+html|<html|<head|<body|<table|<meta\s|<title|<div|<span|<p[\s>]|<h[1-6][\s>]", re.IGNORECASE
)
MESSAGE = re.compile(rb"(?:From|MIME-Version|Subject|Content-Type|Date|Snapshot-Content-Location):", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
CHINESE_CHARSETS = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"})
SKIPPED = frozenset({"script", "style", "template", "noscript", "object", "svg", "math", "iframe", "textarea"})
BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select",
    "summary", "title", "tbody", "tfoot", "thead", "ul", "br",
})  # fmt: skip
WHITE = re.compile(r"\s+")
LINE = re.compile(r"\r\n|\r|\n")


def is_html(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a web page (also in UTF-16, saved by Word, or saved whole as mhtml)."""
    if is_archive(head):
        return True
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain.startswith(b"<") and bool(LOOKS_LIKE.search(plain))


def is_archive(head: bytes) -> bool:
    """Whether a file is a page saved with its pictures in one file (mht, mhtml), as browsers do."""
    return b"multipart/related" in head[:4096].lower() and bool(MESSAGE.match(head))


def unpack_archive(data: bytes, path: Path) -> str:
    """Return the text of the page in an mhtml file.

    Raises:
        UnreadableTableError: There is no page in it.
    """
    import email  # noqa: PLC0415 - only for saved pages

    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() == "text/html" and isinstance(body := part.get_payload(decode=True), bytes):
            with suppress(UnicodeDecodeError, LookupError):
                return body.decode(part.get_content_charset("none"))
            return decode_page(body, path)
    raise UnreadableTableError("table_not_a_table", path=str(path))


def read_html(data: bytes, path: Path) -> tuple[Sheet, ...]:
    """Return the tables of a page, row and column spans resolved, tables that only lay out others dissolved.

    Raises:
        UnreadableTableError: The page is too large, in no known encoding, or has no table.
    """
    sheets = only_sheets(read_html_blocks(data, path))
    if not sheets:
        raise UnreadableTableError("table_no_tables", path=str(path))
    return sheets


def read_html_blocks(data: bytes, path: Path) -> tuple[Block, ...]:
    """Return the paragraphs and tables of a page in reading order.

    Raises:
        UnreadableTableError: The page is too large or too deeply nested, empty, or in no known encoding.
    """
    from lxml import etree, html  # noqa: PLC0415 - only for pages

    if len(data) > LARGEST_PAGE:
        raise UnreadableTableError("table_too_large", path=str(path), size=f"{len(data) // MIB:,}")
    text = (unpack_archive(data, path) if is_archive(data[:4096]) else decode_page(data, path)).replace("\0", "")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):  # the parser stopped there
        raise UnreadableTableError("table_truncated", path=str(path))
    builder = BlockBuilder(path)
    for tree in (root, *root.itersiblings()):  # what stands behind </html> becomes a second root
        walk_tree(tree, builder)
    return builder.finish()


def decode_page(data: bytes, path: Path) -> str:
    """Return the text of a page by its byte-order mark, its declared charset, or what decodes."""
    marked = data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    declared = CHARSET.search(data[:4096])
    if not marked and declared and declared[1].decode("ascii").lower() in CHINESE_CHARSETS:
        for encoding in (
            "utf-8",
            "gb18030",
        ):  # pages declare gb2312 and are utf-8; what decodes as utf-8 hardly ever is not
            with suppress(UnicodeDecodeError):
                return data.decode(encoding)
    return decode_text(data, path)


def walk_tree(root: "etree._Element", builder: BlockBuilder) -> None:
    """Report everything below an element to a builder."""
    from lxml import etree  # noqa: PLC0415 - with the parser

    preformatted = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else "script"
        if event == "start":
            if tag in SKIPPED:
                walk.skip_subtree()
                continue
            preformatted += tag == "pre"
            _open(builder, tag, element)
            _add(builder, element.text, preformatted)
            continue
        if tag not in SKIPPED:
            _close(builder, tag)
            preformatted -= tag == "pre"
        _add(builder, element.tail, preformatted)


def _open(builder: BlockBuilder, tag: str, element: "etree._Element") -> None:
    if tag == "table":
        builder.start_table()
    elif tag == "tr":
        builder.start_row()
    elif tag in ("td", "th"):
        rows = _span(element.get("rowspan"), zero=0)
        builder.start_cell(_span(element.get("colspan"), zero=1), rows)
    elif tag in BLOCK_TAGS:
        builder.end_line()


def _close(builder: BlockBuilder, tag: str) -> None:
    if tag == "table":
        builder.end_table()
    elif tag in ("td", "th"):
        builder.end_cell()
    elif tag in BLOCK_TAGS:
        builder.end_line()


def _add(builder: BlockBuilder, text: str | None, preformatted: int) -> None:
    if not text:
        return
    if not preformatted:
        builder.add_text(WHITE.sub(" ", text))
        return
    first, *others = LINE.split(text)
    builder.add_text(first)
    for line in others:
        builder.end_line()
        builder.add_text(line)


def _span(text: str | None, *, zero: int) -> int:
    """Return a span as browsers read it: 1 where it says nothing sensible."""
    digits = re.match(r"\s*\+?(\d{1,6})", text or "")
    number = int(digits[1]) if digits else 1
    return number or zero
