"""What is legal but suspicious: each check on a text that holds its mistake, and on one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.corpus.folders import REPORT, SENTENCES, make_annotations, write_texts
from tests.corpus.sources import HEAD, write_source, write_stand_off
from tests.evaluation import builders as make

from ofsight.cli.main import cli
from ofsight.corpus.build import build, write
from ofsight.corpus.checks import validate_files
from ofsight.corpus.checks.findings import theme_words
from ofsight.record.io import RecordWriter
from ofsight.record.labels import THEMES

FIRST_LINE = HEAD.count("\n") + 3  # after the head, the dashes and the block's mark


def suspicions(folder: Path, *paragraphs: str) -> list[tuple[str, str]]:
    """Return check and text of everything that is suspicious in an article of these paragraphs."""
    path = write_source(folder, "".join(f"@p\n{paragraph}\n" for paragraph in paragraphs))
    found = []
    for line in validate_files([str(path)], hints=True):
        assert line.suspicious, str(line)
        check, _, rest = line.problem.message.partition("] “")
        found.append((check.lstrip("["), rest.partition("”: ")[0]))
    return found


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        # spans
        ("{the summer|D=2018-06/2018-08}.", ("span-edge", "the summer")),
        ("{Ofsted’s|O=ofsted} view.", None),
        ("{Rambler’s|O} view.", ("span-edge", "Rambler’s")),
        ("“{Ofsted,|O=ofsted}”", ("span-edge", "Ofsted,")),
        ("<<“We are very sorry”>>(council).", ("span-edge", "“We are very sorry”")),
        ("“<<Very sorry>>(council)” they are.", ("short-quotation", "Very sorry")),
        ("“<<Very sorry indeed>>(council)” they are.", None),
        # roles
        ("Two {team managers|J} left.", ("plural-role", "team managers")),
        ("The {director of children’s services|J} left.", None),
        ("The {DCS|J} left.", None),
        # mentions passed over
        ("{Jo Bell|P} left. Everybody liked Jo Bell.", ("untagged-twin", "Jo Bell")),
        ("{Halton|C} said so. Children in Halton wait.", None),
        ("{Halton|C} said so. Then Halton waited.", ("untagged-twin", "Halton")),
        ("It cost £4.2m.", ("passed-over", "£4.2m")),
        ("On 3 May 2018 it rained.", ("passed-over", "3 May 2018")),
        ("What Ofsted said.", ("passed-over", "Ofsted")),
        # values
        ("{Six|Q=60 count} posts.", ("quantity-value", "Six")),
        ("{All but six|Q=60 count} posts.", None),
        ("{£6|Q=6 count} each.", ("quantity-value", "£6")),
        ("In {May 2017|D=2018-05}.", ("date-value", "May 2017")),
        ("In {May|D=2018-06}.", ("date-value", "May")),
        ("On {Tuesday|D=2019-05-06}.", ("date-value", "Tuesday")),
        ("On {Monday|D=2019-05-06}.", None),
        ("{Last year|D=2019}.", ("date-reading", "Last year")),
        ("{Last year|D=2018}.", None),
        ("{Last year|D=2018-09}.", None),
        ("{Northamptonshire|C=E10000021} said so.", None),
        ("{North Northamptonshire|C=E06000061} said so.", ("council-date", "North Northamptonshire")),
        # facts
        ("It got top marks.\n! judgement overall outstanding", ("rating-evidence", "It got top marks.")),
        ("It is {outstanding|R}.\n! judgement overall outstanding", None),
        ("It has {two|Q=2 count}.\n! measure staff 3 count", ("measure-evidence", "It has two.")),
        ("It has {two|Q=2 count}.\n! measure staff 2 count", None),
        ('She left.\n! role "Jo Bell" leader', ("role-words", "She left.")),
        # findings
        ("It is so. ## caseloads; weakness; article", ("theme-company", "It is so.")),
        ("Workers are stretched. ## caseloads; weakness; article", None),
        (
            "“<<We have far too few workers here.>>(council)” ## workforce; weakness; inspectorate",
            ("quoted-source", "“We have far too few workers here.”"),
        ),
        ("“<<We have far too few workers here.>>(council)” ## workforce; weakness; council", None),
    ],
)
def test_each_check(tmp_path: Path, paragraph: str, expected: tuple[str, str] | None) -> None:
    found = suspicions(tmp_path, paragraph)
    if expected is None:
        assert found == []
    else:
        assert expected in found


def test_the_same_sentence_is_to_have_the_same_labels(tmp_path: Path) -> None:
    sentence = "Help for families comes late."
    same = f"{sentence} ## early_help, drift_and_delay; weakness; inspectorate"
    assert suspicions(tmp_path, same, same.replace("inspectorate", "council")) == []
    assert ("same-sentence", sentence) in suspicions(tmp_path, same, sentence)
    assert ("same-sentence", sentence) in suspicions(tmp_path, same, same.replace("weakness", "strength"))


def test_nothing_is_asked_of_text_outside_the_body(tmp_path: Path) -> None:
    path = write_source(tmp_path, "@bp\nOfsted, £4.2m, 3 May 2018\n@p\nNothing here.\n")
    assert list(validate_files([str(path)])) == []


def test_every_theme_has_its_words() -> None:
    assert set(theme_words()) == set(THEMES)


def test_labels_of_ones_own_may_have_articles(tmp_path: Path) -> None:
    text = "At The Willows, the council."
    home = make.entity(3, 14, "HOME").model_copy(update={"text": text[3:14]})
    council = make.entity(16, 27, "COUNCIL").model_copy(update={"text": text[16:27]})
    path = tmp_path / "own.jsonl"
    with RecordWriter(path) as writer:
        writer.write(make.record(text=text, entities=[home, council]))
    told = [line.problem.message for line in validate_files([str(path)])]
    assert [message for message in told if "span-edge" in message] == [
        "[span-edge] “the council”: COUNCIL starts with an article"
    ]


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["validate", *map(str, arguments)])
    # Errors that end the run are turned into messages by ``main``, above what the runner calls.
    return result.exit_code, result.output + (str(result.exception) if result.exception else "")


def test_suspicions_are_told_by_line_and_count_only_if_strict(tmp_path: Path) -> None:
    path = write_source(tmp_path, "@p\nFine.\nIt cost £4.2m.\n")
    code, output = run(path)
    assert code == 0
    assert f"{path}:{FIRST_LINE + 1}: suspicious: [passed-over] “£4.2m”" in output
    assert "valid, 1 suspicion(s)" in output
    assert run("--strict", path)[0] == 1


def test_every_broken_source_is_told_by_file_and_line(tmp_path: Path) -> None:
    first = write_source(tmp_path / "news", "@p\n{Halton\n", id="n901")
    second = write_source(tmp_path / "news", "@x\n", id="n902")
    third = write_stand_off(tmp_path / "b01-1", "nonsense\n")
    code, output = run(tmp_path)
    assert code == 1
    assert f"{first}:{FIRST_LINE}: unclosed mark" in output
    assert f"{second}:{FIRST_LINE - 1}: unknown block" in output
    assert f"{third}:9: expected 'NUMBER START-END finding'" in output
    assert "3 problem(s)" in output


def test_weak_suspicions_are_given_when_asked_for(tmp_path: Path) -> None:
    path = write_source(tmp_path, "@p\nIt is so. ## caseloads; weakness; article\n")
    assert "theme-company" not in run(path)[1]
    assert "theme-company" in run("--hints", path)[1]


def test_what_was_accepted_is_silent_and_must_be_needed(tmp_path: Path) -> None:
    path = write_source(tmp_path / "sources", "@p\nIt cost £4.2m. Or £5.\n")
    accepted = tmp_path / "accepted.csv"
    accepted.write_text(
        "document,check,text,reason\nn900,passed-over,£4.2m,a test\nn900,passed-over,18-20,a test\n",
        encoding="utf-8",
    )
    assert run("--strict", path)[0] == 0
    accepted.write_text(
        "document,check,text,reason\nn900,passed-over,£9,a test\nn777,passed-over,£9,another document\n",
        encoding="utf-8",
    )
    code, output = run("--strict", path)
    assert code == 1
    assert (
        f"{accepted}:2: suspicious: [accepted] nothing raises 'passed-over' on '£9' in n900 any more"
        in output
    )
    assert "n777" not in output


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("file,check,text\n", ":1: the columns should be"),
        ("document,check,text,reason\nn900,x,y,\n", ":2: every"),
    ],
)
def test_a_faulty_list_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = write_source(tmp_path, "@p\nIt cost £4.2m.\n")
    (tmp_path / "accepted.csv").write_text(content, encoding="utf-8")
    code, output = run(path)
    assert code != 0
    assert message in output


def test_stand_off_needs_its_text_to_be_suspected(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    batch = annotations.reports / "batches" / "b01-1"
    body = SENTENCES.replace("   D 86-90 2019\n", "   D 86-90 2018\n")
    texts = write_texts(tmp_path / "texts")
    sha256 = next(batch.glob("*.so")).read_text(encoding="utf-8").split("text_sha256: ")[1][:64]
    path = write_stand_off(batch, body, document=REPORT, sha256=sha256)
    assert run("--strict", path)[0] == 0
    code, output = run("--strict", path, "--texts", texts)
    assert code == 1
    assert f"{path}:12: suspicious: [date-value] “2019”" in output
    (texts / f"{REPORT}.txt").write_text("Another text.", encoding="utf-8")
    code, output = run(path, "--texts", texts)
    assert code == 1
    assert "is not the one annotated" in output


def test_mentions_are_not_missed_where_only_findings_were_read(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    texts = write_texts(tmp_path / "texts")
    path = next((annotations.reports / "batches" / "b01-1").glob("*.so"))
    without = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(" ")]
    path.write_text("\n".join(without).replace("findings entities", "findings") + "\n", encoding="utf-8")
    assert list(validate_files([str(path)], texts)) == []


def test_raw_passes_and_compiled_copies_are_not_suspected_again(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    write_source(annotations.news / "sources", "@p\nIt cost £4.2m.\n", id="n902")
    write_source(annotations.news / "second", "@p\nIt cost £4.2m.\n", id="n902")
    write(annotations, build(annotations))
    lines = [str(line) for line in validate_files([str(annotations.root)])]
    assert len(lines) == 1
    assert "sources/n902.ann" in lines[0]
    compiled = [str(line) for line in validate_files([str(annotations.news / "train.jsonl")])]
    assert len(compiled) == 1
    assert f"{annotations.news / 'train.jsonl'}:3: suspicious" in compiled[0]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    code, output = run(tmp_path)
    assert code != 0
    assert "holds neither records" in output
