"""REFI-QDA projects (``.qdpx``) to records: text sources, the codings in them, and who coded.

Codes are told by the group that they stand in (Themes, Polarity, Source, Councils, Entities), else by their
names; any other code is a theme. All that is coded in one place is one finding, whether a program writes one
selection for it or one a code. What a model coded and nobody took away counts for each person who coded the
text as well. Pictures, sound, PDF regions, notes, links, sets and graphs are left out, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from ofsight.errors import ConversionError
from ofsight.ingest.document import InputFailure
from ofsight.record import Record

from .drafts import (
    UNKNOWN_ANNOTATOR,
    BadEntryError,
    Draft,
    EntityMark,
    FindingMark,
    Unreadable,
    mended,
    records_of,
    whole_text,
)
from .inputs import AnnotationFile
from .notes import Notes
from .refi_qda import MODEL_MARK, ORIGIN
from .refi_qda_archive import ProjectArchive
from .refi_qda_codes import COUNCIL, ENTITY, JUDGEMENT, POLARITY, SOURCE, THEME, Code, code_of
from .refi_qda_selections import read_entity_comment
from .refi_qda_text import CRLF_MARK, LINE_ENDS, Named, places, restored
from .refi_qda_variables import ID, meta_from

MEDIA_TYPE: Final = "application/x-refi-qda"
_PASSED_OVER: Final = {
    "PictureSource": "pictures",
    "AudioSource": "sound recordings",
    "VideoSource": "films",
    "PDFSelection": "selections on the pages of PDF files",
    "Note": "notes",
    "Link": "links",
    "Set": "sets",
    "Graph": "graphs",
}
_READ: Final = ("User", "Code", "Variable", "Case", "TextSource", "PDFSource")


class _Coding(NamedTuple):
    """A code given to a stretch of text by a user; ``comment`` is that of the selection."""

    start: int
    end: int
    code: Code
    user: str
    comment: str


def read_refi_qda(file: AnnotationFile, notes: Notes) -> Iterator[Record | InputFailure]:
    """Read a project; see :func:`ofsight.formats.import_records`."""
    with ProjectArchive(file.seekable, file.name) as archive:
        yield from records_of(file, _Reader(archive, notes).drafts(), notes, media_type=MEDIA_TYPE)


class _Reader:
    """What was read of a project so far: users, codes and variables stand before the sources."""

    def __init__(self, archive: ProjectArchive, notes: Notes) -> None:
        self._archive = archive
        self._notes = notes
        self._is_ours = False
        self._creator = ""
        self._users: dict[str, str] = {}
        self._paths: dict[str, tuple[str, ...]] = {}
        self._codes: dict[str, Code] = {}
        self._variables: dict[str, str] = {}

    def drafts(self) -> Iterator[Draft | Unreadable]:
        """Give a draft of each text and person, or why there is none.

        Raises
        ------
        ConversionError
            When the project's XML is damaged.
        """
        number = 0
        with self._archive.project() as stream:
            found = etree.iterparse(
                stream,
                events=("start", "end"),
                tag=[f"{{*}}{tag}" for tag in ("Project", *_READ, *_PASSED_OVER)],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                encoding="utf-8",
            )
            try:
                for event, element in found:
                    tag = _tag(element)
                    if event == "start":
                        self._begin(tag, element)
                    elif tag in {"TextSource", "PDFSource"}:
                        number += 1
                        yield from self._source(element, f"source {number}")
                        _forget(element)
                    elif tag != "Project":
                        self._heed(tag, element)
            except etree.XMLSyntaxError as error:
                raise ConversionError(
                    f"{self._archive.name}: its project is no XML ({error}); export it again as .qdpx"
                ) from error
        if not self._began:
            raise ConversionError(f"{self._archive.name}: its XML is no REFI-QDA project; export it as .qdpx")

    _began = False

    def _begin(self, tag: str, element: etree._Element) -> None:
        if tag == "Project":
            self._began = True
            self._is_ours = element.get("origin", "").startswith(ORIGIN)
            self._creator = element.get("creatingUserGUID", "")
        elif tag == "Code":
            # Known when it begins: those within it need its name.
            above = element.getparent()
            path = self._paths.get(_guid(above.get("guid")), ()) if above is not None else ()
            self._paths[_guid(element.get("guid"))] = (*path, element.get("name") or "(unnamed)")

    def _heed(self, tag: str, element: etree._Element) -> None:
        """Take in what stands at the end of an element that is no text."""
        if tag == "User":
            self._users[_guid(element.get("guid"))] = element.get("name") or element.get("id") or ""
        elif tag == "Variable":
            self._variables[_guid(element.get("guid"))] = element.get("name") or ""
        elif tag == "Case" and not self._is_ours:
            self._notes.add("cases, left out", f"case {element.get('name') or element.get('guid')!r}")
        elif tag in _PASSED_OVER:
            self._notes.add(f"{_PASSED_OVER[tag]}, left out", f"{tag} {element.get('name') or ''}".strip())
        if tag not in {"Code", "PDFSelection"}:
            _forget(element)

    def _code(self, guid: str) -> Code | None:
        if not self._codes and self._paths:
            self._codes = _codes(self._paths)
        return self._codes.get(guid)

    def _source(self, element: etree._Element, place: str) -> Iterator[Draft | Unreadable]:
        text_element = element if _tag(element) == "TextSource" else element.find("{*}Representation")
        name = element.get("name") or _guid(element.get("guid"))
        place += f" ({name})"
        if text_element is None:
            self._notes.add("PDF files without a plain text, left out", place)
            return
        try:
            variables = self._values(element)
            yield from self._passes(element, text_element, variables, variables.get(ID) or name, place)
        except BadEntryError as error:
            yield Unreadable(place, name, error)

    def _values(self, element: etree._Element) -> dict[str, str]:
        found = {}
        for value in element.iterfind("{*}VariableValue"):
            reference = value.find("{*}VariableRef")
            variable = (
                "" if reference is None else self._variables.get(_guid(reference.get("targetGUID")), "")
            )
            given = [child for child in value if _tag(child) != "VariableRef"]
            if variable and given:
                found[variable] = given[0].text or ""
        return found

    def _passes(
        self,
        element: etree._Element,
        text_element: etree._Element,
        variables: dict[str, str],
        name: str,
        place: str,
    ) -> list[Draft]:
        """Return a draft of what each person coded in a text."""
        text, codings = self._text_and_codings(text_element, element, variables, place)
        meta = meta_from({k: v for k, v in variables.items() if k != LINE_ENDS}, self._notes, place)
        made_by = _guid(element.get("creatingUser")) or self._creator
        if not codings and not self._is_ours:
            self._notes.add("texts without a coding, left out", place)
            return []
        coders = list(dict.fromkeys(coding.user or made_by for coding in codings)) or [made_by]
        people = [coder for coder in coders if not self._is_model(coder)] or coders[:1]
        drafts = []
        for person in people:
            draft = Draft(place, name, text, self._users.get(person) or UNKNOWN_ANNOTATOR, meta)
            theirs = [
                coding
                for coding in codings
                if (coding.user or made_by) == person or self._is_model(coding.user or made_by)
            ]
            draft.entities, draft.findings = _marks(theirs)
            left = sum(coding.code.group == JUDGEMENT for coding in theirs)
            self._notes.add("codings of judgements, left out", place, left)
            drafts.append(draft)
        return drafts

    def _is_model(self, user: str) -> bool:
        return self._users.get(user, "").endswith(MODEL_MARK)

    def _text_and_codings(
        self,
        element: etree._Element,
        source: etree._Element,
        variables: dict[str, str],
        place: str,
    ) -> tuple[str, list[_Coding]]:
        text = self._text(element)
        selections = element.findall("{*}PlainTextSelection")
        spans = [Named(*_span(selection), selection.get("name") or "") for selection in selections]
        # Our own positions need no telling.
        at = places(text, () if self._is_ours else spans)
        codings: list[_Coding] = []
        for selection, span in zip(selections, spans, strict=True):
            start, end = at(span.start), at(span.end)
            if start is None or end is None:
                raise BadEntryError(
                    f"a selection from {span.start} to {span.end} begins or ends within a character;"
                    " export it again"
                )
            codings += self._codings(selection, start, end, place)
        for whole in {id(element): element, id(source): source}.values():
            codings += self._codings(whole, *whole_text(text), place)
        if variables.get(LINE_ENDS) != CRLF_MARK[LINE_ENDS]:
            return text, codings
        text, moved = restored(text)
        return text, [item._replace(start=moved(item.start), end=moved(item.end)) for item in codings]

    def _text(self, element: etree._Element) -> str:
        path = element.get("plainTextPath")
        if path:
            return self._archive.text(path)
        content = element.find("{*}PlainTextContent")
        if content is None:
            raise BadEntryError("has no plain text; export the project with plain texts beside rich ones")
        return mended(content.text or "")

    def _codings(self, element: etree._Element, start: int, end: int, place: str) -> Iterator[_Coding]:
        comment = element.findtext("{*}Description") or ""
        for coding in element.iterfind("{*}Coding"):
            reference = coding.find("{*}CodeRef")
            code = self._code(_target(reference))
            if code is None:
                self._notes.add("codings by a code that the project lacks, left out", place)
                continue
            user = _guid(coding.get("creatingUser") or element.get("creatingUser"))
            yield _Coding(start, end, code, user, comment)


def _marks(codings: list[_Coding]) -> tuple[list[EntityMark], list[FindingMark]]:
    """Put together what is said of each place."""
    entities: list[EntityMark] = []
    said: dict[tuple[int, int], list[Code]] = {}
    for coding in codings:
        if coding.code.group == ENTITY:
            value, unit = read_entity_comment(coding.comment, coding.code.label)
            entities.append(EntityMark(coding.start, coding.end, coding.code.label, value, unit))
        elif coding.code.group != JUDGEMENT:
            said.setdefault((coding.start, coding.end), []).append(coding.code)
    findings = []
    for (start, end), codes in said.items():
        labels = {
            group: tuple(dict.fromkeys(code.label for code in codes if code.group == group))
            for group in (THEME, POLARITY, SOURCE, COUNCIL)
        }
        # Two polarities in one place are both sides of it.
        polarity = labels[POLARITY][0] if len(labels[POLARITY]) == 1 else "mixed" if labels[POLARITY] else ""
        source = "".join(labels[SOURCE][:1])
        findings.append(FindingMark(start, end, labels[THEME], polarity, source, labels[COUNCIL]))
    return entities, findings


def _codes(paths: dict[str, tuple[str, ...]]) -> dict[str, Code]:
    """Tell what each code stands for; themes of one name in different places keep the names above them."""
    codes = {guid: code_of(path) for guid, path in paths.items()}
    names = Counter(codes.values())
    return {
        guid: Code(THEME, "/".join(paths[guid])) if code.group == THEME and names[code] > 1 else code
        for guid, code in codes.items()
    }


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _guid(given: str | None) -> str:
    """Return a GUID in one form: programs write it in braces or not, in small letters or not."""
    return (given or "").strip().strip("{}").lower()


def _target(reference: etree._Element | None) -> str:
    return "" if reference is None else _guid(reference.get("targetGUID"))


def _span(selection: etree._Element) -> tuple[int, int]:
    try:
        return int(selection.get("startPosition") or ""), int(selection.get("endPosition") or "")
    except ValueError as error:
        raise BadEntryError(
            "has a selection without startPosition and endPosition; export it again"
        ) from error


def _forget(element: etree._Element) -> None:
    """Free what has been read: a project may be larger than memory."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]
