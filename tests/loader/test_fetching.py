"""Downloads from a real server on this machine, in every way in which it can go wrong."""

import json
import os
import socket
import time
from dataclasses import replace

import pytest

from checker import __version__
from checker.errors import DataError, ExitCode
from checker.loader.fetching import FetchLimits, fetch, load_limits

LIMITS = FetchLimits(
    connect_seconds=2,
    read_seconds=0.4,
    total_seconds=3,
    attempts=3,
    backoff_seconds=0.01,
    longest_wait_seconds=0.05,
    redirects=3,
    largest_mib=0.5,
    retried_statuses=(429, 500, 502, 503, 504),
)
LIST = "证书编号,生产企业,产品名称,型号\nC-1,示例甲,防火墙,FW-1\n".encode()


@pytest.fixture
def get(list_server, tmp_path):
    return lambda path, **options: fetch(list_server.url(path), folder=tmp_path, **{"limits": LIMITS, **options})


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_download_is_kept_with_its_origin(get, list_server, tmp_path):
    snapshot = get("list.csv")
    record = json.loads(snapshot.path.with_name(f"{snapshot.path.name}.json").read_text(encoding="utf-8"))
    assert snapshot.path.read_bytes() == LIST
    assert snapshot.path.suffix == ".csv"
    assert (snapshot.means, snapshot.address, snapshot.headers["content-type"]) == (
        "downloaded",
        list_server.url("list.csv"),
        "text/csv",
    )
    assert (record["address"], record["sha256"]) == (snapshot.address, snapshot.sha256)
    assert len(files(tmp_path)) == 2
    assert list_server.asked["User-Agent"] == f"csl-directory-checker/{__version__}"


@pytest.mark.parametrize("path", ["etag", "dated"])
def test_a_server_without_anything_newer_confirms_the_last_snapshot(get, tmp_path, path):
    first, second = get(path), get(path)
    assert (second.means, second.path, second.sha256) == ("unchanged", first.path, first.sha256)
    assert second.retrieved == first.retrieved
    assert second.confirmed > first.confirmed
    assert len(files(tmp_path)) == 2


def test_a_newer_list_becomes_another_snapshot_and_the_older_one_stays(get, list_server):
    first = get("etag")
    list_server.content = LIST + b"C-2,B,C,D\n"
    second = get("etag")
    assert second.path.read_bytes() == list_server.content
    assert first.path.read_bytes() == LIST
    assert get("etag", offline=True).path == second.path


def test_the_same_bytes_without_validators_are_kept_once(get, tmp_path):
    first, second = get("list"), get("list")
    assert second.path == first.path
    assert second.confirmed > first.confirmed
    assert len(files(tmp_path)) == 2


def test_a_damaged_snapshot_is_not_confirmed_but_downloaded_again(get):
    first = get("etag")
    first.path.write_bytes(b"damaged")
    with pytest.raises(DataError) as error:
        get("etag", offline=True)
    assert error.value.code == "fetch_no_snapshot"
    assert get("etag").path.read_bytes() == LIST


def test_a_server_may_not_confirm_what_was_never_had(get, tmp_path):
    with pytest.raises(DataError) as error:
        get("always304")
    assert error.value.facts["status"] == 304
    assert not files(tmp_path)


def test_offline_uses_the_last_snapshot_and_says_its_age(get, list_server):
    online = get("list")
    list_server.shutdown()
    offline = get("list", offline=True)
    assert (offline.means, offline.path, offline.age_days()) == ("offline", online.path, 0)
    assert offline.age_days(online.confirmed.replace(year=2027)) == 365


@pytest.mark.parametrize("path", ["list", "wrong_type", "gzip", "gzipparts", "moved"])
def test_what_arrives_whole_is_unpacked_whatever_it_calls_itself(get, path):
    assert get(path).path.read_bytes() == LIST


@pytest.mark.parametrize("path", ["limited", "flaky", "drops", "cutonce"])
def test_what_may_succeed_later_is_tried_again_without_long_waits(get, path):
    start = time.monotonic()
    assert get(path).path.read_bytes() == LIST
    assert time.monotonic() - start < 2


