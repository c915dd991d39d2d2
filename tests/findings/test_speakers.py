"""The mention of who said a quotation."""

from __future__ import annotations

import pytest

from ofsight.findings.quoted import QuotedVoice
from ofsight.findings.speakers import make_quotations
from ofsight.findings.voices import Voice
from ofsight.reading import Mention
from ofsight.record import Entity


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("The commissioner, Ann Hale, was blunt: “It is late.”", "The commissioner", "Ann Hale"),
        ("The minister for children, Ann Hale, wrote: “It is late.”", "The minister", "Ann Hale"),
        ("The minister met Ann Hale. “It is late,” he said.", "The minister", "The minister"),
        ("The minister, who met Ann Hale, said: “It is late.”", "The minister", "The minister"),
    ],
)
def test_a_name_in_apposition_is_the_mention(text: str, noun: str, expected: str) -> None:
    at = text.index("Ann Hale")
    name = Entity(start=at, end=at + 8, label="OFFICIAL", text="Ann Hale")
    quoted = Mention(text.index("It"), text.index("late") + 4, "QUOTATION", 1.0)
    start = text.index(noun)
    voice = QuotedVoice("government", Voice(start, start + len(noun), "government", "person", noun))
    (quotation,) = make_quotations(text, [quoted], [voice], [name])
    assert quotation.speaker is not None
    assert quotation.speaker.text == expected
