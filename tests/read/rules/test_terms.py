from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.read.rules.cues import sentence_index
from ofsight.read.rules.terms import Term, TermIndex, read_lexicon, split_words
from ofsight.record.labels import THEMES


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("supervis*", "Supervision is regular", "supervision"),
        ("case file/files", "in case files", "case files"),
        ("personal? plan*", "the plans", "plans"),
        ("personal? plan*", "a personal view", None),
        ("cuts to", "cuts, to", None),
        ("left .. risk", "left in very great risk", "left in very great risk"),
        ("left .. risk", "left in one two three four risk", None),
        ("# cases", "held 26 cases", "26 cases"),
        ("child voice", "the child's voice", "child voice"),
        ("pre proceedings", "in pre-proceedings", "pre proceedings"),
    ],
)
def test_term_syntax(pattern: str, text: str, found: str | None) -> None:
    words, _ = split_words(text)
    matches = TermIndex([Term("x", 0.9, pattern)]).find(words, 0, len(words))
    assert [" ".join(words[m.first : m.last]) for m in matches] == ([found] if found else [])


def test_every_theme_has_terms() -> None:
    assert {term.label for term in read_lexicon("themes.txt")} >= set(THEMES)


@given(st.text(max_size=40))
def test_words_start_where_they_say(text: str) -> None:
    for word, start in zip(*split_words(text), strict=True):
        piece = text[start : start + len(word)]
        assert len(piece) == len(word)
        assert piece.lower() == word or not piece.isascii()


@given(st.lists(st.sampled_from(["social", "workers", "are", "at", "risk", ",", "not", "26"]), max_size=12))
def test_matches_lie_inside(words: list[str]) -> None:
    for match in sentence_index().find(words, 0, len(words)):
        assert 0 <= match.first < match.last <= len(words)
