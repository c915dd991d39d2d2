"""CoNLL columns with BIO, IOB1 or BIOES tags to records and back.

A token a line, the first column the word, the last its tag; columns are parted by tabs or spaces, sentences
by blank lines, documents by ``-DOCSTART-`` lines or comments ``# newdoc id = ...``. ``# newpar`` begins a
paragraph. How the text is rebuilt, :mod:`.conll_text` says. Only entities can be told in such columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from ofsight.errors import ConversionError
from ofsight.ingest.document import InputFailure
from ofsight.record import Record

from .conll_text import aligned, joined
from .drafts import BadEntryError, Draft, EntityMark, Unreadable, records_of
from .inputs import AnnotationFile
from .notes import Notes
from .staging import staged
from .tasks import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

MEDIA_TYPE: Final = "text/x-conll"
TAG: Final = re.compile(r"(?:[O_-]|[BIESLUM]-\S.*)\Z")
"""What stands in the last column: outside, or a place in a span and its label."""
DOCSTART: Final = "-DOCSTART-"
_COMMENT: Final = re.compile(
    r"#\s*(?:(?P<key>[\w.:]+(?: id)?)\s*=\s*(?P<value>.*)|(?P<mark>newdoc|newpar)\b.*)\Z"
)
_PARAGRAPH_END: Final = re.compile(r"\n\s*\n")
_SPACE: Final = re.compile(r"\s")


@dataclass(slots=True)
class _Sentence:
    """One sentence: its tokens, their tags, the line of each, and what comments say of it."""

    begins_paragraph: bool = False
    text: str | None = None
    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Document:
    """The sentences of one document, the line that it begins on, and the fault that was found in it first."""

    line: int
    id: str = ""
    sentences: list[_Sentence] = field(default_factory=list)
    fault: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.fault and not any(sentence.tokens for sentence in self.sentences)


def read_conll(file: AnnotationFile, notes: Notes) -> Iterator[Record | InputFailure]:
    """Read a file of columns; see :func:`ofsight.formats.import_records`."""
    return records_of(file, _drafts(file), notes, media_type=MEDIA_TYPE)


def _drafts(file: AnnotationFile) -> Iterator[Draft | Unreadable]:
    documents = [document for document in _documents(file.text) if not document.is_empty]
    for number, document in enumerate(documents, start=1):
        name = document.id or (file.stem if len(documents) == 1 else f"{file.stem}-{number}")
        place = f"line {document.line}"
        try:
            if document.fault:
                raise BadEntryError(document.fault)  # noqa: TRY301  # faults of both readings end alike
            yield _draft(document, name, place)
        except BadEntryError as error:
            yield Unreadable(place, name, error)


def _documents(text: str) -> Iterator[_Document]:
    document, sentence = _Document(1), _Sentence()
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        # Token lines with tabs may begin with "#"; comments have none.
        comment = None if sentence.tokens or "\t" in line else _COMMENT.match(bare)
        new_document = bare.startswith(DOCSTART) or (comment is not None and _begins_document(comment))
        if (new_document or not bare) and sentence.tokens:
            document.sentences.append(sentence)
            sentence = _Sentence()
        if new_document:
            yield document
            document, sentence = _Document(number), _Sentence()
        if comment is not None:
            _heed(comment, document, sentence)
        elif bare and not new_document and not _is_remark(line):
            _add_token(line, number, document, sentence)
    if sentence.tokens:
        document.sentences.append(sentence)
    yield document


def _is_remark(line: str) -> bool:
    return line.startswith("#") and "\t" not in line and TAG.match(_columns(line)[-1]) is None


def _begins_document(comment: re.Match[str]) -> bool:
    return comment["mark"] == "newdoc" or comment["key"] == "newdoc id"


def _heed(comment: re.Match[str], document: _Document, sentence: _Sentence) -> None:
    if comment["key"] == "newdoc id":
        document.id = comment["value"].strip()
    elif comment["mark"] == "newpar" or comment["key"] == "newpar id":
        sentence.begins_paragraph = True
    elif comment["key"] == "text":
        sentence.text = comment["value"]


def _columns(line: str) -> list[str]:
    return [column.strip() for column in line.split("\t")] if "\t" in line else line.split() or [""]


def _add_token(line: str, number: int, document: _Document, sentence: _Sentence) -> None:
    columns = _columns(line)
    if len(columns) < 2 or not columns[0]:
        document.fault = document.fault or (
            f"line {number} has one column; give each token a line with the word first and its tag last"
        )
    elif not TAG.match(columns[-1]):
        document.fault = document.fault or (
            f"the tag {columns[-1]!r} of line {number} is neither O nor B-, I-, E- or S- with a label;"
            " the tag must be the last column"
        )
    sentence.tokens.append(columns[0])
    sentence.tags.append(columns[-1])
    sentence.lines.append(number)


def _draft(document: _Document, name: str, place: str) -> Draft:
    draft = Draft(place, name, "")
    for sentence in document.sentences:
        if draft.text:
            draft.text += "\n\n" if sentence.begins_paragraph else " "
        at = len(draft.text)
        if sentence.text is None:
            text, places = joined(sentence.tokens)
        else:
            text = sentence.text.strip()
            try:
                places = aligned(sentence.tokens, text)
            except BadEntryError as error:
                raise BadEntryError(f"in the sentence of line {sentence.lines[0]}, {error}") from error
        draft.text += text
        draft.entities += [
            EntityMark(at + places[first][0], at + places[last][1], label)
            for first, last, label in spans(sentence.tags)
        ]
    return draft


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return first token, last token and label of the spans that tags tell, in BIO, IOB1 or BIOES alike.

    A span begins at B and S (in spaCy's words U), and at I and E (L) where no span of that label is open,
    which is how IOB1 writes them; it ends at S and E, before O, and before what begins another.

    Examples
    --------
    >>> spans(["I-HOME", "I-HOME", "B-HOME", "O", "S-DATE"])
    [(0, 1, 'HOME'), (2, 2, 'HOME'), (4, 4, 'DATE')]
    """
    found: list[tuple[int, int, str]] = []
    open_label = ""
    for place, tag in enumerate(tags):
        prefix, dash, label = tag.partition("-")
        if not dash or not label:
            open_label = ""
            continue
        if prefix in "BSU" or label != open_label:
            found.append((place, place, label))
        else:
            first, _, _ = found[-1]
            found[-1] = (first, place, label)
        open_label = "" if prefix in "ESLU" else label
    return found


