from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

pytest.importorskip("torch", reason="training needs the extra train")

from tests.read.network.tiny import tiny_tokenizer
from tests.training.tiny_run import article, in_parts, only, words_of

import ofsight  # after the check
from ofsight.errors import TrainingError
from ofsight.record import Record
from ofsight.training.config import AdaptConfig
from ofsight.training.corpus import Corpus
from ofsight.training.documents import Source, TrainingDocument, label_sets
from ofsight.training.network import IGNORED
from ofsight.training.prepare import Preparer, unlabelled_sentences

ALL = frozenset({"entities", "findings", "quotations"})
TOKENIZER = tiny_tokenizer(words_of(article(number) for number in range(5)))


@pytest.fixture(scope="module")
def rules() -> Language:
    return ofsight.load("rules")


@pytest.fixture
def preparer(rules: Language) -> Preparer:
    return Preparer(rules, TOKENIZER, ("shape", "hint"))


def corpus(*records: Record, layers: frozenset[str] = ALL) -> Corpus:
    return Corpus([Source(record, layers) for record in records])


def prepare_one(preparer: Preparer, *records: Record, layers: frozenset[str] = ALL) -> TrainingDocument:
    found = corpus(*records, layers=layers)
    (document,), losses = preparer.training(found, label_sets(found.sources))
    assert (losses.sentences, losses.findings, losses.spans) == (0, 0, 0)
    return document


def test_a_document_annotated_throughout_is_cut_as_it_was_annotated(preparer: Preparer) -> None:
    record = article(1)
    # The pipeline would cut there.
    title, finding, speech, notice, *rest = record.sentences
    joined = speech.model_copy(update={"end": notice.end})
    odd = record.model_copy(update={"sentences": (title, finding, joined, *rest)})
    document = prepare_one(preparer, odd)
    assert document.prepared.sentences[2] == (joined.start, joined.end)
    assert document.targets.annotated() == set(range(len(odd.sentences)))
    assert prepare_one(preparer, record).prepared.sentences[2] == (speech.start, speech.end)


@pytest.mark.parametrize("kept", [(), ("blocks",)])
def test_records_that_list_no_sentences_are_cut_by_the_pipeline_and_learned_whole(
    preparer: Preparer, kept: tuple[str, ...]
) -> None:
    record = only(article(1), "entities", "findings", *kept)
    document = prepare_one(preparer, record, layers=frozenset({"entities", "findings"}))
    assert document.prepared.sentences == [(s.start, s.end) for s in article(1).sentences]
    assert document.targets.annotated() == set(range(len(document.prepared.sentences)))
    assert (document.targets.finding == 1).sum() == len(record.findings)


def test_of_a_document_annotated_in_part_only_that_is_learned(preparer: Preparer) -> None:
    record = in_parts(article(1))
    document = prepare_one(preparer, record, layers=frozenset({"findings"}))
    assert len(document.prepared.sentences) == len(article(1).sentences)
    chosen = {document.prepared.sentences[number] for number in document.targets.annotated()}
    assert chosen == {(sentence.start, sentence.end) for sentence in record.sentences}
    # Findings alone were annotated: that no mention is marked says nothing.
    assert all((targets == IGNORED).all() for targets in document.targets.entities)


def test_mentions_alone_say_nothing_of_findings(preparer: Preparer) -> None:
    document = prepare_one(preparer, in_parts(article(1)), layers=frozenset({"entities"}))
    assert document.targets.annotated()
    assert (document.targets.finding == IGNORED).all()
    assert (document.targets.themes == IGNORED).all()


def test_several_records_on_a_text_are_one_document(preparer: Preparer) -> None:
    whole, part = article(1), in_parts(article(1))
    mentions, findings = only(whole, "blocks", "sentences", "entities"), only(part, "sentences", "findings")
    for order in ([mentions, findings], [findings, mentions]):
        found = Corpus([Source(r, frozenset({"entities" if r is mentions else "findings"})) for r in order])
        (document,), _ = preparer.training(found, label_sets(found.sources))
        assert all((targets != IGNORED).any() for targets in document.targets.entities)
        assert (document.targets.finding != IGNORED).sum() == len(part.sentences)
        (scored,) = preparer.development(found, label_sets(found.sources))
        assert scored.wanted is None


