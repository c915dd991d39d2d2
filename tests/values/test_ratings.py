"""Printed grades."""

from __future__ import annotations

import pytest

from ofsight.record.labels import RATINGS
from ofsight.values.ratings import parse_rating


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Outstanding", "outstanding"),
        ("‘good’", "good"),
        ("Requires improvement\nto be good", "requires_improvement"),
        ("require improvement to be good", "requires_improvement"),
        ("requiring improvement", "requires_improvement"),
        ("INADEQUATE", "inadequate"),
        ("adequate", "adequate"),
        ("poor", "poor"),
        ("performs well", "good"),
        ("good enough", None),
        ("", None),
    ],
)
def test_a_grade_has_its_value(text, rating):
    assert parse_rating(text) == rating
    assert rating is None or rating in RATINGS
