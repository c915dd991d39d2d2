"""The agreement of two passes on a small corpus, counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripts import agreement
from tests.corpus.folders import ARTICLE, REPORT, REPORT_TEXT, SENTENCES, make_annotations, write_texts
from tests.corpus.sources import write_source, write_stand_off

from ofsight.corpus.layout import Annotations
from ofsight.errors import CorpusError
from ofsight.record.rules import text_checksum


@pytest.fixture
def annotations(tmp_path: Path) -> Annotations:
    """Annotations of which an article and a report were annotated twice."""
    made = make_annotations(tmp_path)
    second = ARTICLE.replace("{two|Q=2 count}", "two").replace("workforce; weakness", "workforce; neutral")
    write_source(made.news / "second", second)
    write_stand_off(
        made.reports / "batches" / "b01-2",
        # The second annotator left the first sentence out, and saw a finding in the last.
        "2 37-57 workforce; strength; inspectorate\n"
        "3 58-91 leadership; weakness; inspectorate\n"
        "   D 86-90 2019\n",
        document=REPORT,
        sha256=text_checksum(REPORT_TEXT),
        annotator="other",
    )
    return made


def test_passes_over_articles(annotations: Annotations) -> None:
    doubled = agreement.doubled_news(annotations)
    figures = agreement.agreement(doubled, agreement.PASSES, doubled.first, doubled.second, draws=0).figures()
    assert figures["entities.strict.COUNCIL.f1"] == 1
    assert figures["entities.strict.QUANTITY.recall"] == 0
    assert figures["findings.detection.f1"] == 1
    assert figures["findings.polarity"] == 0.5
    assert figures["findings.themes.workforce.kappa"] == 1
    assert figures["quotations.strict.f1"] == 1


def test_passes_over_reports_count_common_sentences_only(annotations: Annotations) -> None:
    doubled = agreement.doubled_reports(annotations, "findings")
    assert [len(record.sentences) for record in doubled.first] == [2]
    figures = agreement.agreement(doubled, agreement.PASSES, doubled.first, doubled.second, draws=0).figures()
    assert figures["findings.detection.recall"] == 1
    assert figures["findings.detection.precision"] == 0.5
    # One side says finding to both sentences: agreement no better than chance.
    assert figures["findings.detection.kappa"] == 0
    entities = agreement.doubled_reports(annotations, "entities")
    figures = agreement.agreement(
        entities, agreement.PASSES, entities.first, entities.second, draws=0
    ).figures()
    assert figures["entities.strict.micro.recall"] == 0.5


def test_the_kept_first_pass_is_what_counts(annotations: Annotations) -> None:
    write_source(annotations.news / "first", ARTICLE.replace("; weakness; council", "; strength; council"))
    doubled = agreement.doubled_news(annotations)
    assert [finding.polarity for finding in doubled.first[0].findings] == ["weakness", "strength"]
    assert [finding.polarity for finding in doubled.gold[0].findings] == ["weakness", "weakness"]


def test_passes_over_different_texts_are_refused(annotations: Annotations) -> None:
    write_source(annotations.news / "second", "@p\nAnother text.\n")
    with pytest.raises(CorpusError, match="its text is not that of the other pass"):
        agreement.doubled_news(annotations)


def test_passes_over_passages(annotations: Annotations) -> None:
    head = "id: q900\nannotator: a\nfiction: yes\n---\n= local 2019-05-14 Leeds\n"
    passages = annotations.root / "passages"
    for folder, label in (("sources", "weakness"), ("second", "mixed")):
        (passages / folder).mkdir(parents=True)
        words = f"Children in Leeds wait. ## drift_and_delay; {label}; article\n"
        (passages / folder / "q900.psg").write_text(head + words, encoding="utf-8")
    doubled = agreement.doubled_passages(annotations)
    assert [record.findings[0].polarity for record in doubled.first] == ["weakness"]
    assert [record.findings[0].polarity for record in doubled.second] == ["mixed"]
    (passages / "second" / "q900.psg").write_text(head + "Others wait.\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="only labels may differ"):
        agreement.doubled_passages(annotations)


def test_a_second_pass_needs_a_first(annotations: Annotations) -> None:
    write_stand_off(annotations.reports / "batches" / "b07-2", SENTENCES, document=REPORT)
    with pytest.raises(CorpusError, match="b07 has no first pass"):
        agreement.doubled_reports(annotations, "findings")


def test_tables_and_figures_are_written(
    annotations: Annotations, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = write_texts(tmp_path / "texts")
    arguments = ["--annotations", str(annotations.root), "--texts", str(texts), "--draws", "0"]
    assert agreement.run(agreement.parse(arguments)) == 0
    text = (annotations.root / "AGREEMENT.md").read_text(encoding="utf-8")
    assert "1 documents, 3 sentences annotated twice. Annotators: somebody." in text
    assert "Annotators: other, somebody." in text
    assert "| workforce " in text
    assert "gold and rules" in text
    figures = json.loads((annotations.root / "agreement.json").read_text(encoding="utf-8"))
    assert figures["news"]["passes"]["findings.polarity"] == 0.5
    assert set(figures["reports, findings"]) == {"passes", "gold and rules"}
    assert text.strip() in capsys.readouterr().out


def test_missing_texts_and_missing_passes_are_said_aloud(
    annotations: Annotations, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (annotations.news / "second" / "n900.ann").unlink()
    arguments = ["--annotations", str(annotations.root), "--texts", str(tmp_path), "--draws", "0", "--dry"]
    assert agreement.run(agreement.parse(arguments)) == 0
    told = capsys.readouterr().err
    assert "SKIPPED news: nothing is annotated twice yet" in told
    assert "SKIPPED the rules on reports, findings: no texts" in told
    assert not (annotations.root / "AGREEMENT.md").exists()
