"""Blocks of a saved news page in plain text: lines, paragraphs, regions, labels.

Each stage stands in a module of its own: ``news_lines`` cuts the page into lines and holds their lexicon,
``news_paragraphs`` joins hard-wrapped lines, ``news_cues`` says what each paragraph says of itself,
``news_regions`` finds the article on the page, ``news_labels`` and ``news_comments`` give the labels.
"""

from __future__ import annotations

from collections.abc import Sequence

from .news_comments import label_comments
from .news_cues import Unit, read_cues
from .news_labels import Label, label_body, label_lead, label_tail, make_blocks
from .news_lines import split_lines
from .news_paragraphs import build_paragraphs
from .news_regions import find_regions
from .segmentation import Segmentation


def segment_news(text: str) -> Segmentation:
    """Cut a saved news page into labelled blocks.

    Parameters
    ----------
    text : str
        The page.

    Returns
    -------
    Segmentation
        Every non-blank stretch of the text in exactly one block.
    """
    units = read_cues(build_paragraphs(text, split_lines(text)))
    return Segmentation(make_blocks(units, label_units(units)))


def label_units(units: Sequence[Unit]) -> list[Label]:
    """Give each paragraph of a page its label and a confidence in 0..1."""
    if not units:
        return []
    regions = find_regions(units)
    labels = label_lead(units, regions)
    labels += label_body(units, regions)
    labels += label_tail(units, regions)
    labels += label_comments(units[regions.comments :])
    if regions.headline is not None:
        title = units[regions.headline].text.casefold()
        for i, unit in enumerate(units):
            if i != regions.headline and unit.text.casefold() == title:
                labels[i] = ("boilerplate", 0.9)
    return labels
