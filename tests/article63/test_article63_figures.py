"""Figures as plain columns: what a plain look at every line gives."""

from collections import defaultdict
from decimal import Decimal

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.article63.choices import rank_products, split_cases
from checker.article63.figures import FLAGS, Figures
from checker.article63.totals import PER_YUAN, SUMMED

TOLD = ("case", "product", "provision", "categories", "second", "counted")
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "case": st.sampled_from(["乙公司", "甲公司", ""]),
            "product": st.sampled_from(["A", "B", "a"]),
            "provision": st.sampled_from(["", "csl-63"]),
            "categories": st.sampled_from([("P02",), ("P02", "P11"), ()]),
            "second": st.sampled_from([(), ("cl-36",)]),
            "counted": st.booleans(),
            "gross": st.integers(-9, 9),
        }
    ),
    max_size=12,
)


def read(lines):
    frame = pd.DataFrame(lines, columns=[*TOLD, "gross"])
    for name in ("case", "product", "provision"):
        frame[name] = pd.Categorical(frame[name].astype("str"), sorted({line[name] for line in lines}))
    plain = dict.fromkeys((*FLAGS, *SUMMED), 1)
    flags = {name: np.ones(len(lines), dtype=bool) for name in FLAGS}
    given_columns = {"counted": frame["counted"].astype(bool), "gross": frame["gross"].astype("int64")}
    return Figures.read(frame.assign(**(plain | flags | given_columns)))


def tell(figures):
    told = [figures.names[name][figures[name]].tolist() for name in TOLD[:-1]]
    return list(zip(*told, figures["counted"].tolist(), strict=True))


def add(lines, *by):
    sums = defaultdict(int)
    for line in lines:
        sums[tuple(line[name] for name in by)] += line["gross"]
    return {key: Decimal(money) / PER_YUAN for key, money in sums.items()}


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_sums_and_choices_are_those_of_single_lines(lines):
    figures = read(lines)
    assert tell(figures) == [tuple(line[name] for name in TOLD) for line in lines]
    assert figures.sum_by(["case", "provision"], "gross") == add(lines, "case", "provision")
    assert {(case,): money for case, money in figures.sum_by(["case"], "gross").items()} == add(lines, "case")
    assert figures.find("provision", "csl-63").tolist() == [line["provision"] == "csl-63" for line in lines]
    assert not figures.find("provision", "another").any()
    counted = figures.select(figures["counted"])
    assert tell(counted) == [told for told in tell(figures) if told[-1]]
    assert tell(counted.narrow("product")) == tell(counted)
    assert counted.narrow("product").names["product"].tolist() == sorted(
        {line["product"] for line in lines if line["counted"]}
    )


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_folded_figures_are_the_distinct_ones_with_their_sums(lines):
    figures = read(lines)
    folded = figures.fold()
    assert tell(folded) == list(dict.fromkeys(tell(figures)))
    assert folded["lines"].sum() == len(lines)
    assert folded.sum_by(["case", "product"], "gross") == figures.sum_by(["case", "product"], "gross")


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_cases_are_split_in_order_and_their_products_ranked(lines):
    split = dict(split_cases(read(lines)))
    assert list(split) == sorted({line["case"] for line in lines})
    for case, own in split.items():
        sums = add([line for line in lines if line["case"] == case], "product")
        expected = sorted(sums, key=lambda key: (-sums[key], key))
        numbers, money = rank_products(own, "gross")
        assert [(name,) for name in own.names["product"][numbers]] == expected
        assert [Decimal(int(one)) / PER_YUAN for one in money] == [sums[key] for key in expected]
