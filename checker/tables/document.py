"""Any file as a document: paragraphs and tables in reading order, told apart by content."""

from dataclasses import dataclass
from pathlib import Path

from checker.tables.blocks import Block, Paragraph
from checker.tables.reading import OLE, PDF, WORD_STREAM, ZIP, read_workbook
from checker.tables.sheet import UnreadableTableError


@dataclass(frozen=True)
class Document:
    """A file's paragraphs and tables.

    Attributes:
        path: Where it was read.
        sha256: Of the bytes.
        form: ``html``, ``text``, ``docx``, ``pdf`` or ``workbook``.
        blocks: In reading order; for a workbook its sheets.
    """

    path: Path
    sha256: str
    form: str
    blocks: tuple[Block, ...]


LARGEST_DOCUMENT = 256 * 1024 * 1024


def read_document(path: Path) -> Document:
    """Return the paragraphs and tables of a file.

    Raises:
        UnreadableTableError: The file is missing, hostile, damaged, encrypted or of no known kind.
    """
    import hashlib  # noqa: PLC0415 - small, with the reading

    if not path.is_file():
        raise UnreadableTableError("table_is_folder" if path.exists() else "table_missing", path=str(path))
    size = path.stat().st_size
    if not size:
        raise UnreadableTableError("table_empty_file", path=str(path))
    if size > LARGEST_DOCUMENT:
        raise UnreadableTableError("table_too_large", path=str(path), size=f"{size // (1024 * 1024):,}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableTableError("table_unreadable", path=str(path), detail=error.strerror or str(error)) from error
    form, blocks = _read_blocks(data, path)
    return Document(path, hashlib.sha256(data).hexdigest(), form, blocks)


def _read_blocks(data: bytes, path: Path) -> tuple[str, tuple[Block, ...]]:
    from checker.tables.html import is_html, read_html_blocks  # noqa: PLC0415 - light, but beside its siblings

    if data.startswith(ZIP) and is_word(path):
        from checker.tables.docx import read_docx_blocks  # noqa: PLC0415 - only for Word

        return "docx", read_docx_blocks(path)
    if data[:1024].find(PDF) >= 0:
        from checker.tables.pdf import read_pdf_blocks  # noqa: PLC0415 - only for pdf

        return "pdf", read_pdf_blocks(path)
    if is_html(data[:4096]):
        return "html", read_html_blocks(data, path)
    if data.startswith(OLE) and WORD_STREAM in data:
        raise UnreadableTableError("table_old_word", path=str(path))
    if data.startswith((b"PK", OLE, b"PAR1")) or path.suffix.lower() == ".csv":
        return "workbook", tuple(read_workbook(path).sheets)
    from checker.tables.text import read_text_blocks  # noqa: PLC0415 - only for text

    blocks: tuple[Paragraph, ...] = read_text_blocks(data, path)
    return "text", blocks


def is_word(path: Path) -> bool:
    """Whether a zip package is a Word document."""
    from checker.tables.docx import BODY  # noqa: PLC0415 - only for packages
    from checker.tables.limits import Limits  # noqa: PLC0415
    from checker.tables.package import open_package  # noqa: PLC0415

    with open_package(path, Limits()) as package:
        return any(name.lower() == BODY for name in package.namelist())
