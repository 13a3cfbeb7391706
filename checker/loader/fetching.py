"""Downloads: one address becomes one snapshot, whole and within bounds, or an error; never half a file."""

import hashlib
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from checker import __version__
from checker.errors import DataError
from checker.loader.places import snapshot_folder
from checker.loader.snapshots import Snapshot, confirm_snapshot, find_last, keep_snapshot, open_draft
from checker.resources import read_toml

if TYPE_CHECKING:
    import requests

MIB = 1024 * 1024
BLOCK = 64 * 1024
USER_AGENT = f"csl-directory-checker/{__version__}"
KEPT_CODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}


@dataclass(frozen=True)
class FetchLimits:
    """Bounds of one download; see ``directory_data/register/fetching.toml``. Times in seconds."""

    connect_seconds: float
    read_seconds: float
    total_seconds: float
    attempts: int
    backoff_seconds: float
    longest_wait_seconds: float
    redirects: int
    largest_mib: float
    retried_statuses: tuple[int, ...]


class TruncatedError(Exception):
    """An answer that ended before its end."""


@cache
def load_limits() -> FetchLimits:
    """Return the bounds that ship with the program.

    Raises:
        DataError: The data file is missing or damaged.
    """
    values = read_toml("register", "fetching.toml")
    return FetchLimits(**{**values, "retried_statuses": tuple(values["retried_statuses"])})


def is_address(text: str) -> bool:
    """Whether a text is an address on the web and no path."""
    return text.lower().startswith(("http://", "https://"))


def fetch(
    address: str, *, folder: Path | None = None, offline: bool = False, limits: FetchLimits | None = None
) -> Snapshot:
    """Return a snapshot of what an address holds now, or with ``offline`` the last one.

    The last snapshot is named to the server (ETag, Last-Modified); when nothing newer is there, it is returned with a new
    ``confirmed``. Proxies and the CA bundle are taken from the environment, as requests does.

    Args:
        address: http or https.
        folder: Where snapshots are kept; default: the user's data folder.
        offline: Ask nobody; the snapshot's ``age_days`` says how old it is.
        limits: Bounds; default: those of the data file.

    Raises:
        DataError: The address cannot be reached or refuses, answers too much or too little, redirects elsewhere than to the web,
            or there is no snapshot to use offline. No snapshot changes.
    """
    place = folder or snapshot_folder()
    if not is_address(address):
        raise DataError("fetch_not_an_address", address=address)
    last = find_last(address, place)
    if offline:
        if not last:
            raise DataError("fetch_no_snapshot", address=address)
        return Snapshot(**{**vars(last), "means": "offline"})
    return _download(address, place, last, limits or load_limits())


def _download(address: str, folder: Path, last: Snapshot | None, limits: FetchLimits) -> Snapshot:
    import requests  # noqa: PLC0415 - slow to import
    import urllib3  # noqa: PLC0415 - comes with requests

    deadline = time.monotonic() + limits.total_seconds
    with _open_session(limits) as session:
        for attempt in range(1, limits.attempts + 1):
            try:
                return _ask(session, address, folder, last, limits, deadline)
            except (TruncatedError, requests.exceptions.ChunkedEncodingError) as error:
                if attempt == limits.attempts or time.monotonic() > deadline:
                    raise DataError("fetch_truncated", address=address, detail=_reason(error)) from error
                time.sleep(limits.backoff_seconds * 2 ** (attempt - 1))
            except requests.exceptions.TooManyRedirects as error:
                raise DataError("fetch_redirects", address=address, most=limits.redirects) from error
            except requests.exceptions.Timeout as error:
                raise DataError("fetch_too_slow", address=address, seconds=f"{limits.read_seconds:g}") from error
            except (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL) as error:
                raise DataError("fetch_redirect_refused", address=address, detail=str(error)) from error
            except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
                raise DataError("fetch_unreachable", address=address, detail=_reason(error)) from error
            except ValueError as error:  # an address that no parser of addresses takes
                raise DataError("fetch_redirect_refused", address=address, detail=str(error)) from error
    raise DataError("fetch_unreachable", address=address, detail="no attempt")


