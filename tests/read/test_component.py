from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from tests.read.network.tiny import document, texts
from tests.read.network.tiny_onnx import LABELS, SIZE, tiny_onnx, tiny_reader

from ofsight import layers
from ofsight.errors import ModelError
from ofsight.read.component import ReadStage
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.store import save_reader
from ofsight.read.rules.reader import RuleReader
from ofsight.reading import Reading, get_reading
from ofsight.record import Meta
from ofsight.record.labels import ENTITY_LABELS

NETWORK = tiny_onnx()
REPORT = (
    "Inspection of Gateshead local authority children's services\n"
    "Inspection dates: 6 to 17 February 2023\n"
    "Lead inspector: Honor Castellane, His Majesty's Inspector\n"
    "Children in Gateshead receive help that is well matched to what they need.\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    save_reader(folder, tiny_reader(NETWORK), NETWORK, trained_from={})
    return folder


def stage(folder: Path, reader: str = "both", **settings: Any) -> ReadStage:
    return ReadStage(reader, **settings).from_disk(folder)  # type: ignore[arg-type]


def segmented(nlp: Language, text: str, kind: str | None = None) -> Doc:
    doc = nlp.make_doc(text)
    if kind:
        layers.set_meta(doc, Meta.model_validate({"kind": kind}))
    return nlp.get_pipe("ofsight_segment")(doc)


def test_rules_read_unless_something_else_is_set(nlp: Language) -> None:
    doc = segmented(nlp, "Medway council was rated inadequate on 3 May 2019.")
    assert get_reading(ReadStage()(doc)) == RuleReader()(doc)


def test_mentions_and_quotations_are_found_without_reading_sentences(nlp: Language) -> None:
    doc = segmented(nlp, 'Medway council was rated inadequate. "This is a hard day for all of us," he said.')
    whole, part = RuleReader()(doc), RuleReader(sentences=False)(doc)
    assert whole.sentences
    assert whole.quotations
    assert part == Reading(whole.mentions, [], whole.quotations)


def test_the_network_reads_with_the_rules_as_hints(nlp: Language, folder: Path) -> None:
    doc = segmented(nlp, "Medway council was rated inadequate on 3 May 2019. The harbour froze.")
    found = get_reading(stage(folder, "network")(doc))
    assert found == tiny_reader(NETWORK).read(doc, RuleReader()(doc))
    assert found != tiny_reader(NETWORK).read(doc, Reading([], []))


def test_the_byline_of_a_report_is_the_rules(nlp: Language, folder: Path) -> None:
    doc = segmented(nlp, REPORT, "report")
    outside = {"Gateshead", "6 to 17 February 2023", "Honor Castellane"}
    found = {doc.text[m.start : m.end] for m in get_reading(stage(folder)(doc)).mentions}
    assert outside <= found
    # alone, the network answers for no other labels than its own, which has no OFFICIAL
    alone = get_reading(stage(folder, "network")(doc)).mentions
    assert {m.label for m in alone} <= set(LABELS.entities)
    assert "6 to 17 February 2023" in {doc.text[m.start : m.end] for m in alone}


def test_answers_are_divided_as_set(nlp: Language, folder: Path) -> None:
    doc = segmented(nlp, "Medway council was rated inadequate on 3 May 2019. The harbour froze.")
    rules, network = RuleReader()(doc), tiny_reader(NETWORK).read(doc, RuleReader()(doc))
    divided = stage(folder, entities={"DATE": "rules"}, quotations="rules", sentences="rules")
    found = get_reading(divided(doc))
    assert found.sentences == rules.sentences
    assert found.quotations == rules.quotations
    assert [m for m in found.mentions if m.label == "DATE"] == [
        m for m in rules.mentions if m.label == "DATE"
    ]
    assert [m for m in found.mentions if m.label == "VESSEL"] == [
        m for m in network.mentions if m.label == "VESSEL"
    ]
    assert divided.label_sets.entities == (*ENTITY_LABELS, "VESSEL")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"reader": "rules", "sentences": "network"}, "reader = 'both'"),
        ({"reader": "network", "entities": {"DATE": "rules"}}, "reader = 'both'"),
        ({"threads": 0}, "threads is 0"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        ReadStage(**settings)


@pytest.mark.parametrize(
    "settings",
    [{"reader": "nets"}, {"entities": {"DATE": "nobody"}}, {"sentences": "both"}, {"speed": 1}],
)
def test_settings_that_do_not_exist_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(settings))):
        spacy.blank("en").add_pipe("ofsight_read", config={"reader": "both"} | settings)