def write_conll(records: Iterable[Record], out: Path, notes: Notes) -> list[Path]:
    """Write two columns with BIO tags and comments that keep the text; see :func:`ofsight.formats.export`."""
    from spacy.vocab import Vocab  # spaCy is slow to import, and tokens are needed here only

    vocab = Vocab()
    with staged([out]) as (part,), part.open("w", encoding="utf-8", newline="\n") as stream:
        for record in records:
            _write_document(record, vocab, stream, notes)
    return [out]


def _write_document(record: Record, vocab: Vocab, stream: TextIO, notes: Notes) -> None:
    text = text_of(record)
    doc = record.to_doc(vocab)
    tags = _tags(doc, record.id)
    stream.write(f"# newdoc id = {_one_line(record.id)}\n")
    written = 0
    position = 0
    for start, end in _sentences(record, text):
        words = doc.char_span(start, end, alignment_mode="expand")
        if start < position or words is None:
            continue
        if position and _PARAGRAPH_END.search(text, position, start):
            stream.write("# newpar\n")
        stream.write(f"# text = {_one_line(words.text).strip()}\n")
        for token in words:
            if not token.text.isspace():
                tag = tags.get(token.i, _OUTSIDE)
                whole = words.start <= tag.first and tag.last < words.end
                stream.write(f"{token.text}\t{tag.name if whole else 'O'}\n")
                written += whole and tag.first == token.i
        stream.write("\n")
        position = end
    what = "entities outside sentences or across their ends, left out"
    notes.add(what, f"record {record.id}", len(record.entities) - written)


class _Tag(NamedTuple):
    """The tag of a token, and the first and last token of its span."""

    name: str
    first: int
    last: int


_OUTSIDE: Final = _Tag("O", -1, -1)


def _tags(doc: Doc, name: str) -> dict[int, _Tag]:
    tags = {}
    for entity in doc.ents:
        label = entity.label_
        if label != " ".join(label.split()):
            raise ConversionError(
                f"record {name!r}: the label {label!r} has white space that columns cannot hold; rename it"
            )
        words = [token.i for token in entity if not token.text.isspace()]
        for number, place in enumerate(words):
            tags[place] = _Tag(f"{'I' if number else 'B'}-{label}", words[0], words[-1])
    return tags


def _sentences(record: Record, text: str) -> list[tuple[int, int]]:
    """Return the record's sentences or, where it lists none, those of its paragraphs: bullets included."""
    if record.sentences:
        return [(sentence.start, sentence.end) for sentence in record.sentences]
    from ofsight.segment.sentences import split_sentences  # imports spaCy: other formats do without

    found = []
    start = 0
    for gap in [*_PARAGRAPH_END.finditer(text), None]:
        end = len(text) if gap is None else gap.start()
        ends = [stop for _, stop in split_sentences(text, [(start, end)])][:-1]
        found += [(first, last) for first, last in pairwise([start, *ends, end]) if text[first:last].strip()]
        start = end if gap is None else gap.end()
    return found


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text)
