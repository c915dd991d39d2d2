"""The marked text that tutorials' examples are written in, and the files made of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.marked_text import read_marked

from ofsight.errors import CorpusError
from ofsight.formats import export

TUTORIALS = Path(__file__).resolve().parents[1] / "docs" / "tutorials" / "data"
MARKED = """\
# Fiction.

== larkfield | 2024-03-28
{Larkfield House|HOME}

The {cook|STAFF_ROLE} is missed. ## staffing, nutrition; weakness; other
We came twice.

- Tea is hot. ## nutrition; strength; inspectorate

== empty-handed | 2024-04-01
Nothing.
"""


def test_marks_become_entities_and_findings(tmp_path: Path) -> None:
    path = tmp_path / "care.txt"
    path.write_text(MARKED, encoding="utf-8")
    first, second = read_marked(path)
    text = "Larkfield House\n\nThe cook is missed. We came twice.\n\n- Tea is hot."
    assert (first.id, first.text, first.meta.title, first.meta.published) == (
        "larkfield",
        text,
        "Larkfield House",
        "2024-03-28",
    )
    assert [(entity.text, entity.label) for entity in first.entities] == [
        ("Larkfield House", "HOME"),
        ("cook", "STAFF_ROLE"),
    ]
    assert [
        (text[finding.start : finding.end], finding.themes, finding.polarity, finding.source)
        for finding in first.findings
    ] == [
        ("The cook is missed.", ("staffing", "nutrition"), "weakness", "other"),
        ("Tea is hot.", ("nutrition",), "strength", "inspectorate"),
    ]
    assert (second.text, second.findings) == ("Nothing.", ())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("A {home|HOME is good.", "has a mark that is not"),
        ("It is good. ## staffing; weakness", "not enough values"),
        ("It is good. ## staffing; awful; other", "polarity"),
    ],
)
def test_what_breaks_the_format_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "care.txt"
    path.write_text(f"== larkfield | 2024-03-28\nLarkfield\n\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"care\.txt:4: (?s:.)*{message}"):
        list(read_marked(path))


@pytest.mark.parametrize("export_path", sorted(TUTORIALS.glob("*/*.json")), ids=lambda path: path.stem)
def test_exports_are_those_of_the_marked_texts(tmp_path: Path, export_path: Path) -> None:
    made = tmp_path / export_path.name
    export(read_marked(export_path.with_suffix(".txt")), made)
    assert made.read_text(encoding="utf-8") == export_path.read_text(encoding="utf-8")
