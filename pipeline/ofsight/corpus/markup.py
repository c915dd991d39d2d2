"""Parse the inline markup in which articles are written and annotated by hand.

A source has a head of ``key: value`` lines, a line ``---``, then blocks. A block starts with ``@`` and its
code (``@h`` headline, ``@p`` paragraph, ...), and holds one sentence a line::

    @p
    {Ofsted|O} said {Halton|C} was {inadequate|R}. ## overall_effectiveness; weakness; inspectorate
    ! judgement overall inadequate
    “<<We will act,>>(council,1)” said <1:a {Halton|C} {spokesperson|J}>.

``{words|X=value unit}`` is an entity, ``<<words>>(source,n)`` a quotation, ``<n:words>`` its speaker (in any
block), ``## themes; polarity; source; councils`` a finding, ``!`` a fact of the sentence above. Sentences are
joined by one space; a line that starts with ``~`` is joined without one, one that starts with ``/`` on a new
line. After a line ``---html`` an HTML page may follow in which ``§n`` stands for block n.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

from ofsight.corpus.article import (
    BLOCK_CODES,
    ENTITY_CODES,
    MarkedArticle,
    MarkedBlock,
    MarkedEntity,
    MarkedFinding,
    MarkedQuotation,
    MarkedSentence,
)
from ofsight.corpus.values import entity_value, fact, parse_finding
from ofsight.errors import CorpusError
from ofsight.record.labels import BODY_LABELS, SOURCES

HEAD_KEYS = (
    *(
        "id",
        "outlet",
        "outlet_kind",
        "published",
        "split",
        "annotator",
        "fiction",
        "council",
        "kind",
        "title",
    ),
    *("authors", "url", "inspection", "wrap"),
)
_HEAD_LINE = re.compile(r"(?P<key>[a-z_]+):\s*(?P<value>.*)")
# Under this key a block keeps the start of a quotation that goes on in its next sentence.
_CARRIED = "<<"
_BLOCK_LINE = re.compile(r"@(?P<code>[a-z]+)(?P<glue>[ +0-9]*)$")
_MARK = re.compile(
    r"\{|\}|\|(?P<code>[A-Z])(?:=(?P<value>[^{}|]*))?\}|<<|>>\((?P<source>[a-z]+)(?:,(?P<said>\d+))?\)"
    r"|<(?P<speaker>\d+):|>"
)


def parse_source(path: Path) -> MarkedArticle:
    """Parse one source file.

    Raises
    ------
    CorpusError
        Naming file and line, for anything that the format does not know.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return _Parser(str(path), lines).parse()


def blank_form(source: str) -> str:
    """Return a source with everything decided taken out: marks, findings, facts, and who annotated it.

    Blocks, sentences and the HTML page stay, so that a second annotator labels the same text.
    """
    lines = source.splitlines()
    result = []
    in_head = True
    for number, line in enumerate(lines):
        if line.startswith("---html"):
            result += lines[number:]
            break
        if in_head:
            in_head = line.strip() != "---"
            result.append("annotator: ?" if line.startswith("annotator:") else line)
        elif line.startswith("@"):
            result.append(line)
        elif not line.startswith("! "):
            result.append(without_marks(line.partition(" ## ")[0]))
    return "\n".join(result) + "\n"


def without_marks(line: str) -> str:
    """Return a line's text as a reader sees it, its joint (``~`` or ``/``) kept."""
    speakers = 0

    def bare(mark: re.Match[str]) -> str:
        nonlocal speakers
        if mark["speaker"] is not None:
            speakers += 1
        elif mark.group() == ">":
            if not speakers:
                return ">"
            speakers -= 1
        return ""

    return _MARK.sub(bare, line)


