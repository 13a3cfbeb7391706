"""The certificate match beside rapidfuzz's ``cdist`` and splink: accuracy beside time, on products with look-alikes of the same maker.

Half of the products have a certificate; of the others, most have a sibling that differs in one letter and has one.
"""

import os
import random
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from checker.loader.lists import read_register
from checker.matcher.certificates import find_certificates
from checker.matcher.makers import load_makers

pytestmark = pytest.mark.benchmark

PRODUCTS = int(os.environ.get("BENCHMARK_PRODUCTS", "4000"))
MAKERS = [f"示例{letter}网络技术有限公司" for letter in "甲乙丙丁戊己庚辛壬癸"]
CLOSE = 90


@pytest.fixture(scope="module")
def lines():
    pick = random.Random(63)
    stems = [f"{pick.choice(['FW', 'WAF', 'IPS', 'NGAF', 'USG'])}-{number:05d}" for number in range(PRODUCTS // 2)]
    rows = [
        (pick.choice(MAKERS), f"{stem}{letter}-{pick.choice(['AC', 'DC'])}-X{pick.randint(1, 9)}00")
        for stem in stems
        for letter in pick.sample("ABCDEF", 2)
    ]
    rows = [(rows[place - place % 2][0], model) for place, (_, model) in enumerate(rows)]
    certified = [number % 4 < 1 or (number % 4 == 2 and number % 8 < 4) for number in range(len(rows))]
    return pd.DataFrame({"manufacturer": [row[0] for row in rows], "model": [row[1] for row in rows], "has": certified})


@pytest.fixture(scope="module")
def register(lines, tmp_path_factory):
    path = tmp_path_factory.mktemp("register") / "register.csv"
    chosen = lines[lines["has"]]
    pd.DataFrame({
        "产品名称": "防火墙", "产品型号": chosen["model"].str.replace("-", " "), "生产企业": chosen["manufacturer"],
        "证书编号": [f"SAMPLE-{number}" for number in chosen.index], "发证日期": "2024-01-01", "有效期至": "2029-01-01", "证书状态": "有效",
    }).to_csv(path, index=False)  # fmt: skip
    return read_register([Path(path)])


def say(name, found, lines, seconds):
    truth = lines["has"].to_numpy()
    right, false = (found == truth).mean(), (found & ~truth).sum()
    print(f"| {name} | {100 * right:.1f} % | {false:,} | {(~found & truth).sum():,} | {seconds:.2f} |", flush=True)
    return right


def match_here(lines, register):
    frame = lines.assign(
        product_name="防火墙", version="", certificate_number="", certificate_valid_until=pd.NaT, date=pd.NaT
    )
    texts = ["manufacturer", "model", "product_name", "version", "certificate_number"]
    frame[texts] = frame[texts].astype("str")
    found = find_certificates(frame, register, load_makers(), date(2026, 11, 1))
    return (found["certificate_finding"] == "certified").to_numpy()


def fold(models):
    """Return models as all three compare them: letters and digits in one case."""
    return models.astype(object).str.casefold().str.replace(r"[^a-z0-9]", "", regex=True)


def match_by_distance(lines, register):
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - what is compared with

    ours, theirs = fold(lines["model"]).tolist(), fold(register.entries["model"]).tolist()
    scores = process.cdist(ours, theirs, scorer=fuzz.ratio, dtype=np.uint8, workers=-1)
    return scores.max(axis=1) >= CLOSE


def match_by_splink(lines, register):
    import splink.comparison_library as cl  # noqa: PLC0415 - what is compared with
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    left = pd.DataFrame(
        {"unique_id": range(len(lines)), "maker": lines["manufacturer"].astype(object), "model": fold(lines["model"])}
    )
    entries = register.entries
    right = pd.DataFrame(
        {"unique_id": range(len(entries)), "maker": entries["maker"].astype(object), "model": fold(entries["model"])}
    )
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[block_on("maker"), block_on("model")],
        comparisons=[cl.JaroWinklerAtThresholds("model", [0.98, 0.95, 0.9]), cl.ExactMatch("maker")],
        probability_two_random_records_match=1 / len(lines),
    )
    database = DuckDBAPI()
    tables = [database.register(left), database.register(right)] if hasattr(database, "register") else [left, right]
    linker = Linker(tables, settings) if hasattr(database, "register") else Linker(tables, settings, db_api=database)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e5)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("model"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("maker"))
    pairs = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    sides = [column for column in pairs if column.startswith("unique_id")]
    return lines.index.isin(pairs[sides[0]])


def test_accuracy_beside_time(lines, register):
    print(f"\n{len(lines):,} products, {len(register.entries):,} certificates\n")
    print("| match | right | certified though not listed | listed though not found | s |\n|---|---|---|---|---|")
    shares = {}
    for name, match in (
        ("this program", match_here),
        (f"cdist, ratio ≥ {CLOSE}", match_by_distance),
        ("splink, probability ≥ 0.5", match_by_splink),
    ):
        start = time.perf_counter()
        try:
            found = match(lines, register)
        except ImportError as error:
            print(f"| {name} | {error} | | | |", file=sys.stdout)
            continue
        shares[name] = say(name, np.asarray(found, dtype=bool), lines, time.perf_counter() - start)
    assert shares["this program"] == 1
