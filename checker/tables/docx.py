"""Word documents (docx, docm): paragraphs and tables of the body in their order, as they print."""

from pathlib import Path
from typing import TYPE_CHECKING

from checker.tables.blocks import Block, BlockBuilder, only_sheets
from checker.tables.limits import MIB, Limits
from checker.tables.package import open_package
from checker.tables.sheet import Sheet, UnreadableTableError

if TYPE_CHECKING:
    from lxml import etree

BODY = "word/document.xml"
LARGEST_BODY = 512 * MIB
SKIPPED = frozenset({"moveFrom", "del", "Fallback", "instrText", "delText", "rPr", "pPr", "tblPr", "trPr", "sectPr"})
"""What does not print: text moved or struck by a tracked change, fallbacks for old programs, field codes, properties."""
SIGNS = {"tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}


def read_docx(path: Path, limits: Limits | None = None) -> tuple[Sheet, ...]:
    """Return the tables of a document, merged cells resolved.

    Raises:
        UnreadableTableError: The package is hostile or damaged, no Word document, or has no table.
    """
    sheets = only_sheets(read_docx_blocks(path, limits))
    if not sheets:
        raise UnreadableTableError("table_no_tables", path=str(path))
    return sheets


def read_docx_blocks(path: Path, limits: Limits | None = None) -> tuple[Block, ...]:
    """Return the paragraphs and tables of a document in reading order.

    Raises:
        UnreadableTableError: The package is hostile or damaged, or no Word document.
    """
    from lxml import etree  # noqa: PLC0415 - only for documents

    with open_package(path, limits or Limits()) as package:
        names = {name.lower(): name for name in package.namelist()}
        if BODY not in names:
            raise UnreadableTableError("table_not_a_table", path=str(path))
        if package.getinfo(names[BODY]).file_size > LARGEST_BODY:
            size = package.getinfo(names[BODY]).file_size
            raise UnreadableTableError("table_too_large", path=str(path), size=f"{size // MIB:,}")
        try:
            data = package.read(names[BODY])
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, OSError, EOFError, ValueError) as error:
            raise UnreadableTableError("table_truncated", path=str(path)) from error
    return _walk(root, path)


def _walk(root: "etree._Element", path: Path) -> tuple[Block, ...]:
    from lxml import etree  # noqa: PLC0415 - with the parser

    builder = BlockBuilder(path)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = etree.QName(element).localname if isinstance(element.tag, str) else "del"
        if event == "end":
            _close(builder, name)
        elif name in SKIPPED:
            walk.skip_subtree()
        else:
            _open(builder, name, element)
    return builder.finish()


def _open(builder: BlockBuilder, name: str, element: "etree._Element") -> None:
    if name == "tbl":
        builder.start_table()
    elif name == "tr":
        builder.start_row()
        _skip_columns(builder, element)
    elif name == "tc":
        _start_cell(builder, element)
    elif name in ("p", "br", "cr"):
        builder.end_line()
    elif name == "t":
        builder.add_text(element.text or "")
    elif name in SIGNS:
        builder.add_text(SIGNS[name])


def _close(builder: BlockBuilder, name: str) -> None:
    if name == "tbl":
        builder.end_table()
    elif name == "tc":
        builder.end_cell()
    elif name == "p":
        builder.end_line()


def _skip_columns(builder: BlockBuilder, row: "etree._Element") -> None:
    """Put empty cells where a row begins further right than the table."""
    before = _value(row.find("{*}trPr/{*}gridBefore"))
    for _ in range(int(before) if before.isdecimal() else 0):
        builder.start_cell()
        builder.end_cell()


def _start_cell(builder: BlockBuilder, cell: "etree._Element") -> None:
    span = _value(cell.find("{*}tcPr/{*}gridSpan"))
    merge = cell.find("{*}tcPr/{*}vMerge")
    builder.start_cell(
        int(span) if span.isdecimal() else 1, continues=merge is not None and _value(merge) in ("", "continue")
    )


def _value(element: "etree._Element | None") -> str:
    """Return a property's ``val``, ``""`` where there is none."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.items() if key.endswith("}val") or key == "val"), "")