def test_the_address_that_answered_is_kept(get, list_server):
    snapshot = get("moved")
    assert (snapshot.address, snapshot.final_address) == (list_server.url("moved"), list_server.url("list"))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("down", "fetch_status"),
        ("gone", "fetch_status"),
        ("sometime", "fetch_unreachable"),
        ("nothing", "fetch_status"),
        ("empty", "fetch_empty"),
        ("cut", "fetch_truncated"),
        ("cutchunks", "fetch_truncated"),
        ("gzipcut", "fetch_truncated"),
        ("gzipjunk", "fetch_truncated"),
        ("bomb", "fetch_too_large"),
        ("large", "fetch_too_large"),
        ("announced_large", "fetch_too_large"),
        ("endless", "fetch_too_large"),
        ("brotli", "fetch_coding"),
        ("to_file", "fetch_redirect_refused"),
        ("to_ftp", "fetch_redirect_refused"),
        ("nowhere", "fetch_redirect_refused"),
        ("loop", "fetch_redirects"),
        ("hangs", "fetch_too_slow"),
    ],
)
def test_what_cannot_be_had_whole_is_an_error_and_leaves_no_snapshot(get, tmp_path, path, code):
    with pytest.raises(DataError) as error:
        get(path)
    assert (error.value.code, error.value.exit_code) == (code, ExitCode.DATA)
    assert not files(tmp_path)


def test_a_failure_leaves_the_earlier_snapshot(get, list_server, tmp_path):
    first = get("list")
    before = files(tmp_path)
    list_server.content = bytes(600 * 1024)
    with pytest.raises(DataError):
        get("list")
    assert files(tmp_path) == before
    assert get("list", offline=True).path.read_bytes() == first.path.read_bytes() == LIST


@pytest.mark.parametrize("path", ["silent", "drips"])
def test_a_slow_server_is_given_up(get, path):
    start = time.monotonic()
    with pytest.raises(DataError) as error:
        get(path, limits=replace(LIMITS, attempts=1, total_seconds=1))
    assert error.value.code in {"fetch_too_slow", "fetch_unreachable"}
    assert time.monotonic() - start < 2.5


def test_repetitions_are_counted(get, list_server):
    with pytest.raises(DataError):
        get("down")
    assert list_server.calls["down"] == LIMITS.attempts
    with pytest.raises(DataError):
        get("gone")
    assert list_server.calls["gone"] == 1


def test_a_refused_connection_is_an_error(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(DataError) as error:
            fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/", folder=tmp_path, limits=LIMITS)
    assert error.value.code == "fetch_unreachable"


def test_an_address_that_is_none_is_an_error(tmp_path):
    for address in ("http://", "http://[::bad/", "http://a b/", "http://\u2603..example/", "https://:0/"):
        with pytest.raises(DataError):
            fetch(address, folder=tmp_path, limits=replace(LIMITS, attempts=1))


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://example.org/list", "list.csv", "", "javascript:0", "http:/list"]
)
def test_only_the_web_is_asked(tmp_path, address):
    with pytest.raises(DataError) as error:
        fetch(address, folder=tmp_path)
    assert error.value.code == "fetch_not_an_address"


def test_the_proxy_of_the_environment_is_used(list_server, tmp_path, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{list_server.server_port}")
    monkeypatch.setenv("no_proxy", "")
    assert fetch("http://list.example/", folder=tmp_path, limits=LIMITS).path.read_bytes() == b"through the proxy"


@pytest.mark.skipif(os.name != "posix", reason="permissions of folders")
def test_a_folder_that_cannot_be_made_is_an_error(list_server, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DataError) as error:
        fetch(list_server.url("list"), folder=tmp_path / "file", limits=LIMITS)
    assert error.value.code == "snapshot_unwritable"


def test_the_shipped_limits_are_complete():
    limits = load_limits()
    assert limits.attempts > 1
    assert 429 in limits.retried_statuses
    assert limits.largest_mib > 0