def test_documents_to_score_on_are_cut_by_the_pipeline_and_read_where_they_are_annotated(
    preparer: Preparer,
) -> None:
    whole, part, bare = article(1), in_parts(article(2)), only(article(3), "entities")
    found = corpus(whole, part, bare)
    first, second, third = preparer.development(found, label_sets(found.sources))
    assert first.wanted is None
    assert second.wanted is not None
    wanted = {second.document.prepared.sentences[number] for number in second.wanted}
    assert wanted == {(sentence.start, sentence.end) for sentence in part.sentences}
    assert third.wanted is None  # it lists no sentences: it is annotated throughout
    assert [item.sources[0].record.id for item in (first, second, third)] == ["a01", "a02", "a03"]


def test_hints_are_what_the_rules_read(preparer: Preparer) -> None:
    found = corpus(article(1))
    (item,) = preparer.development(found, label_sets(found.sources))
    dates = {(m.start, m.end) for m in item.rules.mentions if m.label == "DATE"}
    assert {(e.start, e.end) for e in article(1).entities if e.label == "DATE"} <= dates
    hints = [bool(features[:, 1].any()) for features in item.document.prepared.features]
    assert any(hints)


def test_a_record_without_text_is_refused(preparer: Preparer) -> None:
    bare = only(article(1)).model_copy(update={"text": None})
    with pytest.raises(TrainingError, match="a01: has no text"):
        preparer.development(corpus(bare), label_sets([]))


REPORT = """{council}
Inspection of local authority children’s services
Inspection dates: 2 March to 13 March 2020
Lead inspector: Jo Penn

The quality of help is good. Social workers know their children well.
"""


@pytest.fixture
def unlabelled(tmp_path: Path) -> Path:
    """A folder of documents: reports on Halton and Medway, an article on nobody, and what is no document."""
    folder = tmp_path / "unlabelled"
    folder.mkdir()
    for name, council in (("h", "Halton Borough Council"), ("m", "Medway Council")):
        (folder / f"{name}.txt").write_text(REPORT.format(council=council), encoding="utf-8")
    (folder / "n.txt").write_text(article(1).text or "", encoding="utf-8")
    (folder / "x.pdf").write_bytes(b"%PDF-1.4 broken")
    return folder


def sentences(rules: Language, **settings: object) -> int:
    config = AdaptConfig.model_validate(settings)
    found = list(unlabelled_sentences(config, rules, TOKENIZER))
    assert all(len(pieces) for pieces in found)
    return len(found)


def test_unlabelled_documents_are_read_and_broken_ones_left_out(rules: Language, unlabelled: Path) -> None:
    every = sentences(rules, documents=[unlabelled])
    one = sentences(rules, documents=[unlabelled / "n.txt"])
    assert one == len(article(1).sentences)
    assert every > one
    assert sentences(rules, documents=[unlabelled / "none", unlabelled / "n.txt"]) == one
    assert sentences(rules, documents=[unlabelled / "none"]) == 0


def test_only_reports_on_authorities_of_the_training_split_are_read(
    rules: Language, unlabelled: Path, tmp_path: Path
) -> None:
    """What is scored on must not be seen before; articles are chosen by whoever names their files."""
    splits = tmp_path / "splits.csv"
    splits.write_text("gss_code,split\nE06000006,train\nE06000035,test\n", encoding="utf-8")
    halton, article = (sentences(rules, documents=[unlabelled / name]) for name in ("h.txt", "n.txt"))
    assert halton > 0
    assert sentences(rules, documents=[unlabelled], splits=splits) == halton + article
    splits.write_text("gss_code,split\nE06000006,dev\nE06000035,test\n", encoding="utf-8")
    assert sentences(rules, documents=[unlabelled], splits=splits) == article


@pytest.mark.parametrize("content", [None, b"code,part\nE06000006,train\n", b"\xff\xfe\x00"])
def test_splits_that_cannot_be_read_are_refused(
    rules: Language, unlabelled: Path, tmp_path: Path, content: bytes | None
) -> None:
    """Left out silently, they would let everything be read."""
    splits = tmp_path / "splits.csv"
    if content is not None:
        splits.write_bytes(content)
    with pytest.raises(TrainingError, match=r"splits\.csv: cannot be read as a CSV of gss_code and split"):
        sentences(rules, documents=[unlabelled], splits=splits)
