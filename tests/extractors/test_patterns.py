from __future__ import annotations

from pathlib import Path

import pytest

from ofsight.errors import ExtractorError
from ofsight.extractors.patterns import LONGEST_REGEX, read_patterns


def write(folder: Path, text: str) -> Path:
    path = folder / "patterns.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        r"""
name: agencies
version: "2.1"
entities:
  - label: AGENCY
    phrases: {Northmoor Staffing: northmoor, Castlegate: null}
    value: other
    score: 0.8
  - label: CASE
    regex: 'SW/\d+'
themes:
  - theme: unregistered
    terms: [Unregistered, ~ ill-matched/unsuitable placement*]
    where: findings
""",
    )
    patterns, content = read_patterns(path)
    assert content == path.read_bytes()
    assert (patterns.name, patterns.version) == ("agencies", "2.1")
    agency, case = patterns.entities
    assert agency.phrases == {"Northmoor Staffing": "northmoor", "Castlegate": None}
    assert (agency.value, agency.score) == ("other", 0.8)
    assert case.regex == [r"SW/\d+"]
    (theme,) = patterns.themes
    assert theme.terms == ["unregistered", "~ ill matched/unsuitable placement*"]
    assert theme.where == "findings"


ENTITY = "name: x\nentities:\n  - label: AGENCY\n    "
THEME = "name: x\nthemes:\n  - theme: homes\n    terms: [home]\n  - theme: panels\n    "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: [x", r"is not YAML: .*line 1"),
        ("- a\n- b", "should hold keys such as name"),
        ("name: x", "has neither entities nor themes"),
        ("entities:\n  - {label: A, phrases: [b]}", "name: field required"),
        (ENTITY + "phrase: [b]", r"entities\[1\] \(AGENCY\): phrase: extra inputs are not permitted"),
        (ENTITY + "value: b", r"entities\[1\] \(AGENCY\): has no phrases, regex or tokens; give one"),
        (ENTITY + "phrases: []", r"entities\[1\] \(AGENCY\): phrases: .*at least 1"),
        (ENTITY + "phrases: [' a']", r"phrases:  a: is blank, or has white space at its ends"),
        (ENTITY + "phrases: [7]", r"phrases: number 1 is no text but 7; put it in quotation marks"),
        (ENTITY + "phrases: {a: [b]}", r"phrases: a: should be a string, a finite number or null"),
        (ENTITY + "phrases: 7", r"phrases: input should be a valid dictionary"),
        (ENTITY + "regex: 'a('", r"regex\[1\]: is no regular expression: missing \)"),
        (ENTITY + "regex: [a, 'b*']", r"regex\[2\]: matches the empty string"),
        (ENTITY + f"regex: {'a' * (LONGEST_REGEX + 1)}", "is 501 characters long; write several"),
        (ENTITY + "tokens: [[{LEMMA: be}]]", r"tokens\[1\]: asks for 'LEMMA': tokens are known by"),
        (ENTITY + "tokens: [[{LOWER: {REGEX: a}}]]", r"tokens\[1\]: has the test 'REGEX': the tests are"),
        (ENTITY + "tokens: [[{LOWER: a, OP: '*'}]]", "has no token that must be there"),
        (ENTITY + "tokens: [[]]", r"tokens\[1\]: list should have at least 1"),
        (ENTITY + "phrases: [a]\n    score: 1.5", "score: input should be less than or equal to 1"),
        (
            "name: x\nentities: [{label: A B, phrases: [b]}]",
            r"entities\[1\] \(A B\): label: string should match",
        ),
        (THEME + "terms: ['']", r"themes\[2\] \(panels\): terms\[1\]: is blank"),
        (THEME + "terms: ['a?']", "has no word that must be there"),
        (THEME + "terms: ['foster*ing']", r"has the part 'foster\*ing': a term is made of words"),
        (THEME + "terms: [élan]", "has the word 'élan', which is never found"),
        (THEME + 'terms: ["council\'s view"]', 'has the word "council\'s", which is never found'),
        (THEME + f"terms: ['{'a/b ' * 10}']", "comes to 1024 forms and 0 gaps; write several terms"),
        (THEME + "terms: ['a .. b .. c .. d .. e']", "comes to 1 forms and 4 gaps"),
        (THEME + "terms: [a]\n    where: everywhere", "where: input should be 'sentences' or 'findings'"),
        ("name: x\nthemes:\n  - {theme: a, terms: [b]}\n  - {theme: a, terms: [c]}", "has the theme a twice"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_entry(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ExtractorError, match=message) as caught:
        read_patterns(path)
    assert str(path) in str(caught.value)


def test_every_fault_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, ENTITY + "regex: 'a('\n  - label: B\n    tokens: [[{POS: NOUN}]]")
    with pytest.raises(ExtractorError) as caught:
        read_patterns(path)
    first, second = str(caught.value).splitlines()
    assert "entities[1] (AGENCY): regex[1]" in first
    assert "entities[2] (B): tokens[1]" in second


def test_no_python_object_is_made(tmp_path: Path) -> None:
    mark = tmp_path / "made"
    path = write(tmp_path, f"name: !!python/object/apply:pathlib.Path.touch [{mark}]\nthemes: []")
    with pytest.raises(ExtractorError, match="is not YAML"):
        read_patterns(path)
    assert not mark.exists()


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match=r"nowhere\.yaml: cannot be read"):
        read_patterns(tmp_path / "nowhere.yaml")
    path = tmp_path / "latin.yaml"
    path.write_bytes("name: café".encode("latin-1"))
    with pytest.raises(ExtractorError, match="is not in UTF-8"):
        read_patterns(path)
