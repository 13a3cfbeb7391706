"""Words found in texts: looking them up and the automaton agree."""

from hypothesis import given
from hypothesis import strategies as st

from checker.matcher.word_finder import LOOKED_UP, WordFinder

WORDS = st.text("ab防\x01", min_size=1, max_size=4)


@given(st.lists(WORDS, unique=True, max_size=12), st.text("ab防火\x01", max_size=20))
def test_looking_up_finds_what_the_automaton_finds(words, text):
    finder = WordFinder(words)
    looked_up = finder.find(text)
    finder._build()
    assert looked_up == finder.find(text)


def test_many_texts_are_searched_with_an_automaton():
    finder = WordFinder(["a", "ab", "b"])
    found = [finder.find("abb") for _ in range(LOOKED_UP + 2)]
    assert finder._automaton is not None
    assert set(map(tuple, found)) == {((1, 0, 2), (2, 2, 3))}
