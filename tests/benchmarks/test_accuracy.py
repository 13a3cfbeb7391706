"""How often scope is decided as labelled, per category: ``pytest -m benchmark -s tests/benchmarks/test_accuracy.py``.

``LABELLED_PRODUCTS`` names other labelled files (separated like a path list) with the columns manufacturer, product_name, model,
specification, scope (acceptable answers with | between them), categories (at least one must be named when in scope) and also
(may be named beside them).
"""

import csv
import os
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd
import pytest

from checker.loader.editions import load_directory
from checker.matcher.knowledge import load_knowledge
from checker.matcher.scope import decide_scope

pytestmark = pytest.mark.benchmark

OWN = Path(__file__).parents[1] / "matcher" / "labelled_products.csv"
GRADES = ("right", "missed", "false alarm", "undecided", "wrong kind")


def grade(row, scope, named):
    wanted, kinds = set(row["scope"].split("|")), set(filter(None, row["categories"].split("|")))
    also = set(filter(None, (row.get("also") or "").split("|")))
    if scope not in wanted:
        return {"undetermined": "undecided", "out": "missed"}.get(scope, "false alarm")
    if scope == "in" and kinds and (not named & kinds or named - kinds - also):
        return "wrong kind"
    return "right"


def files():
    named = os.environ.get("LABELLED_PRODUCTS", str(OWN))
    return [Path(name) for name in named.split(os.pathsep)]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_scope_as_labelled(path):
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    lines = pd.DataFrame(rows, dtype="str").fillna("")
    found = decide_scope(lines, load_knowledge(load_directory("2023")))
    grades = [
        grade(row, scope, set(ids))
        for row, scope, ids in zip(rows, found["scope_all"], found["categories_all"], strict=True)
    ]
    by_category = defaultdict(Counter)
    for row, result in zip(rows, grades, strict=True):
        by_category[row["categories"].split("|")[0] or "not listed"][result] += 1
        by_category["all"][result] += 1
    print(f"\n{path.name}\n| category | lines | {' | '.join(GRADES)} |\n|---|---|{'---|' * len(GRADES)}")
    for category, counts in sorted(by_category.items()):
        shares = " | ".join(f"{100 * counts[name] / counts.total():.1f} %" for name in GRADES)
        print(f"| {category} | {counts.total()} | {shares} |")
    assert by_category["all"]["right"] / len(rows) >= 0.9
