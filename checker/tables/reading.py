"""One way into every file: recognised by content, guarded, read as a raw grid."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from checker.tables.limits import MIB, Limits
from checker.tables.sheet import Sheet, UnreadableTableError, Workbook

ZIP, OLE, PARQUET, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1", b"%PDF"
ZIPS = (ZIP, b"PK\x05\x06", b"PK\x07\x08")
WORD_STREAM = "WordDocument".encode("utf-16-le")
WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""Beginnings of files compressed by gzip and zstd."""
ENCRYPTED_PARTS = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))


def read_workbook(path: Path, *, sheets: Sequence[str] = (), limits: Limits | None = None) -> Workbook:
    """Return every sheet of a file, or only those named.

    Args:
        path: xlsx, xlsm, xls, ods, csv (also tab, semicolon, bar), parquet, or the tables of html, docx and pdf; told
            apart by content.
        sheets: Names of the only sheets to read; ignored for files without sheets.
        limits: Bounds checked before parsing.

    Raises:
        UnreadableTableError: The file is missing, hostile, damaged, encrypted or no table.
    """
    bounds = limits or Limits()
    if not path.exists():
        raise UnreadableTableError("table_missing", path=str(path))
    if not path.is_file():
        raise UnreadableTableError("table_is_folder", path=str(path))
    size = path.stat().st_size
    if not size:
        raise UnreadableTableError("table_empty_file", path=str(path))
    if size > bounds.file_bytes:
        raise UnreadableTableError("table_too_large", path=str(path), size=f"{size // MIB:,}")
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        raise UnreadableTableError("table_unreadable", path=str(path), detail=error.strerror or str(error)) from error
    with ThreadPoolExecutor(1) as pool:
        digest = pool.submit(hash_file, path)
        found = _read_sheets(path, head, sheets, bounds)
        return Workbook(path, digest.result(), found)


def hash_file(path: Path) -> str:
    """Return the sha256 of a file.

    Raises:
        UnreadableTableError: It cannot be read to its end.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableTableError("table_unreadable", path=str(path), detail=error.strerror or str(error)) from error


def _read_sheets(path: Path, head: bytes, sheets: Sequence[str], limits: Limits) -> tuple[Sheet, ...]:
    if head.startswith(ZIPS):
        from checker.tables.package import open_package  # noqa: PLC0415 - only for packages

        with open_package(path, limits) as package:
            is_ods = "content.xml" in package.namelist()
            is_word = any(name.lower() == "word/document.xml" for name in package.namelist())
        if is_word:
            from checker.tables.docx import read_docx  # noqa: PLC0415 - only for Word

            return read_docx(path, limits)
        if is_ods:
            from checker.tables.legacy import read_ods  # noqa: PLC0415 - only for ods

            return read_ods(path, sheets, limits)
        from checker.tables.workbook import read_xlsx  # noqa: PLC0415 - only for xlsx

        return read_xlsx(path, sheets, limits)
    if head.startswith(OLE):
        data = path.read_bytes()
        if any(part in data for part in ENCRYPTED_PARTS):
            raise UnreadableTableError("table_encrypted", path=str(path))
        if WORD_STREAM in data and not any(part in data for part in WORKBOOK_STREAMS):
            raise UnreadableTableError("table_old_word", path=str(path))
        from checker.tables.legacy import read_by_calamine  # noqa: PLC0415 - only for xls

        return read_by_calamine(path, sheets)
    if head.startswith(PARQUET):
        from checker.tables.legacy import read_parquet  # noqa: PLC0415 - only for parquet

        return read_parquet(path, limits)
    if head.startswith(PDF):
        from checker.tables.pdf import read_pdf  # noqa: PLC0415 - only for pdf

        return read_pdf(path)
    data = unpack(path, limits) if head.startswith(PACKED) else path.read_bytes()
    from checker.tables.html import is_html, read_html  # noqa: PLC0415 - only for text

    if is_html(data[:4096]):
        return read_html(data, path)
    from checker.tables.delimited import read_delimited  # noqa: PLC0415 - only for text

    return read_delimited(data, path)


def unpack(path: Path, limits: Limits) -> bytes:
    """Return the content of a file compressed by gzip or zstd.

    Raises:
        UnreadableTableError: It is damaged, or larger than a file may be.
    """
    from checker.tables.streams import DAMAGED, open_bytes  # noqa: PLC0415 - only for packed files

    try:
        with open_bytes(path) as stream:
            data = stream.read(limits.file_bytes + 1)
    except DAMAGED as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    if len(data) > limits.file_bytes:
        raise UnreadableTableError("table_zip_bomb", path=str(path), size=f"> {limits.file_bytes // MIB:,}")
    return data
