"""Downloads from a real server on this machine, in every way in which it can go wrong."""

import gzip
import http.server
import json
import os
import socket
import threading
import time
import zlib
from collections import Counter
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


class Server(http.server.ThreadingHTTPServer):
    """Answers each path by the function of its name below; counts the calls and keeps the last headers asked with."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls = Counter()
        self.asked = {}
        self.content = LIST

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        asked_as_proxy = self.path.startswith("http")
        name = "proxied" if asked_as_proxy else self.path.strip("/").split(".")[0]
        self.server.calls[name] += 1
        self.server.asked = dict(self.headers)
        getattr(self, f"answer_{name}")(self.server.calls[name])

    def send(self, body, status=200, length=None, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def answer_list(self, _):
        self.send(self.server.content, Content_Type="text/csv")

    def answer_wrong_type(self, _):
        self.send(LIST, Content_Type="image/png")

    def answer_etag(self, _):
        tag = f'"{zlib.crc32(self.server.content)}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
        else:
            self.send(self.server.content, ETag=tag)

    def answer_dated(self, _):
        if self.headers.get("If-Modified-Since"):
            self.send_response(304)
            self.end_headers()
        else:
            self.send(self.server.content, Last_Modified="Tue, 03 Nov 2026 00:00:00 GMT")

    def answer_always304(self, _):
        self.send_response(304)
        self.end_headers()

    def answer_gzip(self, _):
        self.send(gzip.compress(LIST), Content_Encoding="gzip")

    def answer_gzipcut(self, _):
        self.send(gzip.compress(LIST * 50)[:-12], Content_Encoding="gzip")

    def answer_gzipjunk(self, _):
        self.send(b"no gzip at all", Content_Encoding="gzip")

    def answer_gzipparts(self, _):
        self.send(gzip.compress(LIST[:20]) + gzip.compress(LIST[20:]), Content_Encoding="gzip")

    def answer_bomb(self, _):
        self.send(gzip.compress(bytes(64 * 1024 * 1024)), Content_Encoding="gzip")

    def answer_brotli(self, _):
        self.send(b"??", Content_Encoding="br")

    def answer_large(self, _):
        self.send(bytes(600 * 1024))

    def answer_announced_large(self, _):
        self.send(b"", length=10**12)

    def answer_endless(self, _):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"4000\r\n" + bytes(0x4000) + b"\r\n")
        except OSError:
            self.close_connection = True

    def answer_empty(self, _):
        self.send(b"")

    def answer_cut(self, _):
        self.send(LIST, length=len(LIST) + 100)

    def answer_cutonce(self, call):
        self.send(LIST if call > 1 else LIST[:10], length=len(LIST))

    def answer_cutchunks(self, _):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"10\r\n" + LIST[:16] + b"\r\n40\r\n" + LIST[16:20])
        self.close_connection = True

    def answer_silent(self, _):
        time.sleep(1.5)
        self.close_connection = True

    def answer_hangs(self, _):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"x")
        self.wfile.flush()
        time.sleep(1.5)
        self.close_connection = True

    def answer_drips(self, _):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(60):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass
        self.close_connection = True

    def answer_limited(self, call):
        self.send(b"later", 429, Retry_After="3600") if call < 3 else self.send(LIST)

    def answer_sometime(self, _):
        self.send(b"later", 503, Retry_After="sometime")

    def answer_flaky(self, call):
        self.send(b"", 503) if call < 3 else self.send(LIST)

    def answer_down(self, _):
        self.send(b"down", 500)

    def answer_gone(self, _):
        self.send(b"gone", 404)

    def answer_nothing(self, _):
        self.send(b"", 204)

    def answer_drops(self, call):
        if call < 3:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self.send(LIST)

    def answer_proxied(self, _):
        self.send(b"through the proxy")

    def answer_moved(self, _):
        self.send(b"", 302, Location="/list")

    def answer_to_file(self, _):
        self.send(b"", 302, Location="file:///etc/hostname")

    def answer_to_ftp(self, _):
        self.send(b"", 302, Location="ftp://127.0.0.1/list")

    def answer_loop(self, _):
        self.send(b"", 302, Location="/loop")

    def answer_nowhere(self, _):
        self.send(b"", 302, Location="http://[::bad/")


@pytest.fixture
def server():
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield running
        running.shutdown()


@pytest.fixture
def get(server, tmp_path):
    return lambda path, **options: fetch(server.url(path), folder=tmp_path, **{"limits": LIMITS, **options})


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_download_is_kept_with_its_origin(get, server, tmp_path):
    snapshot = get("list.csv")
    record = json.loads(snapshot.path.with_name(f"{snapshot.path.name}.json").read_text(encoding="utf-8"))
    assert snapshot.path.read_bytes() == LIST
    assert snapshot.path.suffix == ".csv"
    assert (snapshot.means, snapshot.address, snapshot.headers["content-type"]) == (
        "downloaded",
        server.url("list.csv"),
        "text/csv",
    )
    assert (record["address"], record["sha256"]) == (snapshot.address, snapshot.sha256)
    assert len(files(tmp_path)) == 2
    assert server.asked["User-Agent"] == f"csl-directory-checker/{__version__}"


@pytest.mark.parametrize("path", ["etag", "dated"])
def test_a_server_without_anything_newer_confirms_the_last_snapshot(get, tmp_path, path):
    first, second = get(path), get(path)
    assert (second.means, second.path, second.sha256) == ("unchanged", first.path, first.sha256)
    assert second.retrieved == first.retrieved
    assert second.confirmed > first.confirmed
    assert len(files(tmp_path)) == 2


def test_a_newer_list_becomes_another_snapshot_and_the_older_one_stays(get, server):
    first = get("etag")
    server.content = LIST + b"C-2,B,C,D\n"
    second = get("etag")
    assert second.path.read_bytes() == server.content
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


def test_offline_uses_the_last_snapshot_and_says_its_age(get, server):
    online = get("list")
    server.shutdown()
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


def test_the_address_that_answered_is_kept(get, server):
    snapshot = get("moved")
    assert (snapshot.address, snapshot.final_address) == (server.url("moved"), server.url("list"))


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


def test_a_failure_leaves_the_earlier_snapshot(get, server, tmp_path):
    first = get("list")
    before = files(tmp_path)
    server.content = bytes(600 * 1024)
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


def test_repetitions_are_counted(get, server):
    with pytest.raises(DataError):
        get("down")
    assert server.calls["down"] == LIMITS.attempts
    with pytest.raises(DataError):
        get("gone")
    assert server.calls["gone"] == 1


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


def test_the_proxy_of_the_environment_is_used(server, tmp_path, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("no_proxy", "")
    assert fetch("http://list.example/", folder=tmp_path, limits=LIMITS).path.read_bytes() == b"through the proxy"


@pytest.mark.skipif(os.name != "posix", reason="permissions of folders")
def test_a_folder_that_cannot_be_made_is_an_error(server, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DataError) as error:
        fetch(server.url("list"), folder=tmp_path / "file", limits=LIMITS)
    assert error.value.code == "snapshot_unwritable"


def test_the_shipped_limits_are_complete():
    limits = load_limits()
    assert limits.attempts > 1
    assert 429 in limits.retried_statuses
    assert limits.largest_mib > 0
