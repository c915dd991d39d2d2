from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from ofsight import layers
from ofsight.read.rules.context import RuleContext
from ofsight.read.rules.quotations import find_quotations
from ofsight.record import Block, Meta
from ofsight.tokenizer import CharacterClassTokenizer


def quoted(*paragraphs: str, kind: str = "news") -> list[str]:
    """Return the quotations of a text of paragraphs."""
    text = "\n\n".join(paragraphs)
    doc = CharacterClassTokenizer(Vocab())(text)
    layers.set_meta(doc, Meta(kind=kind))  # type: ignore[arg-type]  # two kinds
    blocks = []
    start = 0
    for paragraph in paragraphs:
        blocks.append(Block(start=start, end=start + len(paragraph), label="paragraph"))
        start += len(paragraph) + 2
    layers.set_blocks(doc, blocks)
    return [text[m.start : m.end] for m in find_quotations(RuleContext.from_doc(doc))]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("“We are sorry. We must improve,” she said.", ["We are sorry. We must improve,"]),
        ('"We are sorry," he said. "We will act."', ["We are sorry,", "We will act."]),
        ("It was ‘not good enough’, they said.", ["not good enough"]),
        ("It was 'not good enough', they said.", ["not good enough"]),
        ("The council's “front door” works.", []),
        ("Services ‘require improvement to be good’.", []),
        ("Back in the '90s the workers' union said 'this cannot go on' again.", ["this cannot go on"]),
        ("“He told me ‘it is not my job’ and left,” she said.", ["He told me ‘it is not my job’ and left,"]),
        ("‘The workers’ views were not heard’, it said.", ["The workers’ views were not heard"]),
        ("Audits were not “robustly capturing practice’, they added.", ["robustly capturing practice"]),
        ("”We do not accept this,” she said.", ["We do not accept this,"]),
        ("Exactly “three words count” here.", ["three words count"]),
        ("Only “two words” here.", []),
        ("They don't and the children's plans didn't.", []),
    ],
)
def test_one_paragraph(paragraph: str, expected: list[str]) -> None:
    assert quoted(paragraph) == expected


def test_opened_in_each_paragraph_and_closed_in_the_last() -> None:
    assert quoted("She said: “We have work to do.", "“It will take time,” she added.") == [
        "We have work to do.",
        "It will take time,",
    ]


def test_mark_not_repeated_in_the_second_paragraph() -> None:
    assert quoted("She said: “We have work to do.", "It will take time.”") == [
        "We have work to do.",
        "It will take time.",
    ]


def test_names_of_schemes_in_a_report_are_none() -> None:
    assert quoted("The ‘Strong Families Team’ works well.", kind="report") == []


@given(st.text(alphabet="ab ‘’“”'\"s.,\n", max_size=60))
def test_spans_are_ordered_disjoint_and_without_outer_space(text: str) -> None:
    doc = CharacterClassTokenizer(Vocab())(text)
    layers.set_meta(doc, Meta(kind="news"))
    if text.strip():
        layers.set_blocks(doc, [Block(start=0, end=len(text), label="paragraph")])
    end = 0
    for mention in find_quotations(RuleContext.from_doc(doc)):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        end = mention.end
