"""An interrupt at any moment leaves nothing of a report; so does any other end before the last line."""

import os
import signal
import subprocess
import sys
import time

import pytest

from checker.batches.partial import PartialFile, PartialFolder
from checker.errors import UsageError

RUN = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from checker.__main__ import main
main()
"""
"""The program, with an interrupt that is heard even where these tests run in the background of a shell, which turns it off."""


def leftovers(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("seconds", [1.0, 2.0, 4.0])
def test_a_signal_ends_with_130_and_no_partial_file(tmp_path, seconds):
    parts, reports = tmp_path / "parts", tmp_path / "reports"
    parts.mkdir()
    reports.mkdir()
    rows = "".join(f"下一代防火墙{number % 9},M-{number},示例甲网络有限公司,{number}\n" for number in range(150_000))
    (parts / "one.csv").write_text("产品名称,型号,厂商,数量\n" + rows, encoding="utf-8")
    wanted = ["parquet=parts/", "csv=all.csv", "ndjson=all.ndjson", "json=all.json"]
    outputs = [word for text in wanted for word in ("-o", text.replace("=", f"={reports}/"))]
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "check", str(parts), "-q", *outputs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    if process.returncode == -signal.SIGINT:
        pytest.skip("the interpreter had not started yet")
    assert process.returncode == 130, said.decode()
    assert b"Traceback" not in said
    assert leftovers(reports) == []


def test_a_file_is_there_only_once_it_is_whole(tmp_path):
    path = tmp_path / "report.csv"
    path.write_bytes(b"old")
    partial = PartialFile(path)
    partial.stream.write(b"half")
    partial.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == ["report.csv"]
    with PartialFile(path) as partial:
        partial.stream.write(b"whole")
        partial.keep()
    assert path.read_bytes() == b"whole"
    assert leftovers(tmp_path) == ["report.csv"]


def test_a_folder_is_there_only_once_it_is_whole(tmp_path):
    path = tmp_path / "parts"
    partial = PartialFolder(path)
    (partial.folder / "part-0").touch()
    partial.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert leftovers(tmp_path) == []
    with PartialFolder(path) as partial:
        (partial.folder / "part-0").touch()
        partial.keep()
    assert leftovers(path) == ["part-0"]
    with pytest.raises(UsageError), PartialFolder(path):
        pass
    assert leftovers(path) == ["part-0"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_cannot_be_written_is_a_usage_error(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError), PartialFile(tmp_path / "report.csv"):
        pass
