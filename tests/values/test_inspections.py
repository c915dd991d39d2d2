"""Types of inspection."""

from __future__ import annotations

import pytest

from ofsight.record.labels import INSPECTION_VALUES
from ofsight.values.inspections import inspection_type


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("focussed visit", "focused_visit"),
        ("Monitoring\nvisits", "monitoring_visit"),
        ("full inspection", "full"),
        ("ILACS inspection", "full"),
        ("short inspection", "short"),
        ("joint targeted area inspection", "jtai"),
        ("JTAIs", "jtai"),
        ("local area SEND inspection", "send"),
        ("special educational needs and disabilities inspection", "send"),
        ("single inspection framework inspection", "sif"),
        ("thematic inspection", "other"),
        ("inspection", "unspecified"),
        ("re-inspection", "unspecified"),
        ("visit", "unspecified"),
    ],
)
def test_the_words_of_a_noun_phrase_give_its_type(text, kind):
    assert inspection_type(text) == kind
    assert kind in INSPECTION_VALUES
