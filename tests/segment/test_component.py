"""The segment stage in a spaCy pipeline."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from ofsight import layers
from ofsight.record import Meta

ARTICLE = """Ofsted finds delays at Wexbury council

By Ann Marsh
5 May 2021

Children in Wexbury waited too long for help, Ofsted found. Some plans were late.

Related articles

Bins to be emptied
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A foreign pipeline with spaCy's own tokenizer."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ofsight_segment")
    return nlp


def test_blocks_sentences_and_meta(nlp: Language) -> None:
    doc = nlp(ARTICLE)
    assert [span.label_ for span in doc.spans["blocks"]] == [
        "headline",
        "byline",
        "byline",
        "paragraph",
        "boilerplate",
        "boilerplate",
    ]
    assert [span.text for span in doc.spans["sentences"]] == [
        "Ofsted finds delays at Wexbury council",
        "Children in Wexbury waited too long for help, Ofsted found.",
        "Some plans were late.",
    ]
    meta = layers.get_meta(doc)
    assert (meta.kind, meta.title, meta.published, meta.authors) == (
        "news",
        "Ofsted finds delays at Wexbury council",
        "2021-05-05",
        ("Ann Marsh",),
    )


def test_hints_are_used_and_forgotten(nlp: Language) -> None:
    text = "Ofsted\nChildren waited."
    doc = nlp.make_doc(text)
    layers.set_meta(doc, Meta(kind="news"))
    layers.set_plain(doc, "hints", [[0, 6, "li", "nav", False], [7, len(text), "p", "article", True]])
    labels = [block.label for block in layers.get_blocks(nlp(doc))]
    assert labels == ["boilerplate", "paragraph"]
    assert layers.get_plain(doc, "hints") is None


@pytest.mark.parametrize("text", ["", "  \n\n ", "x", "\ufeff", "Home\nNews", "?" * 50, "Share\n" * 30])
def test_pages_without_an_article_are_cut_all_the_same(nlp: Language, text: str) -> None:
    blocks = layers.get_blocks(nlp(text))
    assert " ".join(text[block.start : block.end] for block in blocks).split() == text.split()