def test_a_network_that_was_not_loaded_is_missed(nlp: Language) -> None:
    with pytest.raises(ModelError, match="model directory"):
        ReadStage("network")(segmented(nlp, "Ofsted came."))


def test_a_network_that_cannot_do_what_is_set_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="'ROLE' cannot be had from 'network'"):
        stage(folder, entities={"ROLE": "network"})
    with pytest.raises(ModelError, match="uses no network"):
        ReadStage("rules").use(tiny_reader(NETWORK))


def test_it_goes_to_disk_and_to_bytes_and_back(nlp: Language, folder: Path, tmp_path: Path) -> None:
    doc = segmented(nlp, "Medway council was rated inadequate on 3 May 2019. The harbour froze.")
    first = stage(folder)
    first.to_disk(tmp_path / "read")
    for again in (stage(tmp_path / "read"), ReadStage("both").from_bytes(first.to_bytes())):
        assert get_reading(again(doc)) == get_reading(first(doc))
        assert again.to_bytes() == first.to_bytes()


def test_rules_have_nothing_to_store(tmp_path: Path) -> None:
    rules = ReadStage()
    rules.to_disk(tmp_path / "read")
    assert not (tmp_path / "read").exists()
    assert ReadStage().from_disk(tmp_path / "read").loaded
    assert ReadStage().from_bytes(rules.to_bytes()).loaded


def test_a_network_that_was_never_stored_is_not_stored_now(tmp_path: Path) -> None:
    learning = ReadStage("network")
    learning.use(tiny_reader(NETWORK))
    with pytest.raises(ModelError, match="save_reader"):
        learning.to_disk(tmp_path)
    with pytest.raises(ModelError, match="save_reader"):
        learning.to_bytes()


# spaCy holds no half characters; ingestion leaves none.
whole = texts.filter(bool).map(lambda text: text.encode("utf-8", "replace").decode())
documents = st.lists(st.lists(whole, min_size=1, max_size=4), max_size=3)


@given(st.lists(documents, min_size=1, max_size=4), st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_document_reads_the_same_whatever_comes_before_it(
    folder: Path, contents: Sequence[Sequence[Sequence[str]]], data: st.DataObject
) -> None:
    one, two = stage(folder, threads=1), stage(folder, threads=2)
    order = data.draw(st.permutations(range(len(contents))))

    def read(reader: ReadStage, number: int) -> Reading:
        return get_reading(reader(document(*contents[number])))

    in_turn = [read(one, number) for number in range(len(contents))]
    shuffled = {number: read(two, number) for number in order}
    for number, reading in enumerate(in_turn):
        assert shuffled[number] == reading
        sentences = sum(len(paragraph) for paragraph in contents[number])
        assert len(reading.sentences) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ("",),
        (" \u200b\u2028 ",),
        ("\0\x07\ufffe", "The council."),
        (" ".join(["council", "Reading", "xylophone"] * 800) + ".",),
        ("x" * 20000,),
    ],
    ids=["empty", "white", "odd", "thousands of words", "one word"],
)
def test_nothing_is_cut_and_nothing_breaks(folder: Path, sentences: Sequence[str]) -> None:
    doc = document(sentences)
    for reader in ("network", "both"):
        reading = get_reading(stage(folder, reader)(doc))
        assert [(s.start, s.end) for s in reading.sentences] == [
            (s.start, s.end) for s in layers.get_sentences(doc)
        ]
        assert all(0 <= s.finding <= 1 for s in reading.sentences)
        assert all(0 <= m.start < m.end <= len(doc.text) for m in reading.mentions)


def test_the_end_of_an_overlong_sentence_is_read(folder: Path) -> None:
    labels = LabelSets(("COUNCIL",))
    network = tiny_onnx(labels)
    reader = tiny_reader(network, labels)
    doc = document((" ".join(["council"] * 40 * SIZE.total),))
    read = reader.read(doc, Reading([], []))
    assert max(m.end for m in read.mentions) == len(doc.text)
    assert min(m.start for m in read.mentions) == 0
