"""The trade's words as data, and how they are found."""

import pickle

import pytest

from checker.errors import DataError
from checker.loader.editions import load_directory
from checker.matcher import vocabulary
from checker.matcher.text import mark
from checker.matcher.vocabulary import Term, Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def words():
    return load_vocabulary()


def test_every_category_has_words_in_both_languages(words):
    for category in load_directory("2023").categories:
        languages = {term.language for term in words.terms if category.id in term.categories}
        assert {"zh", "en"} <= languages, category.id


def test_no_word_names_a_category_that_does_not_exist(words):
    known = {category.id for category in load_directory("2023").categories}
    assert {found for term in words.terms for found in term.categories} <= known


def test_words_that_name_products_have_categories_and_the_others_none(words):
    for term in words.terms:
        if term.kind in ("category", "broad", "doubtful", "equipment"):
            assert term.categories, term.text
        if term.kind in ("other", "ordinary", "service", "noun", "generic", "attribute", "plain"):
            assert not term.categories, term.text


def test_official_names_are_found_as_their_category(words):
    for category in load_directory("2023").categories:
        name = category.name_zh.split("(")[0].split("（")[0]
        hits = words.find(mark(name))
        assert any(category.id in hit.term.categories for hit in hits), category.name_zh


def test_the_longest_word_wins_and_whole_latin_runs_count():
    made = Vocabulary(
        [Term("ips", "en", "category", ("P04",)), Term("ips 显示器", "zh", "other"), Term("墙", "zh", "noun")], {}
    )
    assert [hit.term.text for hit in made.find(mark("27寸ips显示器"))] == ["ips 显示器"]
    assert [hit.term.text for hit in made.find(mark("chips"))] == []
    assert [hit.term.text for hit in made.find(mark("ips-墙"))] == ["ips", "墙"]


def test_a_context_takes_a_word_back():
    made = Vocabulary([Term("ips", "en", "category", ("P04",))], {"ips": ("面板", "monitor")})
    assert made.find(mark("ips 4k 面板")) == []
    assert made.find(mark("ips"), around=mark("27in monitor")) == []
    assert len(made.find(mark("ips 设备"))) == 1


def test_a_vocabulary_can_be_pickled(words):
    travelled = pickle.loads(pickle.dumps(words))  # noqa: S301 - made by this test
    assert travelled.find(mark("堡垒机 for vpn")) == words.find(mark("堡垒机 for vpn"))


@pytest.mark.parametrize(
    "rows",
    [
        [("防火墙", "zh", "category", "P02"), ("防火牆", "zh", "category", "P13")],
        [("防火墙", "zh", "nonsense", "P02")],
    ],
)
def test_damaged_words_are_an_error(tmp_path, monkeypatch, rows):
    folder = tmp_path / "vocabulary" / "terms"
    folder.mkdir(parents=True)
    text = "term,language,kind,categories,note,source\n" + "".join(",".join(row) + ",,trade\n" for row in rows)
    (folder / "made.csv").write_text(text, encoding="utf-8")
    (tmp_path / "vocabulary" / "contexts.csv").write_text("term,context,source\n", encoding="utf-8")
    monkeypatch.setattr("checker.resources.DATA_FOLDER", tmp_path)
    monkeypatch.setattr(vocabulary, "normalise", lambda value: value.replace("牆", "墙"))
    with pytest.raises(DataError):
        load_vocabulary()
