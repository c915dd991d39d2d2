"""Passages: from their sources to records, and what is written wrong in one."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts import corpus

from ofsight.corpus.build import build, write
from ofsight.corpus.checks.files import validate_files
from ofsight.corpus.layout import Annotations
from ofsight.corpus.passages import compile_passages
from ofsight.errors import CorpusError
from ofsight.record.io import read_records
from ofsight.training.corpus import load_corpus

HEAD = "id: q900\nannotator: claude-p0\nfiction: yes\n---\n"
BODY = """\
= local 2019-05-14 Leeds
Children in Leeds wait eleven weeks. ## drift_and_delay, early_help; weakness; article
Nobody was told.
/
“It is better,” said Cllr Odile Marr. ## drift_and_delay; mixed; council; Bradford

= letter 2022-11-03 E08000012
Supervision is monthly. ## supervision; strength; inspectorate
"""


def write_passages(folder: Path, body: str, head: str = HEAD) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "q900.psg"
    path.write_text(head + body, encoding="utf-8")
    return path


def test_each_passage_is_a_record(tmp_path: Path) -> None:
    compiled = compile_passages(write_passages(tmp_path, BODY))
    first, second = (passage.record for passage in compiled)
    assert [line for _, _, line in compiled[0].lines] == [6, 7, 9]
    assert (first.id, second.id) == ("q900-01", "q900-02")
    assert (first.meta.kind, second.meta.kind) == ("news", "report")
    assert first.text is not None
    assert first.text.count("\n\n") == len(first.blocks) - 1 == 1
    assert [first.text[s.start : s.end] for s in first.sentences][1:] == [
        "Nobody was told.",
        "“It is better,” said Cllr Odile Marr.",
    ]
    assert [first.text[f.start : f.end][:9] for f in first.findings] == ["Children ", "“It is be"]
    assert [f.councils for f in first.findings] == [("E08000035",), ("E08000032",)]
    assert (first.findings[0].themes, first.findings[1].polarity) == (
        ("drift_and_delay", "early_help"),
        "mixed",
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Words first.\n", "q900.psg:5: a passage opens with"),
        ("= magazine 2019-05-14 Leeds\nWords.\n", "KIND one of"),
        ("= local 2019-05-14 Nowhere\nWords.\n", "Nowhere"),
        ("= local 2019-05-14 Leeds\n", "without sentences"),
        ("= local 2019-05-14 Leeds\nWords.\n/\n", "without sentences"),
        ("= local 2019-05-14 Leeds\n/\nWords.\n", "without sentences"),
        ("= local 2019-05-14 Leeds\nWords. ## supervision; bad; article\n", "q900.psg:6: .*bad"),
        ("= local 2019-05-14 Leeds\n## supervision; weakness; article\n", "label without a sentence"),
    ],
)
def test_what_is_written_wrong_is_named_by_line(body: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=message):
        compile_passages(write_passages(tmp_path, body))


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("id: q900\n", "'---'"),
        ("id: q901\nannotator: a\nfiction: yes\n---\n", "not the file's name"),
        ("id: q900\nannotator: a\nfiction: no\n---\n", "fiction: yes"),
        ("id: q900\nfiction: yes\n---\n", "lacks annotator"),
        ("id: q900\nsplit: test\n---\n", "the head holds"),
    ],
)
def test_a_wrong_head_is_named(head: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=message):
        compile_passages(write_passages(tmp_path, BODY, head))


def test_they_are_compiled_for_training_with_findings_alone(tmp_path: Path) -> None:
    annotations = Annotations(tmp_path / "annotations")
    (annotations.root / "splits.csv").parent.mkdir()
    (annotations.root / "splits.csv").write_text("gss_code,name,split\n", encoding="utf-8")
    path = write_passages(annotations.root / "passages" / "sources", BODY)
    assert corpus.check([path]) == 0
    write(annotations, build(annotations))
    compiled = annotations.root / "passages" / "train.jsonl"
    assert [record.id for record in read_records(compiled)] == ["q900-01", "q900-02"]
    loaded = load_corpus([str(compiled)], texts=None)
    assert {layer for source in loaded.sources for layer in source.layers} >= {"findings"}
    assert not any({"entities", "quotations"} & source.layers for source in loaded.sources)


def test_validate_reads_them_and_points_at_their_lines(tmp_path: Path) -> None:
    other = BODY.replace("early_help; weakness", "early_help; mixed")
    path = write_passages(tmp_path / "passages" / "sources", BODY + other)
    (line,) = (str(line) for line in validate_files([str(path)]))
    assert line.startswith(f"{path}:14: suspicious: [same-sentence] “Children in Leeds wait eleven weeks.”")
    second = write_passages(tmp_path / "passages" / "second", BODY + other)
    assert not list(validate_files([str(second)]))
    (broken,) = (str(line) for line in validate_files([str(write_passages(tmp_path, "= local\n"))]))
    assert "q900.psg:5: a passage opens with" in broken
