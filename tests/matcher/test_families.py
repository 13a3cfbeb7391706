"""Product families: which designation belongs to which."""

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import DataError
from checker.loader.editions import load_directory
from checker.matcher.beginnings import split_alternatives
from checker.matcher.families import Families, begin_with, load_families, parse_family
from checker.matcher.family import FamilyRows
from checker.resources import data_path, read_rows

COLUMNS = [
    "maker",
    "family",
    "pattern",
    "field",
    "kind",
    "categories",
    "also",
    "settles",
    "throughput_tbps",
    "forwarding_gpps",
    "routes_wan",
    "cpus",
    "cores",
    "memory_gb",
    "instruction_us",
    "source",
    "date",
    "note",
]


def family(**cells):
    return parse_family(
        {**dict.fromkeys(COLUMNS, ""), "field": "any", "settles": "in", "categories": "P02", "source": "trade", **cells}
    )


def test_a_pattern_written_in_capitals_matches_texts_in_normal_form():
    for pattern in (r"FG-\d+", r"fg-\d+", r"fg-\S+"):
        found = Families([family(maker="alpha", family="FG", pattern=pattern)]).families[0]
        assert found.compiled.fullmatch("fg-100"), pattern


@pytest.fixture
def made():
    return Families(
        [
            family(maker="alpha", family="Gate", pattern=r"alphagate[ -]?\d+\w*"),
            family(maker="alpha", family="AG", pattern=r"ag-?\d{3}\w*", categories="P04"),
            family(maker="alpha", family="rest", pattern=r"\w*", settles="undetermined"),
            family(
                maker="beta", family="BX", pattern=r"bx\d+", settles="figures", categories="E01", throughput_tbps="14.4"
            ),
            family(maker="", family="Everyone", pattern=r"everyfence\w*"),
        ]
    )


@pytest.mark.parametrize(
    ("model", "name", "makers", "stated", "expected"),
    [
        ("AG-100F", "", {"alpha"}, True, "AG"),
        ("AG-100F", "", set(), False, "AG"),
        ("AG-100F", "", set(), True, None),
        ("AG-100F", "", {"beta"}, True, None),
        ("", "alphagate 60", set(), True, "Gate"),
        ("ZZ-1", "", {"alpha"}, True, "rest"),
        ("ZZ-1", "", set(), False, None),
        ("xag-100", "", {"alpha"}, True, "rest"),
        ("bx900", "router", {"beta"}, True, "BX"),
        ("everyfence2", "", {"beta"}, True, "Everyone"),
        ("", "", {"alpha"}, True, None),
    ],
)
def test_a_family_is_found_where_its_maker_is_named_or_the_text_tells_enough(
    made, model, name, makers, stated, expected
):
    found = made.find(model.lower(), name, frozenset(makers), stated=stated)
    assert (found.family.name if found else None) == expected


def test_figures_come_in_base_units(made):
    found = made.find("bx900", "", frozenset({"beta"}), stated=True)
    assert found is not None
    assert found.family.figures == {"throughput": Decimal("14.4") * 10**12}


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        (r"fg-?\d+", {"fg"}),
        (r"(?:pa|vm)-\d+", {"pa", "vm"}),
        (r"(?:rg-)?wall\d+", {"rg", "wall"}),
        (r"[ab]x\d", {"a", "b"}),
        (r"\w*", {""}),
        (r"天清汉马", {"天清汉马"}),
        (r"usg防火墙", {"usg"}),
        (r"fortigate\d*", {"fortig"}),
    ],
)
def test_beginnings_of_patterns(pattern, starts):
    assert begin_with(pattern) == starts


def test_families_of_the_data_are_sound():
    families = load_families()
    assert len(families.families) > 500
    known = {category.id for category in load_directory("2023").categories}
    for each in families.families:
        assert {*each.categories, *each.also} <= known, each.name
        assert each.source, each.name
        if each.settles in ("in", "figures"):
            assert each.categories, each.name
        if each.settles == "figures":
            assert set(each.categories) & {"E01", "E02", "E03", "E04"}, each.name


def test_families_can_be_pickled(made):
    travelled = pickle.loads(pickle.dumps(made))  # noqa: S301 - made by this test
    assert travelled.find("ag-100f", "", frozenset({"alpha"}), stated=True) == made.find(
        "ag-100f", "", frozenset({"alpha"}), stated=True
    )


@pytest.mark.parametrize("cells", [{"field": "price"}, {"settles": "maybe"}])
def test_unknown_words_are_refused(cells):
    with pytest.raises(ValueError, match="unknown word"):
        family(maker="alpha", family="x", pattern="x", **cells)


def test_a_column_that_is_missing_is_named_with_the_file_and_row(tmp_path, monkeypatch):
    (tmp_path / "families").mkdir()
    monkeypatch.setattr("checker.resources.DATA_FOLDER", tmp_path)
    rows = [",".join(COLUMNS), "alpha,Gate,alpha\\d+,any,gate,P02,,in,,,,,,,,trade,,"]
    (tmp_path / "families" / "one.csv").write_text("\n".join(rows), encoding="utf-8")
    assert [each.name for each in load_families().families] == ["Gate"]
    for wrong in (rows[1].replace(",any,", ",price,"), rows[1].replace(",in,,", ",in,many,")):
        (tmp_path / "families" / "two.csv").write_text("\n".join([*rows, wrong]), encoding="utf-8")
        with pytest.raises(DataError) as caught:
            load_families()
        assert "row 3 (Gate)" in caught.value.facts["detail"]
    (tmp_path / "families" / "two.csv").write_text("maker,family\nalpha,Gate\n", encoding="utf-8")
    with pytest.raises(DataError):
        load_families()


def test_rows_become_the_families_that_they_say():
    families = load_families().families
    for number, row in enumerate(
        row for path in sorted(data_path("families").glob("*.csv")) for row in read_rows("families", path.name)
    ):
        assert families[number] == parse_family(row)
        assert families.security[number] == FamilyRows.keep([families[number]]).security[0]


def test_the_alternatives_that_are_left_match_as_the_whole_pattern():
    texts = [
        word
        for term in ("fg-100f", "s5735-l48", "usg6655e", "ws-c2960", "catalyst 9300", "tg-3468")
        for word in (term, f"{term}x")
    ]
    families = load_families().families
    starts = {start for each in families for start in begin_with(each.pattern)}
    for each in families:
        for text in texts:
            start = next(text[:length] for length in range(6, -1, -1) if text[:length] in starts)
            whole, part = each.compiled.match(text), each.compile_for(start).match(text)
            if any(start.startswith(letters) for letters in begin_with(each.pattern)):
                assert (whole and whole[0]) == (part and part[0]), each.pattern


PATTERNS = st.recursive(
    st.text("ab?", max_size=3),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("|".join),
        st.lists(inner, max_size=3).map("".join),
        inner.map("({})".format),
        st.text("ab|", min_size=1, max_size=3).map("[{}]".format),
    ),
    max_leaves=6,
)
"""Patterns whose brackets are closed, as those of all families are."""


@given(PATTERNS)
def test_a_pattern_is_split_at_the_bars_outside_brackets(pattern):
    parts = split_alternatives(pattern)
    assert "|".join(parts) == pattern
    assert all(part.count("(") + part.count("[") == part.count(")") + part.count("]") for part in parts[:-1])
