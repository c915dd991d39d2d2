"""Which clues an article holds of whose assertion its sentences are."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.findings.marked import read_case

from ofsight import layers
from ofsight.findings.discourse import Discourse, follow_discourse
from ofsight.reading import get_reading, reading_text
from ofsight.record.labels import BODY_LABELS

ARTICLE = """\
published: 2021-11-05
council: Halton = E06000006

[headline]
Halton told to act

[paragraph]
Inspectors found that files were thin.
  = weakness inspectorate Halton: recording
Most had no plan.
  = weakness inspectorate Halton: assessment_and_planning

[paragraph]
“⟦We are sorry,⟧{council: a spokesperson}” said a spokesperson.

[paragraph]
We are £3m over our budget.
  = weakness council Halton: resources
"""


@pytest.fixture(scope="module")
def discourse(tmp_path_factory: pytest.TempPathFactory) -> Discourse:
    path: Path = tmp_path_factory.mktemp("clues") / "tuned_clues.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    doc = read_case(path).annotate()
    reading = get_reading(doc)
    return follow_discourse(
        reading_text(doc),
        blocks=[block for block in layers.get_blocks(doc) if block.label in BODY_LABELS],
        readings=reading.sentences,
        entities=layers.get_entities(doc),
        quotations=reading.quotations,
    )


def test_every_sentence_has_its_clues(discourse: Discourse) -> None:
    assert len(discourse.clues) == len(discourse.sources) == len(discourse.blocks) == 5
    assert discourse.blocks == [0, 1, 1, 2, 3]
    assert all(0 <= amount <= 1 for clues in discourse.clues for amount in clues.values())


def test_who_says_it_is_a_clue(discourse: Discourse) -> None:
    found = discourse.clues[1]
    assert {"says: inspectorate", "opens with: inspectorate group", "begins paragraph"} <= found.keys()
    assert "unattributed, last: None 4" not in found


def test_who_spoke_before_is_a_clue_for_what_goes_on(discourse: Discourse) -> None:
    found = discourse.clues[2]
    assert {
        "says: None",
        "goes on",
        "1 before: inspectorate same paragraph",
        "unattributed, last: inspectorate 1",
    } <= found.keys()
    assert "1 after: council" in found


def test_quoted_words_and_first_person_are_clues(discourse: Discourse) -> None:
    assert "quotes: council mostly" in discourse.clues[3] or "quotes: council partly" in discourse.clues[3]
    # what is quoted does not make the journalist speak of "we"
    assert [clues["first person"] for clues in discourse.clues] == [0, 0, 0, 0, 1]


def test_the_article_as_a_whole_is_a_clue_where_nobody_is_named(discourse: Discourse) -> None:
    going_on = discourse.clues[2]
    assert going_on["article: inspectors"] == 1
    shares = [going_on[f"article: {name} speaks"] for name in ("inspectorate", "council")]
    assert shares == pytest.approx([1 / 3, 2 / 3])  # the spokesperson, and "We"
    assert not any(name.startswith("article: ") for name in discourse.clues[1])
