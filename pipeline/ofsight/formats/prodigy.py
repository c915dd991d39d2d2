"""Prodigy's JSONL to records, and records to Prodigy tasks.

Of a line, ``spans`` are entities and the labels chosen in ``accept`` (or the one ``label`` of a yes-or-no
task) say what the whole text is found to be: themes, and beside them ``strength``, ``weakness``, ``mixed`` or
``neutral`` and ``source:council`` and so on. Accepted lines are read, ignored ones are not; what is rejected
as a whole is known to be without that label. Lines of one annotator on the same text make one record.

In the tasks that are written a finding is a span with the keys ``themes``, ``polarity``, ``source`` and
``councils``, which Prodigy keeps; gold is accepted, a model's output has no answer yet. They come with their
tokens, so that Prodigy needs not cut the text anew and finds every span.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ofsight.ingest.document import InputFailure
from ofsight.record import AnnotatorInfo, Record

from .drafts import (
    UNKNOWN_ANNOTATOR,
    BadEntryError,
    Draft,
    EntityMark,
    FindingMark,
    Unreadable,
    as_strings,
    mended,
    meta_of,
    records_of,
    split_labels,
    whole_text,
)
from .inputs import AnnotationFile
from .notes import Notes
from .staging import staged
from .tasks import FINDING, stated_meta, text_of

if TYPE_CHECKING:
    from spacy.vocab import Vocab

MEDIA_TYPE: Final = "application/x-ndjson"
_FINDING_KEYS: Final = frozenset({"themes", "polarity", "councils"})
_PARTIAL: Final = "yes-or-no answers on single spans, which leave the rest of the text unread, left out"


def read_prodigy(file: AnnotationFile, notes: Notes) -> Iterator[Record | InputFailure]:
    """Read a data set as ``prodigy db-out`` writes it; see :func:`ofsight.formats.import_records`."""
    return records_of(file, _merged(_lines(file, notes), notes), notes, media_type=MEDIA_TYPE)


class _Line(NamedTuple):
    """A draft with what tells its document from others: the task's own id, where it has one."""

    own_id: str
    draft: Draft


def _lines(file: AnnotationFile, notes: Notes) -> Iterator[_Line | Unreadable]:
    for number, line in enumerate(file.lines(), start=1):
        if not line.strip():
            continue
        place, name = f"line {number}", f"{file.stem}-{number}"
        try:
            task = _task(line)
            own_id = _own_id(task)
            draft = _draft(task, own_id or name, place, notes)
        except BadEntryError as error:
            yield Unreadable(place, name, error)
            continue
        if draft is not None:
            yield _Line(own_id, draft)


def _task(line: str) -> dict[str, Any]:
    try:
        task = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadEntryError(
            f"is no JSON ({error}); each line must be one whole task, as db-out writes it"
        ) from error
    if not isinstance(task, dict):
        raise BadEntryError("is no JSON object; each line must be one task, as db-out writes it")
    if not isinstance(task.get("text"), str):
        raise BadEntryError(
            "has no text; only tasks on texts can be read, not those on images, sound or pages"
        )
    return task


def _draft(task: dict[str, Any], name: str, place: str, notes: Notes) -> Draft | None:
    answer = task.get("answer")
    if answer is None:
        notes.add("tasks without an answer, left out", place)
        return None
    if answer == "ignore":
        notes.add("ignored tasks, left out", place)
        return None
    if answer not in {"accept", "reject"}:
        raise BadEntryError(f"has the answer {answer!r}, not accept, reject or ignore")
    binary_label = isinstance(task.get("label"), str)
    if task.get("_is_binary") and task.get("spans"):
        notes.add(_PARTIAL, place)
        return None
    if answer == "reject" and not binary_label:
        notes.add("rejected tasks, left out", place)
        return None
    text = mended(task["text"])
    draft = Draft(place, name, text, _annotator(task), meta_of(task.get("meta")))
    for span in task.get("spans") or []:
        _add_span(draft, span, task, notes)
    notes.add("relations, left out", place, len(task.get("relations") or ()))
    chosen = as_strings(task.get("accept"))
    chosen += [task["label"]] if binary_label and answer == "accept" else []
    themes, polarity, source = split_labels(chosen)
    if themes or polarity or source:
        draft.findings.append(FindingMark(*whole_text(text), themes, polarity, source))
    return draft


def _own_id(task: dict[str, Any]) -> str:
    meta = task.get("meta")
    found = as_strings(task.get("id")) or as_strings(meta.get("id") if isinstance(meta, dict) else None)
    return found[0] if found else ""


def _annotator(task: dict[str, Any]) -> str:
    found = as_strings(task.get("_annotator_id")) or as_strings(task.get("_session_id"))
    return found[0] if found else UNKNOWN_ANNOTATOR