class _Parser:
    def __init__(self, name: str, lines: list[str]) -> None:
        self._name = name
        self._lines = lines
        self._number = 0
        self._speakers: set[str] = set()

    def _fail(self, message: str) -> CorpusError:
        return CorpusError(f"{self._name}:{self._number}: {message}")

    def parse(self) -> MarkedArticle:
        head: dict[str, str] = {}
        blocks: list[MarkedBlock] = []
        in_head = True
        for number, line in enumerate(self._lines, start=1):
            self._number = number
            if line.startswith("---html"):
                self._end_block(blocks)
                page = "\n".join(self._lines[number:])
                return MarkedArticle(head, blocks, page)
            if in_head:
                in_head = self._head_line(line, head)
            elif line.startswith("@"):
                block = self._block(line)
                self._end_block(blocks)
                blocks.append(block)
            elif line.startswith("! "):
                self._fact(line, blocks, head)
            elif line.strip():
                if not blocks:
                    raise self._fail("a sentence before the first @block")
                self._sentence(line, blocks[-1])
        if in_head:
            raise self._fail("no line '---' after the head")
        self._end_block(blocks)
        return MarkedArticle(head, blocks)

    def _end_block(self, blocks: list[MarkedBlock]) -> None:
        """Check what must be whole when a block ends."""
        if not blocks:
            return
        if _CARRIED in blocks[-1].speakers:
            raise self._fail("a quotation '<<' of the block above is not closed by '>>(source,speaker)'")
        if not blocks[-1].text:
            raise self._fail("the block above is empty")

    def _head_line(self, line: str, head: dict[str, str]) -> bool:
        if line.strip() == "---":
            return False
        match = _HEAD_LINE.match(line)
        if match is None:
            raise self._fail(f"expected 'key: value' or '---', found {line!r}")
        key, value = match["key"], match["value"].strip()
        if key not in HEAD_KEYS:
            raise self._fail(f"unknown key {key!r}; known: {', '.join(HEAD_KEYS)}")
        if key in head:
            raise self._fail(f"the key {key!r} stands twice")
        if _MARK.search(value):
            raise self._fail(f"the {key} holds a mark of the text's: {value!r}")
        head[key] = value
        return True

    def _block(self, line: str) -> MarkedBlock:
        match = _BLOCK_LINE.match(line.rstrip())
        if match is None or match["code"] not in BLOCK_CODES:
            raise self._fail(
                f"unknown block {line!r}; known: {', '.join('@' + c for c in BLOCK_CODES)};"
                " text that starts with @ is written with a / before it"
            )
        breaks = match["glue"].strip().lstrip("+")
        return MarkedBlock(
            BLOCK_CODES[match["code"]], self._number, glue="\n" * int(breaks) if breaks else "\n\n"
        )

    def _sentence(self, line: str, block: MarkedBlock) -> None:
        content, _, finding = line.partition(" ## ")
        joint = " "
        if content[:1] in "~/":
            joint = "" if content[0] == "~" else "\n"
            content = content[1:]
        if not block.text:
            joint = ""
        start = len(block.text) + len(joint)
        block.text += joint
        self._inline(content.rstrip(), block)
        body = block.label in BODY_LABELS
        if not body and block.label != "table":
            if finding:
                raise self._fail(f"a finding in a block that is no body: {block.label}")
            if block.quotations:
                raise self._fail(f"a quotation in a block that is no body: {block.label}")
            return
        sentence = MarkedSentence(start, len(block.text), self._number)
        if finding:
            sentence.finding = self._finding(finding)
        block.sentences.append(sentence)

    def _inline(self, content: str, block: MarkedBlock) -> None:
        """Append ``content`` to the block's text, without its marks, and keep what the marks say."""
        open_marks: list[tuple[str, int]] = []
        position = 0
        for mark in _MARK.finditer(content):
            block.text += content[position : mark.start()]
            position = mark.end()
            self._mark(mark, open_marks, block)
        block.text += content[position:]
        for kind, start in open_marks:
            # A quotation may go on in the next sentence of its block; nothing else may.
            if kind != "<<":
                raise self._fail(f"unclosed mark at ...{block.text[start:][:30]!r}")
            block.speakers[_CARRIED] = (start, start)

    def _mark(self, mark: re.Match[str], open_marks: list[tuple[str, int]], block: MarkedBlock) -> None:
        """Open or close what one mark says at the end of the block's text so far."""
        here = len(block.text)
        written = mark.group()
        if written in {"{", "<<"}:
            open_marks.append((written, here))
        elif mark["speaker"] is not None:
            open_marks.append((mark["speaker"], here))
        elif mark["code"] is not None:
            start = self._close(open_marks, "{")
            words = block.text[start:here]
            block.entities.append(self._entity(words, start, here, mark["code"], mark["value"]))
        elif mark["source"] is not None:
            start = self._close(open_marks, "<<") if open_marks else self._carried(block)
            if mark["source"] not in SOURCES:
                raise self._fail(f"unknown source {mark['source']!r}; known: {', '.join(SOURCES)}")
            block.quotations.append(MarkedQuotation(start, here, mark["source"], mark["said"]))
        elif written == ">":
            if open_marks and open_marks[-1][0].isdigit():
                number, start = open_marks.pop()
                if number in self._speakers:
                    raise self._fail(
                        f"the speaker <{number}:...> stands twice; give each a number of its own"
                    )
                self._speakers.add(number)
                block.speakers[number] = (start, here)
            else:
                block.text += written
        else:
            raise self._fail(f"a stray {written!r}")

    def _close(self, open_marks: list[tuple[str, int]], kind: str) -> int:
        if not open_marks or open_marks[-1][0] != kind:
            raise self._fail(f"marks are crossed: expected to close {kind!r}")
        return open_marks.pop()[1]

    def _carried(self, block: MarkedBlock) -> int:
        if _CARRIED not in block.speakers:
            raise self._fail("'>>' closes no quotation")
        return block.speakers.pop(_CARRIED)[0]

    def _entity(self, words: str, start: int, end: int, code: str, value: str | None) -> MarkedEntity:
        if code not in ENTITY_CODES:
            raise self._fail(f"unknown entity code {code!r}; known: {', '.join(ENTITY_CODES)}")
        label = ENTITY_CODES[code]
        if words != words.strip():
            raise self._fail(f"entity {words!r} starts or ends with a space")
        try:
            resolved, unit = entity_value(label, words, value)
        except CorpusError as error:
            raise self._fail(str(error)) from error
        return MarkedEntity(start, end, label, resolved, unit)

    def _finding(self, text: str) -> MarkedFinding:
        try:
            return parse_finding(text)
        except CorpusError as error:
            raise self._fail(str(error)) from error

    def _fact(self, line: str, blocks: list[MarkedBlock], head: dict[str, str]) -> None:
        if not blocks or not blocks[-1].sentences:
            raise self._fail("a fact must follow its sentence")
        try:
            parsed: dict[str, Any] = fact(shlex.split(line[2:]), head.get("council"))
        except (CorpusError, ValueError) as error:
            raise self._fail(str(error)) from error
        blocks[-1].sentences[-1].facts.append(parsed)
