"""Projects as other programs write them, hostile ones among them."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsight.errors import ConversionError
from ofsight.formats import Notes, export, import_records
from ofsight.ingest.document import InputFailure
from ofsight.record import AnnotatorInfo, Record

TEXT = "Inspectors came in May.\nLeaders are lost. Staff are few.\n"
FIRST = (TEXT.index("Leaders"), TEXT.index(" Staff"))
SECOND = (TEXT.index("Staff"), len(TEXT) - 1)
ANA, BEN, MODEL = (f"{digit * 8}-1111-4111-8111-{digit * 12}" for digit in "abc")
NAMES = {
    "1": "Themes",
    "2": "leadership",
    "3": "Polarity",
    "4": "weakness",
    "5": "strength",
    "6": "Source",
    "7": "source:council",
    "8": "Councils",
    "9": "Halton (E06000006)",
    "a": "Entities",
    "b": "PERSON",
}
WITHIN = {"2": "1", "4": "3", "5": "3", "7": "6", "9": "8", "b": "a"}


def guid(code: str) -> str:
    return f"{code * 8}-0000-4000-8000-{code * 12}"


def codes() -> str:
    lines = []
    for key, name in NAMES.items():
        if key not in WITHIN:
            inner = "".join(
                f'<Code guid="{{{guid(child).upper()}}}" name="{NAMES[child]}" isCodable="true"/>'
                for child, above in WITHIN.items()
                if above == key
            )
            lines.append(f'<Code guid="{guid(key)}" name="{name}" isCodable="false">{inner}</Code>')
    return "".join(lines)


def selection(span: tuple[int, int], *given: str, user: str = ANA, name: str = "", comment: str = "") -> str:
    codings = "".join(
        f'<Coding guid="{guid("f")}" creatingUser="{user}"><CodeRef targetGUID="{guid(code)}"/></Coding>'
        for code in given
    )
    said = f"<Description>{comment}</Description>" if comment else ""
    return (
        f'<PlainTextSelection guid="{guid("e")}" name="{name}" startPosition="{span[0]}"'
        f' endPosition="{span[1]}">{said}{codings}</PlainTextSelection>'
    )


def source(*selections: str, path: str = "internal://x.txt", inside: str = "", name: str = "visit") -> str:
    at = f'plainTextPath="{path}"' if path else ""
    return f'<TextSource guid="{guid("d")}" name="{name}" {at}>{inside}{"".join(selections)}</TextSource>'


def packed(
    tmp_path: Path,
    *sources: str,
    text: bytes = TEXT.encode(),
    more: str = "",
    extra_codes: str = "",
    prolog: str = '<?xml version="1.0" encoding="utf-8"?>',
    members: dict[str, bytes] | None = None,
) -> Path:
    users = "".join(
        f'<User guid="{user}" name="{name}"/>'
        for user, name in ((ANA, "ana"), (BEN, "ben"), (MODEL, "standard 1 (model)"))
    )
    path = tmp_path / "study.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "project.qde",
            f'{prolog}<Project xmlns="urn:QDA-XML:project:1.0" name="study" origin="Other 9">'
            f"<Users>{users}</Users><CodeBook><Codes>{codes()}{extra_codes}</Codes></CodeBook>"
            '<Variables><Variable guid="99999999-0000-4000-8000-000000000000" name="published"'
            ' typeOfVariable="Text"/></Variables>'
            f"<Sources>{''.join(sources)}</Sources>{more}</Project>",
        )
        for name, data in ({"sources/X.TXT": text} if members is None else members).items():
            archive.writestr(name, data)
    return path


def only_record(path: Path, notes: Notes | None = None) -> Record:
    (record,) = import_records(path, notes=notes)
    assert isinstance(record, Record), record
    return record


def only_failure(path: Path) -> str:
    (failure,) = import_records(path)
    assert isinstance(failure, InputFailure)
    return failure.message


def test_codings_of_one_place_are_one_finding_whether_in_one_selection_or_several(tmp_path: Path) -> None:
    apart = source(selection(FIRST, "2"), selection(FIRST, "4"), selection(FIRST, "7"), selection(FIRST, "9"))
    together = source(selection(FIRST, "2", "4", "7", "9"))
    records = [only_record(packed(tmp_path, each)) for each in (apart, together)]
    for record in records:
        (finding,) = record.findings
        assert TEXT[finding.start : finding.end] == "Leaders are lost."
        assert (finding.themes, finding.polarity, finding.source) == (("leadership",), "weakness", "council")
        assert finding.councils == ("E06000006",)
        assert record.model == AnnotatorInfo(annotator="ana")
        assert record.id == "visit"


def test_both_polarities_in_one_place_are_mixed(tmp_path: Path) -> None:
    (finding,) = only_record(packed(tmp_path, source(selection(FIRST, "2", "4", "5")))).findings
    assert finding.polarity == "mixed"


def test_codes_of_the_entities_are_entities_with_the_value_in_the_comment(tmp_path: Path) -> None:
    span = (0, len("Inspectors"))
    path = packed(tmp_path, source(selection(span, "b", comment="value: 7\nunit: people")))
    (entity,) = only_record(path).entities
    assert (entity.text, entity.label, entity.value, entity.unit) == ("Inspectors", "PERSON", 7, "people")


def test_codes_of_others_are_themes_by_their_names(tmp_path: Path) -> None:
    extra = (
        f'<Code guid="{guid("0")}" name="Trust" isCodable="true"/>'
        f'<Code guid="{ANA}" name="Staff" isCodable="true">'
        f'<Code guid="{BEN}" name="Trust" isCodable="true"/></Code>'
    )
    shared = selection(FIRST, "0") + selection(SECOND, "0").replace(guid("0"), BEN)
    notes = Notes()
    record = only_record(packed(tmp_path, source(shared), extra_codes=extra), notes)
    assert [finding.themes for finding in record.findings] == [("Trust",), ("Staff/Trust",)]
    assert [finding.polarity for finding in record.findings] == ["neutral", "neutral"]
    assert any("without a polarity" in note for note in notes)


def test_each_person_makes_a_record_and_what_the_model_left_counts_for_all(tmp_path: Path) -> None:
    path = packed(
        tmp_path,
        source(
            selection(FIRST, "2", "4", user=MODEL),
            selection(SECOND, "2", "5", user=ANA),
            selection(SECOND, "2", "4", user=BEN),
        ),
    )
    ana, ben = import_records(path)
    assert isinstance(ana, Record)
    assert isinstance(ben, Record)
    assert [record.model for record in (ana, ben)] == [
        AnnotatorInfo(annotator="ana"),
        AnnotatorInfo(annotator="ben"),
    ]
    assert [record.id for record in (ana, ben)] == ["visit", "visit~2"]
    assert [finding.polarity for finding in ana.findings] == ["weakness", "strength"]
    assert [finding.polarity for finding in ben.findings] == ["weakness", "weakness"]


def test_a_code_for_a_whole_text_is_about_all_of_it(tmp_path: Path) -> None:
    whole = f'<Coding guid="{guid("f")}"><CodeRef targetGUID="{guid("2")}"/></Coding>'
    (finding,) = only_record(packed(tmp_path, source(whole))).findings
    assert (finding.start, finding.end) == (0, len(TEXT) - 1)


def test_variables_are_what_is_known_of_a_document(tmp_path: Path) -> None:
    value = (
        '<VariableValue><VariableRef targetGUID="99999999-0000-4000-8000-000000000000"/>'
        "<TextValue>2021-05</TextValue></VariableValue>"
    )
    record = only_record(packed(tmp_path, source(selection(FIRST, "2"), value)))
    assert record.meta.published == "2021-05"
    notes = Notes()
    record = only_record(
        packed(tmp_path, source(selection(FIRST, "2"), value.replace("2021-05", "May"))), notes
    )
    assert record.meta.published is None
    assert any("variable 'published'" in note for note in notes)


@pytest.mark.parametrize("way", ["code points", "UTF-16", "short line ends"])
def test_names_that_are_the_words_tell_how_positions_are_counted(tmp_path: Path, way: str) -> None:
    text = (
        "😀 Hello.\r\nMore.\r\nLeaders are lost."
        if way != "short line ends"
        else "Hello.\r\nMore.\r\nLeaders are lost."
    )
    start = text.index("Leaders") + {"code points": 0, "UTF-16": 1, "short line ends": -2}[way]
    span = (start, start + len("Leaders are lost."))
    path = packed(tmp_path, source(selection(span, "2", name="Leaders are...")), text=text.encode())
    (finding,) = only_record(path).findings
    assert text[finding.start : finding.end] == "Leaders are lost."


def test_texts_within_the_xml_and_beside_pdf_files_are_read(tmp_path: Path) -> None:
    inline = source(
        selection((0, 7), "2"), path="", inside="<PlainTextContent>Leaders left.</PlainTextContent>"
    )
    pdf = inline.replace("TextSource", "Representation")
    notes = Notes()
    path = packed(
        tmp_path,
        inline,
        f'<PDFSource guid="{guid("c")}" name="report" path="internal://r.pdf">'
        f'<PDFSelection guid="{guid("e")}" page="0" firstX="0" firstY="0" secondX="1" secondY="1"/>'
        f"{pdf}</PDFSource>",
        f'<PDFSource guid="{guid("c")}" name="scan"/><AudioSource guid="{guid("c")}" name="talk"/>',
        more='<Notes><Note guid="x" name="memo"/></Notes>',
    )
    first, second = import_records(path, notes=notes)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.text, second.text) == ("Leaders left.", "Leaders left.")
    assert (second.id, len(second.findings)) == ("report", 1)
    told = "\n".join(notes)
    for words in (
        "sound recordings",
        "notes",
        "selections on the pages of PDF files",
        "PDF files without a plain text",
    ):
        assert f"{words}, left out: 1" in told


def test_texts_that_nobody_coded_are_left_out_unless_the_project_is_ours(tmp_path: Path) -> None:
    notes = Notes()
    assert list(import_records(packed(tmp_path, source()), notes=notes)) == []
    assert "texts without a coding, left out" in notes
    record = only_record(packed(tmp_path, source(selection(FIRST, "2"))))
    empty = record.model_copy(update={"findings": ()})
    export([empty], tmp_path / "own.qdpx")
    assert only_record(tmp_path / "own.qdpx").model == AnnotatorInfo(annotator="ana")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("relative://x.txt", "lies outside the project"),
        ("absolute:///etc/passwd", "lies outside the project"),
        ("/etc/passwd", "lies outside the project"),
        ("internal://../../../etc/passwd", "is not in the archive"),
        ("internal://y.txt", "is not in the archive"),
        ("", "has no plain text"),
    ],
)
def test_texts_elsewhere_are_not_read(tmp_path: Path, path: str, message: str) -> None:
    assert message in only_failure(packed(tmp_path, source(selection(FIRST, "2"), path=path)))


@pytest.mark.parametrize("span", [(0, 9999), (9, 3), (-4, 3)])
def test_a_selection_beyond_its_text_costs_one_source(tmp_path: Path, span: tuple[int, int]) -> None:
    path = packed(tmp_path, source(selection(span, "2")), source(selection(FIRST, "2"), name="other"))
    bad, good = import_records(path)
    assert isinstance(bad, InputFailure)
    assert "study.qdpx, source 1 (visit)" in bad.message
    assert isinstance(good, Record)
    assert good.id == "other"


def test_a_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    assert "is not UTF-8" in only_failure(packed(tmp_path, source(selection(FIRST, "2")), text=b"caf\xe9"))


PIECES = [
    b"<",
    b">",
    b"&a;",
    b"\0",
    b"\xff",
    b'"',
    b"-1",
    b"9" * 20,
    b"<!--",
    b"]]>",
    b"</TextSource>",
    b"<Code>",
    b"",
]
BOMB = '<!DOCTYPE p [<!ENTITY a "' + "x" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '">]>'


@pytest.mark.parametrize(
    "prolog",
    [
        BOMB,
        '<?xml version="1.0"?>\n<!-- <a> -->' + BOMB,
        '<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "<!-- never closed ",
        "\u2028",
    ],
)
def test_document_types_are_refused(tmp_path: Path, prolog: str) -> None:
    inside = "<PlainTextContent>Leaders &a; left.</PlainTextContent>"
    path = packed(tmp_path, source(path="", inside=inside), prolog=prolog)
    with pytest.raises(ConversionError, match="without a document type"):
        list(import_records(path))


def test_an_encoding_that_hides_a_document_type_does_not(tmp_path: Path) -> None:
    hidden = '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE p+AD4-'
    with pytest.raises(ConversionError):
        list(import_records(packed(tmp_path, prolog=hidden)))


def test_archives_that_unpack_to_far_too_much_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, more=" " * 60_000_000)
    with pytest.raises(ConversionError, match="unpacks to far more than a project holds"):
        list(import_records(path))
    large = packed(tmp_path, source(selection(FIRST, "2")), text=b" " * 50_000_001)
    assert "larger than any document" in only_failure(large)


@pytest.mark.parametrize("damage", ["short", "flipped", "other zip", "no xml", "another root"])
def test_damaged_files_are_refused(tmp_path: Path, damage: str) -> None:
    path = packed(tmp_path, source(selection(FIRST, "2")))
    whole = bytearray(path.read_bytes())
    if damage == "short":
        path.write_bytes(whole[:-30])
    elif damage == "flipped":
        for place in range(60, 200, 7):
            whole[place] ^= 0xFF
        path.write_bytes(whole)
    else:
        name, data = {
            "other zip": ("word/document.xml", b"<w/>"),
            "no xml": ("project.qde", b"<Project><Sources>"),
            "another root": ("project.qde", b"<CodeBook/>"),
        }[damage]
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, data)
    with pytest.raises(ConversionError, match=r"study\.qdpx: "):
        list(import_records(path, "refi-qda"))


def test_a_text_that_is_damaged_costs_its_source(tmp_path: Path) -> None:
    path = packed(tmp_path, source(selection(FIRST, "2")))
    data = zlib.compress(TEXT.encode(), 6)[2:-4]
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("sources/X.TXT").header_offset + 30 + len("sources/X.TXT")
    assert len(data) > 10
    path.write_bytes(whole[:at] + b"\xff" * 8 + whole[at + 8 :])
    assert "cannot be unpacked" in only_failure(path)


def test_a_member_without_a_name_does_no_harm(tmp_path: Path) -> None:
    path = packed(tmp_path, source(selection(FIRST, "2")), members={"x.txt": TEXT.encode(), "abc": b""})
    path.write_bytes(path.read_bytes().replace(b"abc", b"\0bc"))
    assert only_record(path).text == TEXT


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=4)
)
def test_a_project_that_was_tampered_with_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[float, int, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("tampered")
    path = packed(
        folder, source(selection(FIRST, "2", "4", "7", "9"), selection((0, 10), "b", comment="value: 7"))
    )
    with zipfile.ZipFile(path) as archive:
        project = bytearray(archive.read("project.qde"))
    for at, length, piece in changes:
        start = int(at * len(project))
        project[start : start + length] = piece
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", bytes(project))
        archive.writestr("Sources/x.txt", TEXT)
    with contextlib.suppress(ConversionError):
        assert all(isinstance(item, Record | InputFailure) for item in import_records(path, "refi-qda"))
