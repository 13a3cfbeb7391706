"""Memory stays flat however many lines are checked: measured on whole processes, with ``pytest -m slow tests/scale``."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
import resource, sys
from checker.batches import batch, gathering, sources
batch.MOST_UNFOLDED = gathering.MOST_UNFOLDED = batch.MOST_ATTENTION = gathering.MOST_ATTENTION = 5_000
sources.READ_WHOLE, rows = 0, int(sys.argv[1])
sources.read_batches.__defaults__ = (rows,)
from checker.cli.app import run
code = run(sys.argv[2:])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""

spec = importlib.util.spec_from_file_location("sample", Path(__file__).parents[1] / "benchmarks" / "sample.py")
sample = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sample)


def peak(inventory, folder, rows):
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        str(rows),
        "check",
        str(inventory),
        "-q",
        "-o",
        f"parquet={folder / 'out.parquet'}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    code, mebibytes = map(int, done.stdout.split()[-2:])
    assert code == 1
    return mebibytes


def test_peak_memory_does_not_grow_with_lines(tmp_path):
    sample.write_csv(tmp_path / "short.csv", 160_000, 500)
    sample.write_csv(tmp_path / "long.csv", 480_000, 500)
    short, long = (peak(tmp_path / f"{name}.csv", tmp_path, 10_000) for name in ("short", "long"))
    print(f"160,000 lines {short} MiB, 480,000 lines {long} MiB")
    assert long < 1.6 * short, "three times the lines must not need anywhere near three times the memory"
