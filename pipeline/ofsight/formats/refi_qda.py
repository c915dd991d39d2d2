"""Records as a REFI-QDA project (``.qdpx``) for NVivo, MAXQDA, ATLAS.ti, QualCoder and their like.

A zip archive of ``project.qde`` (XML, namespace ``urn:QDA-XML:project:1.0``) and a text file for each article
in ``Sources/``. Every finding, entity and judgement is a selection in its text; what is said of it are codes
(:mod:`.refi_qda_codes`). Positions count Unicode code points of the text file from 0, the end excluded. The
same records give the same bytes: GUIDs follow from what they stand for, and no time is noted.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final
from xml.sax.saxutils import escape, quoteattr

from ofsight.record import AnnotatorInfo, Record
from ofsight.record.labels import POLARITIES, SOURCES
from ofsight.register import load_register

from .article import Article, council_name, region
from .cells import one_line
from .notes import Notes
from .refi_qda_codes import (
    COUNCIL,
    NAMESPACE,
    POLARITY,
    SOURCE,
    Code,
    groups,
    guid,
)
from .refi_qda_selections import selections
from .refi_qda_text import CRLF_MARK, written_text
from .refi_qda_variables import YEAR, stated_variables
from .staging import staged
from .tasks import text_of

XML_NAMESPACE: Final = "urn:QDA-XML:project:1.0"
ORIGIN: Final = "Ofsight"
MODEL_MARK: Final = " (model)"
"""What the name of a user ends in that is no person."""
PROJECT_FILE: Final = "project.qde"
FOLDER: Final = "Sources"
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NO_NAME: Final = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
_NAME_LENGTH: Final = 80
# What zip archives hold for a time, at its least: the same records give the same bytes.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_LARGE: Final = 1 << 30


def write_refi_qda(records: Iterable[Record], out: Path, notes: Notes) -> list[Path]:
    """Write records as a REFI-QDA project; see :func:`ofsight.formats.export`.

    Raises
    ------
    ConversionError
        When a record is stand-off: there are no selections without a text.
    """
    with ExitStack() as stack:
        (part,) = stack.enter_context(staged([out]))
        # The codes stand before the sources, but are known only after them.
        body = stack.enter_context(tempfile.TemporaryFile(dir=out.parent))
        archive = stack.enter_context(zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED))
        project = _Project(archive, body, notes)
        for record in records:
            project.add(record)
        project.finish()
    return [out]


def _xml(text: str, notes: Notes, place: str) -> str:
    """Replace what XML cannot hold."""
    cleaned, count = _NOT_XML.subn("\ufffd", text)
    notes.add("characters in names and values that XML cannot hold, written as U+FFFD", place, count)
    return cleaned


class _Project:
    """A project that is being written."""

    def __init__(self, archive: zipfile.ZipFile, body: IO[bytes], notes: Notes) -> None:
        self._archive = archive
        self._body = body
        self._notes = notes
        self._codes: dict[Code, None] = {code: None for group in groups() for code in _fixed_codes(group.key)}
        self._users: dict[str, str] = {}
        self._variables: dict[str, None] = {}
        self._cases: dict[str, list[str]] = {}
        self._sources: set[str] = set()
        self._names: set[str] = set()

    def add(self, record: Record) -> None:
        """Write the text of a record and keep its selections for the end."""
        text = text_of(record)
        place = f"record {record.id}"
        written = written_text(text)
        if written.keeps_carriage_returns:
            what = "texts with line ends of several kinds, kept: programs may count them in other ways"
            self._notes.add(what, place)
        source = self._new_guid(record)
        file = f"{source}.txt"
        with self._archive.open(_member(f"{FOLDER}/{file}"), "w") as stream:
            stream.write(written.data)
        article = Article(record)
        for council in article.councils:
            self._cases.setdefault(council, []).append(source)
        user = self._user(record)
        lines = [
            f'<TextSource guid="{source}" name={self._attribute(self._name(record), place)}'
            f' plainTextPath="internal://{file}" creatingUser="{user}">'
        ]
        namespace = uuid.UUID(source)
        for selection in selections(record):
            start, end = written.place(selection.start), written.place(selection.end)
            this = guid(namespace, selection.key, selection.start, selection.end)
            words = self._attribute(_shortened(text[selection.start : selection.end]), place)
            lines.append(
                f'<PlainTextSelection guid="{this}" name={words} startPosition="{start}"'
                f' endPosition="{end}" creatingUser="{user}">'
            )
            if selection.comment:
                lines.append(self._element("Description", selection.comment, place))
            for code in selection.codes:
                self._codes.setdefault(code)
                target = code.guid
                coding = guid(uuid.UUID(this), target)
                lines.append(
                    f'<Coding guid="{coding}" creatingUser="{user}"><CodeRef targetGUID="{target}"/></Coding>'
                )
            lines.append("</PlainTextSelection>")
        if record.judgements:
            what = "judgements, written as codes of areas and grades that are not read back"
            self._notes.add(what, place, len(record.judgements))
        self._notes.add("scores, left out", place, _scores(record))
        variables = stated_variables(record.id, record.meta, article.councils, self._notes, place)
        if written.had_crlf:
            variables |= CRLF_MARK
        lines += [self._value(name, value, place) for name, value in variables.items()]
        lines.append("</TextSource>\n")
        self._body.write("\n".join(lines).encode())

    def _new_guid(self, record: Record) -> str:
        """Return the GUID of a source; records that are the same in id and text differ by their number."""
        number = 0
        while (found := guid(NAMESPACE, "text", record.id, record.text_sha256, number)) in self._sources:
            number += 1
        self._sources.add(found)
        return found

    def _name(self, record: Record) -> str:
        """Return a name that programs can show, and name files by: short, unique, no path."""
        bare = _NO_NAME.sub("_", one_line(record.id))[:_NAME_LENGTH].strip(" .") or "text"
        name, number = bare, 1
        while name.lower() in self._names:
            number += 1
            name = f"{bare}~{number}"
        self._names.add(name.lower())
        return name

    def _user(self, record: Record) -> str:
        model = record.model
        if isinstance(model, AnnotatorInfo):
            name = model.annotator
        else:
            name = f"{model.name} {model.version}".strip() + MODEL_MARK
        return self._users.setdefault(name, guid(NAMESPACE, "user", name))

    def _value(self, name: str, value: str | int, place: str) -> str:
        self._variables.setdefault(name)
        kind = "IntegerValue" if isinstance(value, int) else "TextValue"
        return (
            f'<VariableValue><VariableRef targetGUID="{_variable(name)}"/>'
            f"{self._element(kind, str(value), place)}</VariableValue>"
        )

    def _attribute(self, text: str, place: str) -> str:
        return quoteattr(_xml(text, self._notes, place))

    def _element(self, tag: str, text: str, place: str) -> str:
        return f"<{tag}>{escape(_xml(text, self._notes, place), {chr(13): '&#13;'})}</{tag}>"

    def finish(self) -> None:
        """Write the project file: users, codes, variables and cases, then the sources kept so far."""
        cases = list(self._case_lines())
        head = "\n".join([*self._head(), *self._variable_lines(), *cases, ""])
        self._body.flush()
        size = self._body.tell()
        self._body.seek(0)
        with self._archive.open(_member(PROJECT_FILE), "w", force_zip64=size > _LARGE) as stream:
            stream.write(head.encode())
            if size:
                stream.write(b"<Sources>\n")
                shutil.copyfileobj(self._body, stream)
                stream.write(b"</Sources>\n")
            stream.write(b"</Project>\n")

    def _head(self) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="utf-8"?>'
        first = next(iter(self._users.values()), None)
        by = f' creatingUserGUID="{first}"' if first else ""
        yield f'<Project xmlns="{XML_NAMESPACE}" name="Ofsight" origin="{ORIGIN}"{by}>'
        if self._users:
            yield "<Users>"
            for name, user in self._users.items():
                yield f'<User guid="{user}" name={self._attribute(name, "users")}/>'
            yield "</Users>"
        yield "<CodeBook><Codes>"
        for group in groups():
            yield f'<Code guid="{group.guid}" name={quoteattr(group.name)} isCodable="false">'
            yield self._element("Description", group.description, "codes")
            for code in self._codes_of(group.key):
                yield (
                    f'<Code guid="{code.guid}" name={self._attribute(code.name, "codes")} isCodable="true"'
                    f' color="{code.colour}">{self._described(code)}</Code>'
                )
            yield "</Code>"
        yield "</Codes></CodeBook>"

    def _codes_of(self, group: str) -> list[Code]:
        found = [code for code in self._codes if code.group == group]
        return found if _fixed_codes(group) else sorted(found, key=lambda code: code.name)

    def _described(self, code: Code) -> str:
        return self._element("Description", code.description, "codes") if code.description else ""

    def _variable_lines(self) -> Iterator[str]:
        names = list(self._variables) + [name for name in _CASE_VARIABLES if self._cases]
        if names:
            yield "<Variables>"
            for name in dict.fromkeys(names):
                kind = "Integer" if name == YEAR else "Text"
                yield f'<Variable guid="{_variable(name)}" name="{name}" typeOfVariable="{kind}"/>'
            yield "</Variables>"

    def _case_lines(self) -> Iterator[str]:
        if not self._cases:
            return
        yield "<Cases>"
        for code in sorted(self._cases, key=lambda code: (council_name(code), code)):
            yield f'<Case guid="{guid(NAMESPACE, "case", code)}" name={quoteattr(Code(COUNCIL, code).name)}>'
            authority = load_register().by_code(code)
            values = (code, region(code), authority.kind if authority else "")
            for name, value in zip(_CASE_VARIABLES, values, strict=True):
                if value:
                    yield self._value(name, value, "cases")
            for source in self._cases[code]:
                yield f'<SourceRef targetGUID="{source}"/>'
            yield "</Case>"
        yield "</Cases>"


_CASE_VARIABLES: Final = ("gss_code", "region", "authority_kind")


def _fixed_codes(group: str) -> list[Code]:
    """Return the codes of a group that every project has, in their order."""
    return [Code(group, label) for label in {POLARITY: POLARITIES, SOURCE: SOURCES}.get(group, ())]


def _shortened(words: str) -> str:
    line = one_line(words)
    return line if len(line) <= _NAME_LENGTH else line[: _NAME_LENGTH - 1] + "…"


def _variable(name: str) -> str:
    return guid(NAMESPACE, "variable", name)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=_NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def _scores(record: Record) -> int:
    scores = [entity.score for entity in record.entities]
    for finding in record.findings:
        scores += [finding.score, *(finding.theme_scores or {}).values()]
    return sum(score is not None for score in scores)
