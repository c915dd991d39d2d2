"""Validate files and folders of sources and records: what is broken, and what is legal but suspicious."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ofsight.corpus.checks.accepted import Accepted, nearest, read_accepted
from ofsight.corpus.checks.findings import quoted_sources, same_sentences, unusual_themes
from ofsight.corpus.checks.spans import (
    passed_over,
    plural_roles,
    short_quotations,
    span_edges,
    untagged_twins,
)
from ofsight.corpus.checks.suspicion import Checked, Suspicion
from ofsight.corpus.checks.values import entity_values, fact_evidence
from ofsight.corpus.compile import compile_source
from ofsight.corpus.layout import is_raw_pass
from ofsight.corpus.lines import SourceLine, line_at
from ofsight.corpus.passages import SUFFIX, compile_passages
from ofsight.corpus.standoff import LAYERS, parse_standoff
from ofsight.errors import CorpusError
from ofsight.record import Record
from ofsight.record.io import numbered_lines, read_records, record_files
from ofsight.record.rules import text_checksum
from ofsight.record.validate import Problem, validate_lines

SOURCE_SUFFIXES: Final = (".ann", ".so", SUFFIX)
CHECKS: Final[tuple[Callable[[Checked], Iterator[Suspicion]], ...]] = (
    span_edges,
    short_quotations,
    plural_roles,
    untagged_twins,
    passed_over,
    entity_values,
    fact_evidence,
    unusual_themes,
    quoted_sources,
)


HINTS: Final = frozenset({"theme-company"})
"""Checks that are right too seldom to hold anybody up: given only where hints are asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what was found: a broken rule, or (``suspicious``) something that looks like a mistake."""

    problem: Problem
    suspicious: bool = False

    def __str__(self) -> str:
        """Return ``file:line: message``, marked if it is only a suspicion."""
        if not self.suspicious:
            return str(self.problem)
        return f"{self.problem.file}:{self.problem.line}: suspicious: {self.problem.message}"


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A gold record with the file it is from and the way back to that file's lines."""

    record: Record
    layers: frozenset[str]
    file: str
    lines: tuple[SourceLine, ...]


def validate_files(paths: Iterable[str], texts: Path | None = None, *, hints: bool = False) -> Iterator[Line]:
    """Check sources and records, and folders of them.

    Parameters
    ----------
    paths : iterable of str
        ``.ann``, ``.so`` and ``.psg`` sources, files of records, folders of any of them, ``-`` for records on
        standard input.
    texts : Path, optional
        A folder with the texts of stand-off annotations, ``ID.txt``: without a text only the form is checked.
    hints : bool
        Also give the suspicions of :data:`HINTS`.

    Yields
    ------
    Line
        Every broken rule by file and line; then what is suspicious in gold. Raw passes, records that come of
        sources checked as well, and what models predicted are not suspected.
    """
    sources, others = _files(paths)
    loaded: list[_Loaded] = []
    for path in sources:
        try:
            loaded += _load_source(path)
        except CorpusError as error:
            file, line, message = _place(str(error), path)
            yield Line(Problem(file, line, "", message))
    known = {item.record.id for item in loaded}
    for file in others:
        problems = list(validate_lines(file))
        yield from map(Line, problems)
        if not problems and file != "-" and _is_gold(file):
            loaded += [
                _Loaded(record, _layers(record), file, ((0, 1 << 60, number),))
                for number, record in enumerate(read_records(file), start=1)
                if record.id not in known
            ]
    yield from _suspicious(loaded, texts, hints=hints)


def _files(paths: Iterable[str]) -> tuple[list[Path], list[str]]:
    """Return the sources and the files of records behind the paths."""
    sources: list[Path] = []
    others: list[str] = []
    for name in paths:
        path = Path(name)
        if name != "-" and path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix in SOURCE_SUFFIXES and p.is_file())
            records = [str(file) for file in record_files(path)]
            if not inside and not records:
                raise CorpusError(
                    f"{name}: holds neither records (.jsonl) nor sources ({', '.join(SOURCE_SUFFIXES)})"
                )
            sources += inside
            others += records
        elif path.suffix in SOURCE_SUFFIXES:
            sources.append(path)
        else:
            others.append(name)
    return sources, others


def _load_source(path: Path) -> Iterator[_Loaded]:
    """Parse a source; give its records unless it is a raw pass."""
    found: list[_Loaded] = []
    if path.suffix == ".ann":
        compiled = compile_source(path)
        found.append(_Loaded(compiled.record, frozenset(LAYERS), str(path), compiled.lines))
    elif path.suffix == SUFFIX:
        found += [
            _Loaded(passage.record, frozenset({"findings"}), str(path), passage.lines)
            for passage in compile_passages(path)
        ]
    else:
        standoff = parse_standoff(path)
        found.append(_Loaded(standoff.record, frozenset(standoff.layers), str(path), standoff.lines))
    if not is_raw_pass(path):
        yield from found


def _place(message: str, path: Path) -> tuple[str, int, str]:
    """Split ``file:line: message``, the line of which may be missing."""
    rest = message.removeprefix(str(path)).removeprefix(":")
    number, colon, told = rest.partition(":")
    if colon and number.isdigit():
        return str(path), int(number), told.strip()
    return str(path), 0, rest.strip()


def _layers(record: Record) -> frozenset[str]:
    """Return the layers annotated: all of a whole document, of one annotated in part those that it has."""
    return frozenset(LAYERS if record.blocks else (layer for layer in LAYERS if getattr(record, layer)))


def _is_gold(file: str) -> bool:
    """Tell from the first record of a file whether an annotator made it."""
    first = next(iter(numbered_lines(file)), None)
    return first is not None and b'"model":{"annotator"' in first[1].replace(b" ", b"")


def _suspicious(loaded: Iterable[_Loaded], texts: Path | None, *, hints: bool) -> Iterator[Line]:
    origin: dict[int, _Loaded] = {}
    documents: list[Checked] = []
    lists: dict[Path, Accepted] = {}
    for item in loaded:
        text = item.record.text if item.record.text is not None else _text_of(item.record, texts)
        if text is None:
            continue
        if text_checksum(text) != item.record.text_sha256:
            message = f"{texts}: the text of {item.record.id} there is not the one annotated"
            yield Line(Problem(item.file, 0, "", message))
            continue
        checked = Checked(item.record, text, item.layers)
        origin[id(checked)] = item
        documents.append(checked)
    found = [
        (checked, suspicion) for checked in documents for check in CHECKS for suspicion in check(checked)
    ]
    by_id = {checked.record.id: checked for checked in documents}
    found += [(by_id[suspicion.document], suspicion) for suspicion in same_sentences(documents)]
    for checked, suspicion in found:
        if suspicion.check in HINTS and not hints:
            continue
        item = origin[id(checked)]
        list_path = nearest(Path(item.file))
        if list_path is not None and list_path not in lists:
            lists[list_path] = read_accepted(list_path)
        if list_path is None or not lists[list_path].holds(suspicion):
            line = line_at(item.lines, suspicion.start)
            message = f"[{suspicion.check}] “{suspicion.text}”: {suspicion.message}"
            yield Line(Problem(item.file, line, "", message), suspicious=True)
    for accepted in lists.values():
        for line, message in accepted.unused(set(by_id)):
            yield Line(Problem(str(accepted.path), line, "", f"[accepted] {message}"), suspicious=True)


def _text_of(record: Record, texts: Path | None) -> str | None:
    path = texts / f"{record.id}.txt" if texts is not None else None
    return path.read_bytes().decode("utf-8") if path is not None and path.exists() else None
