from __future__ import annotations

import pytest

from ofsight.read.rules.sections import Place, SectionKind
from ofsight.read.standing import heed_sections
from ofsight.reading import SentenceReading

POLARITY = {"strength": 0.7, "weakness": 0.2, "mixed": 0.1}
READING = SentenceReading(3, 40, 0.9, {"leadership": 0.8}, POLARITY, {"inspectorate": 1.0})


def heeded(
    section: SectionKind, label: str = "list_item", reading: SentenceReading = READING
) -> SentenceReading:
    (found,) = heed_sections([reading], [Place(0, label, section, None)])
    return found


def test_among_findings_nothing_changes() -> None:
    assert heeded("findings") == READING


def test_where_the_report_explains_itself_there_are_no_findings() -> None:
    found = heeded("excluded", "paragraph")
    assert found.finding == pytest.approx(0.01)
    assert (found.start, found.end, found.themes, found.polarity) == (3, 40, READING.themes, POLARITY)
    unsure = SentenceReading(3, 40, 0.001)
    assert heeded("excluded", reading=unsure) == unsure


def test_what_needs_to_improve_is_a_weakness_however_it_is_put() -> None:
    found = heeded("needs")
    assert max(found.polarity, key=found.polarity.__getitem__) == "weakness"
    assert sum(found.polarity.values()) == pytest.approx(1.0)
    assert found.finding == READING.finding
    assert heeded("needs", "subheading") == READING


def test_a_network_with_other_polarities_is_left_alone() -> None:
    other = SentenceReading(3, 40, 0.9, polarity={"up": 0.6, "down": 0.4})
    assert heeded("needs", reading=other) == other
