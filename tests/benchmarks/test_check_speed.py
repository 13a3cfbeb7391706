"""Whole checks beside other ways to do the work; run by hand with ``pytest -m benchmark -s tests/benchmarks``.

``BENCHMARK_ROWS`` (default 100000) are the rows of the larger inventory, ``BENCHMARK_SCRIPT_ROWS`` (default 3000) those that the plain
script is given, which takes a hundred times as long, ``BENCHMARK_RUNS`` (default 3) how often every pair runs.
"""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent
ROWS = int(os.environ.get("BENCHMARK_ROWS", "100000"))
SCRIPT_ROWS = int(os.environ.get("BENCHMARK_SCRIPT_ROWS", "3000"))
RUNS = int(os.environ.get("BENCHMARK_RUNS", "3"))
BARE_READ = "import sys, fastexcel; s = fastexcel.read_excel(sys.argv[1]); [s.load_sheet(n, header_row=None, dtypes='string').to_arrow() for n in s.sheet_names]"
POLARS = "import sys, polars; polars.read_csv(sys.argv[1])"
IMPORTS = "import pandas, openpyxl, typer, requests, bs4"


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


sample, measuring = load("sample"), load("measuring")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    distinct = max(ROWS // 17, 100)
    sample.write_register(folder / "register.xlsx", 30_000, distinct)
    sample.write_inventory(folder / "large.xlsx", ROWS, distinct)
    sample.write_csv(folder / "large.csv", ROWS, distinct)
    sample.write_inventory(folder / "script.xlsx", SCRIPT_ROWS, min(distinct, SCRIPT_ROWS))
    sample.write_inventory(folder / "small.xlsx", 50, 50)
    sample.write_register(folder / "small-register.xlsx", 100, 50)
    return folder


check = measuring.check_command


def test_against_the_floor(data):
    measuring.print_header(f"{ROWS:,} rows beside the bare read of the same file")
    large, register = data / "large.xlsx", data / "register.xlsx"
    bare = [sys.executable, "-c", BARE_READ, str(large)]
    brief = check(large, register, f"parquet={data}/a.parquet", f"xlsx-attention={data}/a.xlsx")
    whole = check(large, register, f"parquet={data}/a.parquet", f"xlsx={data}/a.xlsx")
    both = check(large, register, f"json={data}/a.json", f"xlsx={data}/a.xlsx")
    measuring.compare("xlsx → parquet and attention workbook, beside fastexcel", brief, bare, RUNS)
    measuring.compare("xlsx → parquet and full workbook, beside fastexcel", whole, bare, RUNS)
    measuring.compare("xlsx → json and full workbook, beside fastexcel", both, bare, RUNS)
    polars = [sys.executable, "-c", POLARS, str(data / "large.csv")]
    measuring.compare(
        "csv → parquet, beside polars reading it",
        check(data / "large.csv", register, f"parquet={data}/a.parquet"),
        polars,
        RUNS,
    )


def test_against_the_plain_script(data):
    measuring.print_header("Beside the script that a user would otherwise write")
    script = [sys.executable, str(HERE / "plain_script.py")]
    for name, inventory, register in (
        ("50 rows", "small", "small-register"),
        (f"{SCRIPT_ROWS:,} rows", "script", "register"),
    ):
        files = [str(data / f"{inventory}.xlsx"), str(data / f"{register}.xlsx")]
        measuring.compare(name, check(*files, f"xlsx={data}/b.xlsx"), [*script, *files, str(data / "c.xlsx")], RUNS)


def test_start_up(data):
    measuring.print_header("Start-up")
    imports = [sys.executable, "-c", IMPORTS]
    small = check(data / "small.xlsx", data / "small-register.xlsx", f"json={data}/a.json")
    measuring.compare("50 rows → json, beside importing the libraries", small, imports, 2 * RUNS)
    measuring.compare(
        "--help, beside importing the libraries", [sys.executable, "-m", "checker", "--help"], imports, 2 * RUNS
    )