def _add_span(draft: Draft, span: Any, task: dict[str, Any], notes: Notes) -> None:
    if not isinstance(span, dict) or type(span.get("start")) is not int or type(span.get("end")) is not int:
        raise BadEntryError("has a span without start and end; export it again with db-out")
    start, end = span["start"], span["end"]
    _check_words(draft.text, span, task)
    if _FINDING_KEYS & span.keys():
        said = {key: as_strings(span.get(key)) for key in ("themes", "polarity", "source", "councils")}
        draft.findings.append(
            FindingMark(
                start,
                end,
                tuple(said["themes"]),
                "".join(said["polarity"][:1]),
                "".join(said["source"][:1]),
                tuple(said["councils"]),
            )
        )
        return
    labels = as_strings(span.get("label"))
    if not labels:
        notes.add("spans without a label, left out", draft.place)
        return
    value, unit = span.get("value"), as_strings(span.get("unit"))
    known = value if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    draft.entities.append(EntityMark(start, end, labels[0], known, unit[0] if unit else None))


def _check_words(text: str, span: dict[str, Any], task: dict[str, Any]) -> None:
    """Compare a span with the copies of its words that a task may hold: its own, or those of its tokens."""
    start, end = span["start"], span["end"]
    copies = [(start, end, span.get("text"))]
    tokens, first, last = task.get("tokens"), span.get("token_start"), span.get("token_end")
    if isinstance(tokens, list) and type(first) is int and type(last) is int:
        inside = [token for token in tokens[first : last + 1] if isinstance(token, dict)]
        if inside and (inside[0].get("start"), inside[-1].get("end")) != (start, end):
            raise BadEntryError(
                f"a span from {start} to {end} is not that of its tokens {first} to {last}; export it again"
            )
        copies += [(token.get("start"), token.get("end"), token.get("text")) for token in inside]
    for begin, stop, words in copies:
        if isinstance(words, str) and text[begin:stop] != mended(words):
            raise BadEntryError(
                f"a span says {words!r}, but text[{begin}:{stop}] is {text[begin:stop]!r}:"
                " the text was changed after it was labelled; export it again with db-out"
            )


def _merged(lines: Iterable[_Line | Unreadable], notes: Notes) -> Iterator[Draft | Unreadable]:
    """Put together what one annotator said of one text in several lines, in the place of the first."""
    documents: dict[tuple[str, str, str], Draft] = {}
    found: list[Draft | Unreadable] = []
    for line in lines:
        if isinstance(line, Unreadable):
            found.append(line)
            continue
        own_id, draft = line
        first = documents.setdefault((own_id, draft.text, draft.annotator), draft)
        if first is draft:
            found.append(draft)
            continue
        notes.add("lines on a text that is there already, joined with it", draft.place)
        first.entities += draft.entities
        first.findings = _joined(first.findings + draft.findings)
    return iter(found)


def _joined(marks: list[FindingMark]) -> list[FindingMark]:
    """Join the findings in one span, unless their polarities contradict each other."""
    joined: dict[tuple[int, int], FindingMark] = {}
    others: list[FindingMark] = []
    for mark in marks:
        known = joined.setdefault((mark.start, mark.end), mark)
        if known is mark:
            continue
        if known.polarity and mark.polarity and known.polarity != mark.polarity:
            others.append(mark)
            continue
        joined[mark.start, mark.end] = known._replace(
            themes=known.themes + mark.themes,
            polarity=known.polarity or mark.polarity,
            source=known.source or mark.source,
            councils=known.councils + mark.councils,
        )
    return [*joined.values(), *others]


def write_prodigy(records: Iterable[Record], out: Path) -> list[Path]:
    """Write one task a record; see :func:`ofsight.formats.export`."""
    from spacy.vocab import Vocab  # spaCy is slow to import, and tokens are needed here only

    vocab = Vocab()
    with staged([out]) as (part,), part.open("w", encoding="utf-8", newline="\n") as stream:
        for record in records:
            stream.write(json.dumps(_written(record, vocab), ensure_ascii=False) + "\n")
    return [out]


def _written(record: Record, vocab: Vocab) -> dict[str, Any]:
    text = text_of(record)
    spans: list[dict[str, Any]] = [
        entity.model_dump(mode="json", exclude={"text", "score"}, exclude_none=True)
        for entity in record.entities
    ]
    spans += [
        {"label": FINDING, **finding.model_dump(mode="json", exclude={"score", "theme_scores"})}
        for finding in record.findings
    ]
    tokens = _tokens(record, vocab)
    first = {token["start"]: token["id"] for token in tokens}
    last = {token["end"]: token["id"] for token in tokens}
    for span in spans:
        span |= {"token_start": first[span["start"]], "token_end": last[span["end"]]}
    task: dict[str, Any] = {
        "id": record.id,
        "text": text,
        "tokens": tokens,
        "spans": sorted(spans, key=lambda span: (span["start"], span["end"])),
        "meta": stated_meta(record.meta),
    }
    if isinstance(record.model, AnnotatorInfo):
        task |= {"answer": "accept", "_annotator_id": record.model.annotator}
    return task


def _tokens(record: Record, vocab: Vocab) -> list[dict[str, Any]]:
    """Return the tokens, cut at the borders of every span: Prodigy shows no span that its own would cut."""
    return [
        {
            "text": token.text,
            "start": token.idx,
            "end": token.idx + len(token),
            "id": token.i,
            "ws": bool(token.whitespace_),
        }
        for token in record.to_doc(vocab)
    ]
