"""How long reports take, by hand: ``pytest -m benchmark tests/report -s``. Seconds of processor time; ratios travel, seconds do not."""

import time
from dataclasses import replace
from io import BytesIO

import fastexcel
import numpy as np
import pandas as pd
import pytest

from checker.article63.assessment import assess
from checker.article63.law import load_law
from checker.report.content import build_report
from checker.report.interface import REPORTS

PRODUCTS = 60_000
SHARES = [0.05, 0.3, 0.05, 0.58, 0.02]


def build_large(base, count):
    """Return a result of so many lines: the five kinds of the small one, SKUs all different, products repeating."""
    dice = np.random.default_rng(1)
    kinds, products = dice.choice(5, count, p=SHARES), dice.integers(0, PRODUCTS, count)
    findings = base.findings.iloc[kinds].reset_index(drop=True)
    lines = base.lines.iloc[kinds].reset_index(drop=True)
    lines["row"] = np.arange(3, count + 3)
    lines["sku"] = pd.Series([f"S{number:07d}" for number in range(count)], dtype="str")
    lines["model"] = pd.Series([f"M-{product}" for product in products], dtype="str")
    lines["product_name"] = pd.Series([f"产品名称 product {product}" for product in products], dtype="str")
    own = {1: lines["sku"], 2: lines["product_name"], 3: lines["manufacturer"], 4: lines["model"], 5: lines["version"]}
    own |= {
        place: pd.Series([f"extra {product % 1000 * place}" for product in products], dtype="str")
        for place in range(6, 16)
    }
    own[7] = pd.Series([f"{1000 + number * 7 % 90000}.{number % 100:02d}" for number in range(count)], dtype="str")
    top = pd.DataFrame(
        [["title"] + [""] * 14, [f"header {place}" for place in range(15)]], columns=range(1, 16), dtype="str"
    )
    cells = pd.concat([top, pd.DataFrame(own)], ignore_index=True).set_axis(range(1, count + 3))
    inventory = base.inventories[0]
    sheet = replace(
        inventory.sheets[0], rows_read=count + 2, lines=count, set_aside=inventory.sheets[0].set_aside[:2], cells=cells
    )
    exposure = assess(pd.concat([lines, findings], axis=1), load_law(), as_of=base.basis.as_of)
    return replace(
        base,
        inventories=(replace(inventory, sheets=(sheet,), lines=lines),),
        lines=lines,
        findings=findings,
        exposure=exposure,
    )


def timed(action):
    start = time.process_time()
    value = action()
    return value, time.process_time() - start


@pytest.mark.benchmark
@pytest.mark.parametrize("count", [100_000, 1_000_000])
def test_processor_time_of_every_format(result, count):
    large = build_large(result, count)
    report, seconds = timed(lambda: build_report(large))
    print(f"\n{count:,} lines\n{'what is said':14}{seconds:8.2f} s")
    for name, report_format in REPORTS.items():
        stream = BytesIO()
        write = report_format.load()
        _, seconds = timed(lambda write=write, stream=stream: write(report, stream, "zh"))
        print(f"{name:14}{seconds:8.2f} s{stream.tell() / 2**20:8.1f} MiB")
        if name == "xlsx":
            read, bare = timed(
                lambda stream=stream: fastexcel.read_excel(stream.getvalue()).load_sheet(
                    "明细", header_row=None, dtypes="string"
                )
            )
            assert read.height == count + 2
            print(f"{'':14}{seconds / bare:8.1f} × reading it back with fastexcel")
