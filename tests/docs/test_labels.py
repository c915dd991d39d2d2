"""The page on labels has a row for each label that there is, and for no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ofsight.record.labels import (
    AREAS,
    BLOCK_LABELS,
    BODY_LABELS,
    ENTITY_LABELS,
    INSPECTION_VALUES,
    METRICS,
    POLARITIES,
    QUANTITY_UNITS,
    RATINGS,
    SOURCES,
    THEMES,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "labels.md"
SETS = {
    "Blocks": BLOCK_LABELS,
    "Entities": ENTITY_LABELS,
    "Themes": THEMES,
    "Polarity": POLARITIES,
    "Source": SOURCES,
    "Areas": AREAS,
    "Ratings": RATINGS,
    "Inspection types": INSPECTION_VALUES,
    "Metrics": METRICS,
    "Units": QUANTITY_UNITS,
}


def rows(heading: str) -> dict[str, list[str]]:
    """Return the cells of the table under a heading, by the label in the first."""
    _, _, after = PAGE.read_text(encoding="utf-8").partition(f"# {heading}\n")
    section = re.split(r"^#+ ", after, maxsplit=1, flags=re.MULTILINE)[0]
    cells = [line.strip("| ").split("|") for line in section.splitlines() if line.startswith("| `")]
    return {cell[0].strip(" `"): [text.strip() for text in cell[1:]] for cell in cells}


@pytest.mark.parametrize("heading", SETS)
def test_each_label_has_its_row(heading: str) -> None:
    assert list(rows(heading)) == list(SETS[heading])


@pytest.mark.parametrize("heading", ["Blocks", "Entities", "Themes", "Polarity", "Source", "Metrics"])
def test_each_row_says_something(heading: str) -> None:
    assert all(any(cells) for cells in rows(heading).values())


def test_body_blocks_are_marked() -> None:
    assert {label for label, cells in rows("Blocks").items() if cells[0] == "body"} == BODY_LABELS


@pytest.mark.parametrize("page", ["README.md", "docs/train.md"])
def test_other_pages_count_the_themes_right(page: str) -> None:
    text = (PAGE.parents[1] / page).read_text(encoding="utf-8")
    assert f"{len(THEMES)} themes" in text
    assert len(ENTITY_LABELS) == 8  # "eight sorts of names"
