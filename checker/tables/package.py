"""Guards for zip packages (xlsx, ods): looked at before any library opens them."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from checker.tables.limits import MIB, Limits
from checker.tables.sheet import UnreadableTableError

DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ROOT = re.compile(rb"<[A-Za-z_]")
LONGEST_MARK = 16
"""Bytes of a declaration that may lie across two chunks."""
XML_PARTS = (".xml", ".rels", ".vml")


def open_package(path: Path, limits: Limits) -> zipfile.ZipFile:
    """Open a zip package once its directory and the head of every XML part are found harmless.

    Raises:
        UnreadableTableError: Not a whole zip, encrypted, a bomb, or with a document type or entities in a part.
    """
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
    try:
        _guard_directory(package, path, limits)
        for part in package.infolist():
            if part.filename.lower().endswith(XML_PARTS):
                _read_prolog(package, part.filename, path)
    except BaseException:
        package.close()
        raise
    return package


def _guard_directory(package: zipfile.ZipFile, path: Path, limits: Limits) -> None:
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableTableError("table_encrypted", path=str(path))
    unpacked = sum(part.file_size for part in parts)
    dense = any(part.file_size > MIB and part.file_size > limits.ratio * max(part.compress_size, 1) for part in parts)
    if len(parts) > limits.parts or unpacked > limits.unpacked_bytes or dense:
        raise UnreadableTableError("table_zip_bomb", path=str(path), size=f"{unpacked // MIB:,}")


def _read_prolog(package: zipfile.ZipFile, name: str, path: Path) -> None:
    """Read a part as far as its first element."""
    for chunk in read_chunks(package, name, path):
        if ROOT.search(chunk.replace(b"\0", b"")):
            return


def read_chunks(package: zipfile.ZipFile, name: str, path: Path) -> Iterator[bytes]:
    """Yield a part in chunks of at most one MiB.

    Raises:
        UnreadableTableError: The part is damaged or declares a document type or entities.
    """
    try:
        with cast("zipfile.ZipExtFile", package.open(name)) as stream:
            prolog, before_root = b"", True
            while chunk := stream.read1(MIB):
                if before_root:
                    prolog = prolog[-LONGEST_MARK:] + chunk.replace(b"\0", b"")
                    if DOCTYPE.search(prolog):
                        raise UnreadableTableError("table_external_entity", path=str(path), part=name)
                    before_root = ROOT.search(prolog) is None
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableTableError("table_truncated", path=str(path)) from error
