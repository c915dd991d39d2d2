"""The inline markup of articles: what it means, and what it refuses by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.corpus.sources import HEAD, write_source

from ofsight.corpus.article import MarkedArticle, MarkedFinding
from ofsight.corpus.markup import blank_form, parse_source, without_marks
from ofsight.errors import CorpusError

HEAD_LINES = HEAD.count("\n") + 1  # and the line of dashes


def parse(folder: Path, body: str, head: str = "") -> MarkedArticle:
    return parse_source(write_source(folder, body, head=head))


def test_sentences_of_a_block_are_joined_by_a_space_a_break_or_nothing(tmp_path: Path) -> None:
    article = parse(tmp_path, "@p\nOne.\nTwo.\n/Three.\n~Four.\n")
    block = article.blocks[0]
    assert block.text == "One. Two.\nThree.Four."
    assert [block.text[s.start : s.end] for s in block.sentences] == ["One.", "Two.", "Three.", "Four."]
    assert [s.line for s in block.sentences] == [
        HEAD_LINES + 2,
        HEAD_LINES + 3,
        HEAD_LINES + 4,
        HEAD_LINES + 5,
    ]


def test_blocks_have_their_label_and_what_stands_before_them(tmp_path: Path) -> None:
    article = parse(tmp_path, "@h\nTitle\n@li\nOne\n@li +1\nTwo\n@bp +3\nAdvert\n")
    assert [(block.label, block.glue) for block in article.blocks] == [
        ("headline", "\n\n"),
        ("list_item", "\n\n"),
        ("list_item", "\n"),
        ("boilerplate", "\n\n\n"),
    ]


def test_entities_with_values_given_and_read(tmp_path: Path) -> None:
    block = parse(
        tmp_path, "@p\n{Halton|C} had {over 40|Q=40 count} in {May 2018|D}, {then|D=null}.\n"
    ).blocks[0]
    assert [(block.text[e.start : e.end], e.label, e.value, e.unit) for e in block.entities] == [
        ("Halton", "COUNCIL", "E06000006", None),
        ("over 40", "QUANTITY", 40, "count"),
        ("May 2018", "DATE", "2018-05", None),
        ("then", "DATE", None, None),
    ]


def test_marks_nest_in_quotations_and_speakers(tmp_path: Path) -> None:
    block = parse(
        tmp_path, "@p\n“<<{Ofsted|O} was right,>>(council,1)” said <1:a {Halton|C} {spokesperson|J}>.\n"
    ).blocks[0]
    assert block.text == "“Ofsted was right,” said a Halton spokesperson."
    quotation = block.quotations[0]
    assert block.text[quotation.start : quotation.end] == "Ofsted was right,"
    assert (quotation.source, quotation.speaker) == ("council", "1")
    start, end = block.speakers["1"]
    assert block.text[start:end] == "a Halton spokesperson"
    assert [e.label for e in block.entities] == ["ORGANISATION", "COUNCIL", "ROLE"]


def test_a_quotation_goes_on_over_sentences_of_its_block(tmp_path: Path) -> None:
    block = parse(tmp_path, "@p\n‘<<We waited.\nNobody came.>>(other)’\n").blocks[0]
    quotation = block.quotations[0]
    assert block.text[quotation.start : quotation.end] == "We waited. Nobody came."
    assert quotation.speaker is None


def test_a_greater_than_sign_is_text_where_no_speaker_is_open(tmp_path: Path) -> None:
    assert parse(tmp_path, "@bp\nHome > News > Local\n").blocks[0].text == "Home > News > Local"


def test_findings_and_facts_belong_to_the_sentence_above(tmp_path: Path) -> None:
    body = (
        "@p\nHelp is late. ## drift_and_delay, early_help; weakness; inspectorate; Wigan, Bury\n"
        "{Jo Bell|P} is {chief executive|J}.\n"
        '! role "Jo Bell" "chief executive" organisation=Halton\n'
    )
    first, second = parse(tmp_path, body).blocks[0].sentences
    assert first.finding == MarkedFinding(
        ("drift_and_delay", "early_help"), "weakness", "inspectorate", ("E08000002", "E08000010")
    )
    assert second.finding is None
    assert second.facts == [
        {"fact": "role", "official": "Jo Bell", "role": "chief executive", "organisation": "E06000006"}
    ]


def test_the_page_after_html_is_kept_as_it_is(tmp_path: Path) -> None:
    article = parse(tmp_path, "@p\nOne.\n---html\n<p>§1</p>\n\n@p is no block here\n")
    assert article.page == "<p>§1</p>\n\n@p is no block here"
    assert len(article.blocks) == 1


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("One.\n", 1, "a sentence before the first @block"),
        ("@x\nOne.\n", 1, "unknown block '@x'"),
        ("@p\n@anna was here\n", 2, "written with a / before it"),
        ("@p\n{Halton\n", 2, "unclosed mark"),
        ("@p\n{Halton|X}\n", 2, "unknown entity code 'X'"),
        ("@p\n{ Halton|C}\n", 2, "starts or ends with a space"),
        ("@p\n{Nowhere|C}\n", 2, "'Nowhere' names no authority"),
        ("@p\n{last May|D}\n", 2, "give its ISO value"),
        ("@p\nHalton}\n", 2, "a stray '}'"),
        ("@p\nyes>>(council)\n", 2, "'>>' closes no quotation"),
        ("@p\n<<yes we do>>(mayor)\n", 2, "unknown source 'mayor'"),
        ("@p\n{<<Halton|C}>>(council)\n", 2, "marks are crossed"),
        ("@p\n<<yes we do\n@p\nNo.\n", 3, "is not closed"),
        ("@p\n<1:She> and <1:he>\n", 2, "stands twice"),
        ("@p\n@p\nOne.\n", 2, "the block above is empty"),
        ("@p\nOne. ## morale; weakness; council\n", 2, "'morale' is none of"),
        ("@p\nOne. ## workforce; weakness\n", 2, "a finding is 'themes; polarity; source"),
        ("@bp\nOne. ## workforce; weakness; council\n", 2, "a finding in a block that is no body"),
        ("@cap\n<<yes we do>>(council)\n", 2, "a quotation in a block that is no body"),
        ("! judgement overall good\n", 1, "a fact must follow its sentence"),
        ("@p\nOne.\n! judgement overall fine\n", 3, "'fine' is none of"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, body: str, line: int, message: str) -> None:
    with pytest.raises(CorpusError) as caught:
        parse(tmp_path, body)
    assert str(caught.value).startswith(f"{tmp_path / 'n900.ann'}:{HEAD_LINES + line}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("outlets: Echo\n", "unknown key 'outlets'"),
        ("outlet: Echo\n", "the key 'outlet' stands twice"),
        ("title: What <1:inspectors> say\n", "holds a mark"),
        ("nonsense\n", "expected 'key: value' or '---'"),
    ],
)
def test_errors_of_the_head(tmp_path: Path, head: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        parse(tmp_path, "@p\nOne.\n", head)


def test_a_head_must_end(tmp_path: Path) -> None:
    path = tmp_path / "n900.ann"
    path.write_text(HEAD.format(id="n900"), encoding="utf-8")
    with pytest.raises(CorpusError, match="no line '---'"):
        parse_source(path)


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("{Halton|C} is > {20%|Q}", "Halton is > 20%"),
        ("“<<Yes, {we|C=Halton} do>>(council,1)” said <1:the {head|J}>.", "“Yes, we do” said the head."),
        ("~Joined.", "~Joined."),
        ("<2:She> said 3 < 4 > 2", "She said 3 < 4 > 2"),
    ],
)
def test_marks_are_taken_out(line: str, bare: str) -> None:
    assert without_marks(line) == bare


def test_a_blank_form_has_the_same_text_and_nothing_decided(tmp_path: Path) -> None:
    body = (
        "@h\n{Halton|C} told to improve ## overall_effectiveness; weakness; inspectorate\n"
        "! judgement overall poor\n"
        "@p\n“<<We act,\n/and soon>>(council,1)”, <1:{Jo Bell|P}> said.\n"
        "---html\n<h1>§1</h1><p>§2</p> <!-- {x|C} -->\n"
    )
    source = write_source(tmp_path / "sources", body)
    form = write_source(tmp_path / "forms", "")
    form.write_text(blank_form(source.read_text(encoding="utf-8")), encoding="utf-8")
    full, blank = parse_source(source), parse_source(form)
    assert [(b.label, b.text, b.glue) for b in blank.blocks] == [
        (b.label, b.text, b.glue) for b in full.blocks
    ]
    assert [[(s.start, s.end) for s in b.sentences] for b in blank.blocks] == [
        [(s.start, s.end) for s in b.sentences] for b in full.blocks
    ]
    assert blank.page == full.page
    assert not any(b.entities or b.quotations or b.speakers for b in blank.blocks)
    assert not any(s.finding or s.facts for b in blank.blocks for s in b.sentences)
    assert blank.head == full.head | {"annotator": "?"}
