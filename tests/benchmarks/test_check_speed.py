"""Whole checks against a bare read of the same file; run by hand with ``pytest -m benchmark -s tests/benchmarks``."""

import importlib.util
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

BARE_READ = "import sys, python_calamine as c\nfor s in (w := c.CalamineWorkbook.from_path(sys.argv[1])).sheet_names:\n  for _ in w.get_sheet_by_name(s).iter_rows(): pass"

sample = importlib.util.module_from_spec(
    spec := importlib.util.spec_from_file_location("sample", Path(__file__).parent / "sample.py")
)
spec.loader.exec_module(sample)


def run(*command: str) -> tuple[float, float, int]:
    """Return wall seconds, the largest child's peak MiB so far, and the exit code."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert done.returncode in (0, 1, 3), done.stderr
    return time.perf_counter() - start, peak, done.returncode


def test_a_hundred_thousand_rows_against_a_bare_read(tmp_path):
    inventory, register, report = tmp_path / "inventory.xlsx", tmp_path / "register.xlsx", tmp_path / "report.json"
    sample.write_inventory(inventory, 100_000, 6_000)
    sample.write_register(register, 30_000, 6_000)
    check = [
        sys.executable,
        "-m",
        "checker",
        "check",
        str(inventory),
        "--register",
        str(register),
        "--as-of",
        "2026-11-01",
        "-q",
        "-o",
        f"json={report}",
    ]
    ratios = []
    for _ in range(3):
        bare, _, _ = run(sys.executable, "-c", BARE_READ, str(inventory))
        whole, peak, _ = run(*check)
        ratios.append(whole / bare)
        print(f"bare read {bare:.2f} s, check {whole:.2f} s, ratio {whole / bare:.1f}, peak {peak:.0f} MiB")
    assert sorted(ratios)[1] < 10
    assert peak < 1.5 * 1024


def test_help_comes_at_once():
    seconds = sorted(run(sys.executable, "-m", "checker", "--help")[0] for _ in range(5))[2]
    print(f"--help {seconds:.3f} s")
    assert seconds < 0.4
