"""From a source to a record: offsets, pages, metadata."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.corpus.sources import HEAD, write_source

from ofsight.corpus.compile import compile_source, wrap
from ofsight.corpus.lines import line_at
from ofsight.errors import CorpusError
from ofsight.ingest.readers import read_content
from ofsight.record import Record

BODY = """\
@h
{Halton|C} told to improve ## overall_effectiveness; weakness; inspectorate
@li
• {Two|Q=2 count} posts are empty. ## workforce; weakness; inspectorate; Wigan
! measure staff 2 count comparator="posts"
@p
“<<We are sorry,>>(council,1)” said <1:{Jo Bell|P}>, the {leader|J}.
! role "Jo Bell" leader organisation=Halton
It was rated {inadequate|R} in {May 2018|D}. ## overall_effectiveness; weakness; article
! judgement overall inadequate date=2018-05
@bp
Cookies
"""


def compiled(folder: Path, body: str = BODY, head: str = "") -> Record:
    return compile_source(write_source(folder, body, head=head)).record


def test_every_layer_has_its_words(tmp_path: Path) -> None:
    record = compiled(tmp_path)
    text = record.text
    assert text is not None
    assert [text[b.start : b.end] for b in record.blocks][-1] == "Cookies"
    assert [text[s.start : s.end] for s in record.sentences] == [
        "Halton told to improve",
        "Two posts are empty.",
        "“We are sorry,” said Jo Bell, the leader.",
        "It was rated inadequate in May 2018.",
    ]
    assert [(e.label, e.text) for e in record.entities] == [
        ("COUNCIL", "Halton"),
        ("QUANTITY", "Two"),
        ("OFFICIAL", "Jo Bell"),
        ("ROLE", "leader"),
        ("RATING", "inadequate"),
        ("DATE", "May 2018"),
    ]
    assert [f.councils for f in record.findings] == [("E06000006",), ("E08000010",), ("E06000006",)]
    (quotation,) = record.quotations
    assert quotation.speaker is not None
    assert (text[quotation.start : quotation.end], quotation.speaker.text) == ("We are sorry,", "Jo Bell")
    assert [
        text[slice(*fact.evidence)] for fact in (*record.judgements, *record.roles, *record.measures)
    ] == [
        "It was rated inadequate in May 2018.",
        "“We are sorry,” said Jo Bell, the leader.",
        "Two posts are empty.",
    ]


def test_the_metadata_say_that_it_is_fiction(tmp_path: Path) -> None:
    record = compiled(tmp_path)
    assert record.meta.publisher == "Harbour Echo (fiction)"
    assert (record.meta.kind, record.meta.published) == ("news", "2019-05-07")
    assert record.id == "n900"


def test_an_outlet_that_says_so_itself_says_it_once(tmp_path: Path) -> None:
    source = write_source(tmp_path, "@p\nOne.\n")
    source.write_text(
        source.read_text(encoding="utf-8").replace("Harbour Echo", "Minister’s news (fiction)"),
        encoding="utf-8",
    )
    assert compile_source(source).record.meta.publisher == "Minister’s news (fiction)"


def test_lines_lead_back_to_the_source(tmp_path: Path) -> None:
    result = compile_source(write_source(tmp_path, BODY))
    text = result.record.text or ""
    lines = write_source(tmp_path, BODY).read_text(encoding="utf-8").splitlines()
    assert "{Jo Bell|P}" in lines[line_at(result.lines, text.index("Jo Bell")) - 1]
    assert lines[line_at(result.lines, text.index("Cookies")) - 1] == "@bp"
    assert line_at(result.lines, len(text) + 5) == 0


def test_a_page_gives_the_text_that_ingestion_gives(tmp_path: Path) -> None:
    page = "<html><body><h1>§1</h1><div>§2</div></body></html>"
    body = f"@h\nFish & chips\n@p\nOne.\n/Two {{Halton|C}}.\n---html\n{page}\n"
    result = compile_source(write_source(tmp_path, body))
    assert result.page is not None
    assert b"Fish &amp; chips" in result.page
    assert b"One.<br>Two Halton." in result.page
    assert read_content("text/html", result.page, "n900.html").text == result.record.text
    assert result.record.source.media_type == "text/html"
    assert [e.text for e in result.record.entities] == ["Halton"]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<p>§1</p>", r"blocks \[2\] have no place"),
        ("<p>§2</p><p>§1</p>", "text of the page in no block: 'Second words.'"),
        ("<p>§1</p><p hidden>§2</p>", "is not in the page's text after the one before it"),
        ("<p>§1</p><p>stray</p><p>§2</p>", "text of the page in no block: 'stray'"),
        ("<p>§1</p><p>§2</p><p>§3</p>", "§3 in the page, but there are 2 blocks"),
        ("<p>§1.2</p><p>§2</p>", r"§1\.2 in the page, but block 1 has 1 line"),
    ],
)
def test_a_page_must_hold_every_block_in_order_and_nothing_else(
    tmp_path: Path, page: str, message: str
) -> None:
    with pytest.raises(CorpusError, match=message):
        compiled(tmp_path, f"@p\nFirst words.\n@p\nSecond words.\n---html\n{page}\n")


def test_wrapping_moves_no_offset(tmp_path: Path) -> None:
    sentence = "A long sentence about {Halton|C} goes on for quite a while before it ends.\n"
    plain, wrapped = (
        compiled(tmp_path, "@p\n" + sentence),
        compiled(tmp_path, "@p\n" + sentence, "wrap: 20\n"),
    )
    assert [(e.start, e.end) for e in plain.entities] == [(e.start, e.end) for e in wrapped.entities]
    assert wrapped.text is not None
    assert max(map(len, wrapped.text.splitlines())) <= 20
    assert wrapped.text.split() == (plain.text or "").split()


def test_wrap_leaves_long_words_alone() -> None:
    assert wrap("incomprehensibilities are long", 10) == "incomprehensibilities are long"
    assert wrap("they are long words", 10) == "they are\nlong words"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: n900", "id: n901", "is not the file's name"),
        ("split: train\n", "", "the head lacks split"),
        ("fiction: yes", "fiction: no", "articles are invented"),
        ("council: Halton\n", "", "a finding without council"),
        ("2019-05-07", "May 2019", "meta.published|ISO date"),
    ],
)
def test_a_faulty_head_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "n900.ann"
    path.write_text((HEAD.format(id="n900") + "---\n" + BODY).replace(old, new), encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        compile_source(path)


def test_a_speaker_must_stand_somewhere(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no speaker <2:\.\.\.> in the article"):
        compiled(tmp_path, "@p\n“<<We are sorry,>>(council,2)” she said.\n")


def test_letters_carry_their_inspection(tmp_path: Path) -> None:
    given = 'type=focused_visit framework=ilacs start=2019-04-02 lead_inspector="Jo Bell"'
    head = f"kind: report\ninspection: {given}\n"
    inspection = compiled(tmp_path, "@p\nOne.\n", head).meta.inspection
    assert inspection is not None
    assert (inspection.council, inspection.type, inspection.start, inspection.end) == (
        "E06000006",
        "focused_visit",
        "2019-04-02",
        None,
    )
    assert inspection.lead_inspector == "Jo Bell"
