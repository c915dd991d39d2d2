from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.annotated import annotated_records, labels

from ofsight.errors import ConversionError
from ofsight.formats import Notes, export, import_records
from ofsight.formats.conll import spans
from ofsight.ingest.document import InputFailure
from ofsight.record import Entity, Record, Sentence

COLUMNS_2003 = """\
-DOCSTART- -X- -X- O

Larkfield NNP B-NP B-HOME
House NNP I-NP I-HOME
is VBZ B-VP O
short JJ B-ADJP O
of IN B-PP O
nurses NNS B-NP B-STAFF_ROLE
. . O O

It PRP B-NP O
was VBD B-VP O
rated VBN I-VP O
good JJ B-ADJP B-RATING
. . O O

-DOCSTART- -X- -X- O

Meals NNS B-NP O
were VBD B-VP O
hot JJ B-ADJP O
. . O O
"""


def read(tmp_path: Path, text: str, notes: Notes | None = None) -> list[Record | InputFailure]:
    path = tmp_path / "care.conll"
    path.write_text(text, encoding="utf-8")
    return list(import_records(path, "conll", notes=notes))


def only_record(tmp_path: Path, text: str) -> Record:
    (record,) = read(tmp_path, text)
    assert isinstance(record, Record), record
    return record


def mentions(record: Record | InputFailure) -> list[tuple[str | None, str]]:
    assert isinstance(record, Record), record
    return [(entity.text, entity.label) for entity in record.entities]


def test_columns_become_documents_with_entities(tmp_path: Path) -> None:
    first, second = read(tmp_path, COLUMNS_2003)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.text == "Larkfield House is short of nurses. It was rated good."
    assert mentions(first) == [("Larkfield House", "HOME"), ("nurses", "STAFF_ROLE"), ("good", "RATING")]
    assert (first.id, second.id) == ("care-1", "care-2")
    assert (second.text, second.entities, second.sentences) == ("Meals were hot.", (), ())


def test_comments_give_ids_paragraphs_and_the_text_as_printed(tmp_path: Path) -> None:
    record = only_record(
        tmp_path,
        "# newdoc id = larkfield-2024\n# sent_id = 1\n# text = Larkfield  House can't cope (it said so).\n"
        "Larkfield\tB-HOME\nHouse\tI-HOME\nca\tO\nn't\tO\ncope\tO\n(\tO\nit\tO\nsaid\tO\nso\tO\n)\tO\n.\tO\n\n"
        "# newpar\n# text = Meals: hot\nMeals\tO\n:\tO\nhot\tO\n",
    )
    assert record.id == "larkfield-2024"
    assert record.text == "Larkfield  House can't cope (it said so).\n\nMeals: hot"
    assert mentions(record) == [("Larkfield  House", "HOME")]


@pytest.mark.parametrize(
    ("scheme", "tags"),
    [
        ("BIO", "B-A I-A B-A O B-C I-A B-C"),
        ("IOB1", "I-A I-A B-A O I-C I-A I-C"),
        ("BIOES", "B-A E-A S-A O S-C S-A S-C"),
        ("BILOU", "B-A L-A U-A O U-C U-A U-C"),
    ],
)
def test_every_scheme_says_the_same(scheme: str, tags: str) -> None:
    assert spans(tags.split()) == [(0, 1, "A"), (2, 2, "A"), (4, 4, "C"), (5, 5, "A"), (6, 6, "C")]


def test_words_that_look_like_comments_are_words(tmp_path: Path) -> None:
    record = only_record(tmp_path, "#\tO\n# remark\tO\n\n# a remark\n# text = Go O\nGo\tO\nO\tO\n")
    assert record.text == "# # remark Go O"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("a\tO\nb\n", "line 2 has one column"),
        ("a\tO\nb\tHOME\n", "the tag 'HOME' of line 2"),
        ("a\tO\nb\tB-\n", "the tag 'B-' of line 2"),
        ("# text = b a\na\tO\nb\tO\n", "the sentence of line 2, the token 'a' does not come next"),
        ("# text = a b c\na\tO\nb\tO\n", "goes on after the last token with ' c'"),
    ],
)
def test_a_bad_document_costs_no_other(tmp_path: Path, lines: str, message: str) -> None:
    bad, good = read(tmp_path, f"{lines}\n-DOCSTART- O\n\nfine\tO\n")
    assert isinstance(bad, InputFailure)
    assert message in bad.message
    assert bad.message.startswith(f"{tmp_path / 'care.conll'}, line 1: ")
    assert isinstance(good, Record)
    assert good.text == "fine"


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "care.conll"
    path.write_bytes("caf\xe9\tO\n".encode("latin-1"))
    with pytest.raises(ConversionError, match="not UTF-8 at byte 3"):
        list(import_records(path, "conll"))


