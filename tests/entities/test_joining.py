"""Mentions that a tagger has cut are mended, and others left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.entities.joining import mend_mentions
from ofsight.reading import Mention


def mended(marked: str) -> list[str]:
    """Return labels and words of the mended mentions of a text marked like ``[ROLE head] of``."""
    text, mentions, start, label = "", [], 0, ""
    for part in marked.replace("[", "\0[").replace("]", "\0]").split("\0"):
        if part.startswith("["):
            label, _, words = part[1:].partition(" ")
            start = len(text)
            text += words
        elif part.startswith("]"):
            mentions.append(Mention(start, len(text), label, 0.9))
            text += part[1:]
        else:
            text += part
    return [f"{m.label} {text[m.start : m.end]}" for m in mend_mentions(text, mentions, [(0, len(text))])]


@pytest.mark.parametrize(
    ("marked", "whole"),
    [
        ("A [ROLE senior] [ROLE social worker] left.", ["ROLE senior social worker"]),
        ("Its [ROLE head of] [ROLE early help] left.", ["ROLE head of early help"]),
        ("Its [ROLE head] of [ROLE early help] left.", ["ROLE head of early help"]),
        ("The [ROLE manager of the] unit", ["ROLE manager"]),
        ("[OFFICIAL Ada Quill]-Osei said", ["OFFICIAL Ada Quill-Osei"]),
        ("[OFFICIAL Ada] [OFFICIAL Quill-Osei] said", ["OFFICIAL Ada Quill-Osei"]),
        ("[ORGANISATION Cedar] [ORGANISATION Fund] said", ["ORGANISATION Cedar Fund"]),
        ("In [COUNCIL North] [COUNCIL Lincolnshire]", ["COUNCIL North Lincolnshire"]),
        ("For Central [COUNCIL Bedfordshire]", ["COUNCIL Central Bedfordshire"]),
        ("Was [COUNCIL Brighton] and [COUNCIL Hove] told", ["COUNCIL Brighton and Hove"]),
        ("Neither [COUNCIL Bury] and [COUNCIL Bolton]", ["COUNCIL Bury", "COUNCIL Bolton"]),
        ("Outside [COUNCIL Bedfordshire]", ["COUNCIL Bedfordshire"]),
        ("[ROLE leader] and [ROLE chief executive]", ["ROLE leader", "ROLE chief executive"]),
        ("[ROLE councillor] [OFFICIAL Ada Quill]", ["ROLE councillor", "OFFICIAL Ada Quill"]),
        ("[QUANTITY 12] [QUANTITY 13]", ["QUANTITY 12", "QUANTITY 13"]),
        ("[COUNCIL Halton]-based", ["COUNCIL Halton"]),
        ("[VESSEL Mary] [VESSEL Rose]", ["VESSEL Mary", "VESSEL Rose"]),
    ],
)
def test_what_was_cut_is_mended(marked: str, whole: list[str]) -> None:
    assert mended(marked) == whole


def test_nothing_is_joined_across_lines_that_are_units_of_their_own() -> None:
    text = "Ada Quill HMI Deputy lead inspector"
    posts = [Mention(10, 13, "ROLE", 0.9), Mention(14, 35, "ROLE", 0.9)]
    assert mend_mentions(text, posts, [(0, 13), (14, 35)]) == posts
    assert len(mend_mentions(text, posts, [(0, 35)])) == 1


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 6), st.sampled_from(("ROLE", "OFFICIAL", "DATE"))))
)
def test_mended_mentions_stay_in_order_and_mend_to_themselves(parts: list[tuple[int, int, str]]) -> None:
    text = "head of-the x-y " * 20
    mentions, at = [], 0
    for gap, length, label in parts:
        if at + gap + length > len(text):
            break
        mentions.append(Mention(at + gap, at + gap + length, label, 0.5))
        at += gap + length
    found = mend_mentions(text, mentions, [(0, len(text))])
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(found) <= len(mentions)
