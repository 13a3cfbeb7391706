"""How cost grows with lines and with certificates: ``pytest -m benchmark -s tests/benchmarks/test_growth.py``.

``BENCHMARK_LINES`` and ``BENCHMARK_CERTIFICATES`` are the sizes, with commas; ``BENCHMARK_PLOTS`` is a folder for the two plots.
"""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).parent
LINES = [int(text) for text in os.environ.get("BENCHMARK_LINES", "1000,10000,100000,1000000").split(",")]
CERTIFICATES = [int(text) for text in os.environ.get("BENCHMARK_CERTIFICATES", "1000,10000,100000").split(",")]


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


sample, measuring = load("sample"), load("measuring")


def count_products(lines):
    """Return how many distinct products lines have: an assortment grows with the lines, up to 60,000."""
    return min(max(lines // 17, 100), 60_000)


def check(inventory, register, report):
    return measuring.measure(measuring.check_command(inventory, register, f"parquet={report}"))


def plot(name, sizes, runs):
    folder = os.environ.get("BENCHMARK_PLOTS")
    if not folder:
        return
    from matplotlib.figure import Figure  # noqa: PLC0415 - only for plots

    figure = Figure(figsize=(5, 3.4), layout="constrained")
    axes = figure.subplots()
    axes.loglog(sizes, [run.cpu for run in runs], marker="o", label="processor seconds, whole process")
    axes.loglog(sizes, [runs[-1].cpu * size / sizes[-1] for size in sizes], linestyle=":", color="grey", label="linear")
    axes.set_xlabel(name)
    axes.set_ylabel("s")
    axes.legend()
    figure.savefig(Path(folder) / f"growth_{name}.png", dpi=110)


def grow(name, sizes, runs):
    print(f"\n| {name} | processor s | s | peak MiB | processor ms per 1,000 |\n|---|---|---|---|---|")
    for size, run in zip(sizes, runs, strict=True):
        print(f"| {size:,} | {run.cpu:.2f} | {run.wall:.2f} | {run.peak:,.0f} | {1e6 * run.cpu / size:,.1f} |")
    plot(name, sizes, runs)


def test_growth_with_lines(tmp_path):
    register = tmp_path / "register.xlsx"
    runs = []
    for size in LINES:
        sample.write_register(register, 30_000, count_products(size))
        sample.write_csv(tmp_path / "lines.csv", size, count_products(size))
        runs.append(check(tmp_path / "lines.csv", register, tmp_path / "a.parquet"))
    grow("lines", LINES, runs)
    assert runs[-1].cpu / LINES[-1] <= runs[0].cpu / LINES[0]


def test_growth_with_certificates(tmp_path):
    sample.write_csv(tmp_path / "lines.csv", 10_000, 5_000)
    runs = []
    for size in CERTIFICATES:
        sample.write_register(tmp_path / "register.xlsx", size, 5_000)
        runs.append(check(tmp_path / "lines.csv", tmp_path / "register.xlsx", tmp_path / "a.parquet"))
    grow("certificates", CERTIFICATES, runs)
    assert runs[-1].cpu / CERTIFICATES[-1] <= runs[0].cpu / CERTIFICATES[0]