@settings(max_examples=80)
@given(annotated_records())
def test_words_and_their_labels_survive(tmp_path_factory: pytest.TempPathFactory, record: Record) -> None:
    # White space is written as plain spaces, so words are compared; what has been read stays as it is.
    path = tmp_path_factory.mktemp("conll") / "out.conll"
    notes = Notes()
    export(
        [record.model_copy(update={"sentences": (Sentence(start=0, end=len(record.text or "")),)})],
        path,
        notes=notes,
    )
    (read_back,) = import_records(path)
    assert isinstance(read_back, Record)
    assert (read_back.text or "").split() == (record.text or "").split()
    assert [(m and m.split(), label) for m, label in mentions(read_back)] == [
        (m and m.split(), label) for m, label in mentions(record)
    ]
    assert not any("outside sentences" in note for note in notes)
    export([read_back], path)
    (again,) = import_records(path)
    assert isinstance(again, Record)
    assert again.model_copy(update={"source": read_back.source}) == read_back


@given(st.lists(st.tuples(st.integers(1, 3), labels.filter(lambda label: label == label.strip()))))
def test_spans_are_what_tags_were_written_for(pieces: list[tuple[int, str]]) -> None:
    tags: list[str] = []
    expected = []
    for length, label in pieces:
        expected.append((len(tags), len(tags) + length - 1, label))
        tags += [f"B-{label}"] + [f"I-{label}"] * (length - 1)
    assert spans(tags) == expected


def plain(text: str, *entities: Entity, sentences: tuple[Sentence, ...] = ()) -> Record:
    from tests.formats.articles import article

    from ofsight.record.rules import text_checksum

    nothing: dict[str, object] = dict.fromkeys(
        ("blocks", "findings", "quotations", "judgements", "roles", "measures"), ()
    )
    return article(
        text=text, text_sha256=text_checksum(text), entities=entities, sentences=sentences, **nothing
    )


def test_what_is_written_can_be_read_by_others(tmp_path: Path) -> None:
    home = Entity(start=0, end=9, label="HOME", text="Larkfield")
    record = plain("Larkfield lacks nurses. It is good.\n\nMeals were\nhot.", home)
    export([record], tmp_path / "out.conll")
    assert (tmp_path / "out.conll").read_text(encoding="utf-8") == (
        "# newdoc id = ambleford-1\n"
        "# text = Larkfield lacks nurses.\nLarkfield\tB-HOME\nlacks\tO\nnurses\tO\n.\tO\n\n"
        "# text = It is good.\nIt\tO\nis\tO\ngood\tO\n.\tO\n\n"
        "# newpar\n# text = Meals were hot.\nMeals\tO\nwere\tO\nhot\tO\n.\tO\n\n"
    )


def test_entities_that_no_sentence_holds_are_told(tmp_path: Path) -> None:
    text = "Larkfield. Ash House."
    sentences = (Sentence(start=0, end=10), Sentence(start=11, end=15))
    across = Entity(start=11, end=20, label="HOME", text="Ash House")
    notes = Notes()
    export([plain(text, across, sentences=sentences)], tmp_path / "out.conll", notes=notes)
    assert "B-" not in (tmp_path / "out.conll").read_text(encoding="utf-8")
    assert "entities outside sentences or across their ends, left out: 1 (first: record ambleford-1)" in list(
        notes
    )


def test_labels_with_line_breaks_are_refused(tmp_path: Path) -> None:
    odd = Entity(start=0, end=9, label="HO\tME", text="Larkfield")
    with pytest.raises(ConversionError, match="white space that columns cannot hold"):
        export([plain("Larkfield.", odd)], tmp_path / "out.conll")
