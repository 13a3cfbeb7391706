"""Where ``directory_data/`` lies and how its files are opened.

The folder stands beside the package in a checkout, in an sdist and in site-packages alike.
"""

import csv
import tomllib
from pathlib import Path
from typing import Any

from checker.errors import DataError

DATA_FOLDER = Path(__file__).resolve().parent.parent / "directory_data"


def data_path(*parts: str) -> Path:
    """Return the path of a file or folder in ``directory_data/``.

    Raises:
        DataError: There is no such file (exit code 67).
    """
    path = DATA_FOLDER.joinpath(*parts)
    if not path.exists():
        raise DataError("data_missing", path=str(path))
    return path


def read_text(*parts: str) -> str:
    """Read one file of ``directory_data/``.

    Raises:
        DataError: The file is missing or is not UTF-8.
    """
    path = data_path(*parts)
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError("data_damaged", path=str(path), detail=str(error)) from error


def read_toml(*parts: str) -> dict[str, Any]:
    """Read one TOML file of ``directory_data/``.

    Raises:
        DataError: The file is missing or is not TOML.
    """
    try:
        return tomllib.loads(read_text(*parts))
    except tomllib.TOMLDecodeError as error:
        raise DataError("data_damaged", path=str(data_path(*parts)), detail=str(error)) from error


def read_rows(*parts: str) -> list[dict[str, str]]:
    """Read one csv file of ``directory_data/`` as a dictionary per row; empty cells are ``""``.

    Raises:
        DataError: The file is missing, is not UTF-8, or a row has other cells than the header.
    """
    header, rows = _read_cells(*parts)
    return [dict(zip(header, row, strict=True)) for row in rows]


def read_columns(*parts: str) -> dict[str, tuple[str, ...]]:
    """Read one csv file of ``directory_data/`` as its columns by name.

    Raises:
        DataError: The file is missing, is not UTF-8, or a row has other cells than the header.
    """
    header, rows = _read_cells(*parts)
    return dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(header, ())


def _read_cells(*parts: str) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a csv file, without blank rows."""
    path = data_path(*parts)
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = [row for row in csv.reader(stream, strict=True) if row] or [[]]
    except (csv.Error, UnicodeDecodeError) as error:
        raise DataError("data_damaged", path=str(path), detail=str(error)) from error
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise DataError("data_damaged", path=str(path), detail=f"row {number} has other cells than the header")
    return header, rows
