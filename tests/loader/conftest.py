"""A web server on this machine that answers in every way in which a download can go wrong."""

import gzip
import http.server
import socket
import threading
import time
import zlib
from collections import Counter
from functools import cache

import pytest

LIST = "证书编号,生产企业,产品名称,型号\nC-1,示例甲,防火墙,FW-1\n".encode()


@cache
def make_bomb():
    """Return 64 MiB packed small; made before the server is asked, since that takes longer than a client waits."""
    return gzip.compress(bytes(64 * 1024 * 1024), compresslevel=1)


class Server(http.server.ThreadingHTTPServer):
    """Answers each path by the function of its name below; counts the calls and keeps the last headers asked with."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        make_bomb()
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
        self.send(make_bomb(), Content_Encoding="gzip")

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
def list_server():
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
