"""Reports written batch by batch: parquet, csv, ndjson and json have all lines, whatever their number."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import orjson
import pandas as pd

from checker.batches.partial import PartialFile, PartialFolder
from checker.report.csv_table import BYTE_ORDER_MARK, build_table
from checker.report.json_document import KEY_ORDER, encode_items
from checker.report.safety import escape_controls

COPIED = 1 << 20


class Output(Protocol):
    """A report being written."""

    def __enter__(self) -> Self:
        """Return itself; leaving the context without ``finish`` leaves nothing of it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take away what is not complete."""

    def add(self, items: pd.DataFrame) -> None:
        """Write the lines of the next batch (``ITEM_COLUMNS``)."""

    def finish(self, head: Mapping[str, Any]) -> None:
        """Write what is known only now, and put the report in its place."""


class _Stacked:
    """What every output shares: the files it has open."""

    def __init__(self) -> None:
        self._files = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()


class ParquetFile(_Stacked):
    """One parquet file, a row group per batch; the head is in its metadata."""

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self._file = self._files.enter_context(PartialFile(path))
        self._writer: Any = None

    def add(self, items: pd.DataFrame) -> None:
        """Write the lines of the next batch."""
        from pyarrow import parquet  # noqa: PLC0415 - only for parquet

        from checker.report import parquet as lines  # noqa: PLC0415 - only for parquet

        table = lines.build_table(items)
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._file.stream, table.schema, compression="zstd")
            self._files.callback(_close_quietly, self._writer)
        self._writer.write_table(table)

    def finish(self, head: Mapping[str, Any]) -> None:
        """Write the head, and put the file in its place."""
        from checker.report.parquet import HEAD_KEY  # noqa: PLC0415 - only for parquet

        self._writer.add_key_value_metadata({HEAD_KEY: orjson.dumps(head)})
        self._writer.close()
        self._file.keep()


def _close_quietly(writer: Any) -> None:  # noqa: ANN401 - Arrow has no types
    if writer.is_open:
        writer.close()


class ParquetFolder(_Stacked):
    """A folder of parquet files, one per batch, with the head beside them in ``_report.json``."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._folder = self._files.enter_context(PartialFolder(path))
        self._parts = 0

    def add(self, items: pd.DataFrame) -> None:
        """Write the lines of the next batch as a part."""
        from pyarrow import parquet  # noqa: PLC0415 - only for parquet

        from checker.report import parquet as lines  # noqa: PLC0415 - only for parquet

        part = self._folder.folder / f"part-{self._parts:05d}.parquet"
        parquet.write_table(lines.build_table(items), part, compression="zstd")
        self._parts += 1

    def finish(self, head: Mapping[str, Any]) -> None:
        """Write the head, and put the folder in its place."""
        (self._folder.folder / "_report.json").write_bytes(escape_controls(orjson.dumps(head)))
        self._folder.keep()


class CsvFile(_Stacked):
    """A csv file."""

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self._file = self._files.enter_context(PartialFile(path))
        self._writer: Any = None

    def add(self, items: pd.DataFrame) -> None:
        """Write the lines of the next batch."""
        from pyarrow import csv  # noqa: PLC0415 - only for csv

        table = build_table(items)
        if self._writer is None:
            self._file.stream.write(BYTE_ORDER_MARK)
            self._writer = csv.CSVWriter(self._file.stream, table.schema)
            self._files.callback(self._writer.close)
        self._writer.write_table(table)

    def finish(self, head: Mapping[str, Any]) -> None:  # noqa: ARG002 - a table has no head
        """Put the file in its place."""
        self._writer.close()
        self._file.keep()


class _Spooled(_Stacked):
    """What reports share whose head is known last but stands first: the items wait in a file of their own."""

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self._file = self._files.enter_context(PartialFile(path))
        self._items = self._files.enter_context(PartialFile(path))

    def _take_over_items(self) -> None:
        """Copy the items to the end of the report."""
        self._items.stream.seek(0)
        shutil.copyfileobj(self._items.stream, self._file.stream, COPIED)


class JsonLines(_Spooled):
    """Newline-delimited JSON; its first line is the head."""

    def add(self, items: pd.DataFrame) -> None:
        """Write the lines of the next batch."""
        for batch in encode_items(items):
            self._items.stream.writelines(b'{"type":"item",' + item[1:] + b"\n" for item in batch)

    def finish(self, head: Mapping[str, Any]) -> None:
        """Write the head, then the items, and put the file in its place."""
        self._file.stream.write(escape_controls(orjson.dumps({"type": "report", **head})) + b"\n")
        self._take_over_items()
        self._file.keep()


class JsonDocument(_Spooled):
    """The report JSON."""

    def add(self, items: pd.DataFrame) -> None:
        """Write the lines of the next batch."""
        for batch in encode_items(items):
            before = b",\n" if self._items.stream.tell() else b"\n"
            self._items.stream.write(before + b",\n".join(batch))

    def finish(self, head: Mapping[str, Any]) -> None:
        """Write the document, and put the file in its place."""
        stream = self._file.stream
        for place, key in enumerate([*KEY_ORDER, *(key for key in head if key not in KEY_ORDER)]):
            stream.write(b"%s\n%s: " % (b"," if place else b"{", orjson.dumps(key)))
            if key != "items":
                stream.write(escape_controls(orjson.dumps(head[key])))
                continue
            stream.write(b"[")
            self._take_over_items()
            stream.write(b"\n]")
        stream.write(b"\n}\n")
        self._file.keep()


STREAMED: dict[str, Callable[[Path | None], Output]] = {
    "parquet": ParquetFile,
    "csv": CsvFile,
    "ndjson": JsonLines,
    "json": JsonDocument,
}
"""Formats that are written batch by batch; all others are made of the lines needing attention."""


def open_output(name: str, path: Path | None, *, folder: bool = False) -> Output:
    """Return a report to be written batch by batch, as a folder of parts where asked for (parquet only).

    Raises:
        UsageError: It cannot be written there.
    """
    if name == "parquet" and folder and path is not None:
        return ParquetFolder(path)
    return STREAMED[name](path)
