"""Snapshots: the bytes of a source as they were had, with a json beside them that says from where and when."""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

from checker.errors import DataError
from checker.tables.sheet import plain_text

Means = Literal["downloaded", "unchanged", "offline", "copied"]

UNSAFE = re.compile(r"[^\w.\-]+")
KNOWN_SUFFIX = re.compile(r"\.(xlsx|xlsm|xls|ods|csv|docx|doc|pdf|html?|txt)$", re.IGNORECASE)


@dataclass(frozen=True)
class Snapshot:
    """Bytes of a source, kept in a file.

    Attributes:
        path: File with the bytes, decoded as the transport required.
        address: Address or path as asked for.
        final_address: Address that answered, after redirects.
        retrieved: When the bytes were had (UTC).
        confirmed: When the source was last found to have these bytes (UTC).
        headers: Headers of the answer, names in lower case.
        sha256: Of the bytes.
        means: ``downloaded`` now, ``unchanged`` (the server has nothing newer), ``offline`` (nothing was asked), ``copied`` from a file.
    """

    path: Path
    address: str
    final_address: str
    retrieved: datetime
    confirmed: datetime
    headers: Mapping[str, str]
    sha256: str
    means: Means = "downloaded"

    def age_days(self, now: datetime | None = None) -> int:
        """Return how many whole days ago the source was last found to have these bytes."""
        return max(0, ((now or datetime.now(tz=UTC)) - self.confirmed).days)


@contextmanager
def open_draft(folder: Path) -> Iterator[IO[bytes]]:
    """Open a file in ``folder`` that vanishes when the block ends, unless it was moved away.

    Raises:
        DataError: The folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = tempfile.NamedTemporaryFile(dir=folder, prefix=".draft-", delete=False)  # noqa: SIM115 - closed below
    except OSError as error:
        raise DataError("snapshot_unwritable", path=str(folder), detail=error.strerror or str(error)) from error
    try:
        with stream:
            yield stream.file
    except OSError as error:
        if error.errno is None:  # no file's: requests' errors are OSErrors too
            raise
        raise DataError("snapshot_unwritable", path=str(folder), detail=error.strerror or str(error)) from error
    finally:
        Path(stream.name).unlink(missing_ok=True)


def keep_snapshot(draft: IO[bytes], folder: Path, snapshot: Snapshot) -> Snapshot:
    """Turn a written draft into a snapshot; one with the same bytes from the same address is confirmed instead.

    Args:
        draft: Open draft of :func:`open_draft` with all the bytes.
        folder: Folder of the snapshots.
        snapshot: What is known of it; ``path`` is replaced.
    """
    last = find_last(snapshot.address, folder)
    if last and last.sha256 == snapshot.sha256:
        return confirm_snapshot(last, snapshot.confirmed, means=snapshot.means)
    draft.flush()
    os.fsync(draft.fileno())
    stamp = f"{snapshot.retrieved:%Y%m%dT%H%M%S}-{snapshot.sha256[:12]}"
    path = folder / f"{_stem(snapshot.address)}-{stamp}{_suffix(snapshot)}"
    Path(draft.name).replace(path)
    kept = replace(snapshot, path=path)
    _write_record(kept)
    return kept


def copy_file(file: Path, folder: Path, *, retrieved: datetime) -> Snapshot:
    """Keep the bytes of a local file as a snapshot.

    Raises:
        DataError: The file cannot be read or the folder cannot be written to.
    """
    digest = hashlib.sha256()
    with open_draft(folder) as draft, file.open("rb") as source:
        while block := source.read(1 << 20):
            digest.update(block)
            draft.write(block)
        address = plain_text(str(file.resolve()))
        snapshot = Snapshot(file, address, address, retrieved, retrieved, {}, digest.hexdigest(), "copied")
        return keep_snapshot(draft, folder, snapshot)


def confirm_snapshot(snapshot: Snapshot, when: datetime, *, means: Means) -> Snapshot:
    """Record that the source still had these bytes at ``when``."""
    confirmed = replace(snapshot, confirmed=max(when, snapshot.confirmed), means=means)
    _write_record(confirmed)
    return confirmed


def find_last(address: str, folder: Path) -> Snapshot | None:
    """Return the last whole snapshot of an address, or None. One whose bytes are not those recorded does not count."""
    records = folder.glob(f"{_stem(address)}-*.json") if folder.is_dir() else ()
    snapshots = sorted(filter(None, map(_read_record, records)), key=lambda found: (found.confirmed, found.retrieved))
    for snapshot in reversed(snapshots):
        if snapshot.address == address and snapshot.path.is_file():
            with snapshot.path.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() == snapshot.sha256:
                    return snapshot
    return None


def _stem(address: str) -> str:
    """Return the beginning of the file names of an address's snapshots: readable, and one per address."""
    readable = UNSAFE.sub("_", address.rsplit("://", maxsplit=1)[-1])[-40:].strip("_.")
    return f"{readable}-{hashlib.sha256(address.encode()).hexdigest()[:12]}"


def _suffix(snapshot: Snapshot) -> str:
    found = KNOWN_SUFFIX.search(snapshot.final_address.split("?")[0]) or KNOWN_SUFFIX.search(
        snapshot.address.split("?")[0]
    )
    return found[0].lower() if found else ".html" if "html" in snapshot.headers.get("content-type", "") else ".bin"


def _record_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _write_record(snapshot: Snapshot) -> None:
    record = asdict(snapshot) | {
        "path": snapshot.path.name,
        "retrieved": snapshot.retrieved.isoformat(),
        "confirmed": snapshot.confirmed.isoformat(),
        "headers": dict(snapshot.headers),
    }
    del record["means"]
    with open_draft(snapshot.path.parent) as draft:
        draft.write(json.dumps(record, ensure_ascii=False, indent=1).encode())
        draft.flush()
        os.fsync(draft.fileno())
        Path(draft.name).replace(_record_path(snapshot.path))


def _read_record(path: Path) -> Snapshot | None:
    """Return what a snapshot's json says, or None when it is no such file."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return Snapshot(
            path=path.parent / record["path"],
            address=record["address"],
            final_address=record["final_address"],
            retrieved=datetime.fromisoformat(record["retrieved"]),
            confirmed=datetime.fromisoformat(record["confirmed"]),
            headers=record["headers"],
            sha256=record["sha256"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