def _open_session(limits: FetchLimits) -> "requests.Session":
    """Return a session that repeats what may succeed later, waiting no longer than the limits allow."""
    import requests  # noqa: PLC0415 - slow to import
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - slow to import
    from urllib3 import BaseHTTPResponse, Retry  # noqa: PLC0415 - comes with requests

    class CappedRetry(Retry):
        def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
            asked = super().get_retry_after(response)
            return None if asked is None else min(asked, limits.longest_wait_seconds)

    retry = CappedRetry(
        total=limits.attempts - 1,
        backoff_factor=limits.backoff_seconds,
        backoff_max=limits.longest_wait_seconds,
        status_forcelist=limits.retried_statuses,
        allowed_methods=frozenset({"GET"}),
        raise_on_status=False,
    )
    session = requests.Session()
    session.max_redirects = limits.redirects
    session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"})
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry))
    return session


def _ask(
    session: "requests.Session",
    address: str,
    folder: Path,
    last: Snapshot | None,
    limits: FetchLimits,
    deadline: float,
) -> Snapshot:
    """Ask once and keep the answer."""
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    known = {ask: last.headers[name] for name, ask in names.items() if name in last.headers} if last else {}
    timeout = (limits.connect_seconds, limits.read_seconds)
    with session.get(address, headers=known, stream=True, timeout=timeout) as response:
        now = datetime.now(tz=UTC)
        if response.status_code == 304 and last and known:
            return confirm_snapshot(last, now, means="unchanged")
        if response.status_code != 200:
            raise DataError("fetch_status", address=address, status=response.status_code, reason=response.reason or "")
        headers = {name.lower(): value for name, value in response.headers.items()}
        with open_draft(folder) as draft:
            digest, size = _write_body(response, draft, address, limits, deadline)
            if not size:
                raise DataError("fetch_empty", address=address)
            snapshot = Snapshot(folder, address, response.url, now, now, headers, digest)
            return keep_snapshot(draft, folder, snapshot)


def _write_body(
    response: "requests.Response", draft: IO[bytes], address: str, limits: FetchLimits, deadline: float
) -> tuple[str, int]:
    """Write the unpacked body; return its sha256 and size."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in KEPT_CODINGS:
        raise DataError("fetch_coding", address=address, coding=coding)
    most = int(limits.largest_mib * MIB)
    digest, size = hashlib.sha256(), 0
    blocks = _read_raw(response, address, limits, deadline)
    for block in _unpack(blocks) if coding not in ("", "identity") else blocks:
        size += len(block)
        if size > most:
            raise DataError("fetch_too_large", address=address, largest=f"{limits.largest_mib:g}")
        digest.update(block)
        draft.write(block)
    return digest.hexdigest(), size


def _read_raw(response: "requests.Response", address: str, limits: FetchLimits, deadline: float) -> Iterator[bytes]:
    """Yield the body as sent, as it arrives; an end before the announced length is an error."""
    import requests  # noqa: PLC0415 - loaded already
    import urllib3  # noqa: PLC0415 - loaded already

    announced = response.headers.get("Content-Length", "")
    expected = int(announced) if announced.isdecimal() and not response.raw.chunked else None
    most = int(limits.largest_mib * MIB)
    if expected is not None and expected > most:
        raise DataError("fetch_too_large", address=address, largest=f"{limits.largest_mib:g}")
    received = 0
    try:
        while block := response.raw.read1(BLOCK, decode_content=False):
            received += len(block)
            if received > most:
                raise DataError("fetch_too_large", address=address, largest=f"{limits.largest_mib:g}")
            yield block
            if time.monotonic() > deadline:
                raise DataError("fetch_too_slow", address=address, seconds=f"{limits.total_seconds:g}")
    except urllib3.exceptions.ReadTimeoutError as error:
        raise requests.exceptions.ReadTimeout(error) from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise TruncatedError(_reason(error)) from error
    if expected is not None and received < expected:
        raise TruncatedError(f"{received} < {expected}")


def _unpack(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a gzip or zlib stream unpacked, never more than a block at a time."""
    unpacker = zlib.decompressobj(wbits=47)
    for block in blocks:
        rest = block
        while rest:
            if unpacker.eof:
                unpacker = zlib.decompressobj(wbits=47)
            try:
                yield unpacker.decompress(rest, BLOCK)
            except zlib.error as error:
                raise TruncatedError(str(error)) from error
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if not unpacker.eof:
        raise TruncatedError("gzip")
    yield unpacker.flush()


def _reason(error: BaseException) -> str:
    """Return the innermost reason of a chain of errors in a few words."""
    inner = error
    while (below := getattr(inner, "reason", None) or (inner.args[0] if inner.args else None)) and isinstance(
        below, BaseException
    ):
        inner = below
    return str(inner)[:200] or type(inner).__name__
