"""All that a reader of a page sees, in document order, one line for each block element."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from .landmarks import landmarks_of

_ELEMENTS: dict[str, frozenset[str]] = {
    kind: frozenset(names)
    for kind, names in json.loads(
        (Path(__file__).parent / "data" / "elements.json").read_text(encoding="utf-8")
    ).items()
}
_BLOCKS = _ELEMENTS["block"]
# Not shown by a browser that runs scripts. Text that only screen readers get is kept: a saved page shows it.
_NOT_SHOWN = _ELEMENTS["not_shown"]
_PREFORMATTED = _ELEMENTS["preformatted"]
# A plain block (a paragraph or division) in a naming one is that thing's text: its line bears the outer name.
_NAMING_BLOCKS = _ELEMENTS["naming"]
_PLAIN_BLOCKS = _ELEMENTS["plain"]
_PARAGRAPH_LIKE = _ELEMENTS["paragraph_like"]
_HEADINGS = _ELEMENTS["heading"]
_SHOWN_VALUES = frozenset({"submit", "button", "reset"})
_VALUELESS = frozenset({"checkbox", "radio", "hidden", "file", "color", "range", "password"})
_HIDING_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*(?:block|flex|grid|list-item|table)\b", re.IGNORECASE)
_PRE_STYLE = re.compile(r"(?:^|[;\s])white-space\s*:\s*pre", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*")
_EMOJI_CLASS = re.compile(r"\b(?:emoji|wp-smiley|icon)\b")
_MOSTLY = 0.8


@dataclass(slots=True)
class PageLine:
    """One line of a page: its text, the block element it came from, the landmarks around it, outermost first.

    ``block`` numbers the blocks: lines of one block, set apart by ``br``, share it. ``tabular`` says that the
    line lies in a table of values, not in one that lays out the page.
    """

    text: str
    tag: str
    within: tuple[str, ...]
    block: int
    tabular: bool = False


@dataclass(slots=True)
class _Frame:
    """An open element."""

    tag: str
    block: bool
    line_tag: str
    within: tuple[str, ...]
    preformatted: bool
    inline_landmarks: tuple[str, ...] = ()
    number: int = 0


@dataclass(slots=True)
class _Table:
    """An open table: where its lines begin, and for each row on one line where that is and what made it."""

    first_line: int
    presentation: bool
    has_rows_of_cells: bool = False
    holds_table: bool = False
    rows: list[tuple[int, list[PageLine]]] = field(default_factory=list)
    row_start: int = 0
    cell_starts: list[int] = field(default_factory=list)


class _Lines:
    """The lines so far and the one being written."""

    def __init__(self) -> None:
        self.done: list[PageLine] = []
        self._parts: list[str] = []
        self._length = 0
        self._frame: _Frame | None = None
        self._inline: dict[str, int] = {}
        self._last = ""
        self._set_apart = False

    def add(self, text: str, block: _Frame, inline: tuple[str, ...]) -> None:
        """Write text as a browser folds it; a line belongs to the block its first text stands in."""
        if not block.preformatted:
            text = _SPACES.sub(" ", text)
            if text.startswith(" ") and (not self._last or self._last == " "):
                text = text[1:]
        if not text:
            return
        if self._set_apart and self._last.isalnum() and text[0].isalnum():
            self._parts.append(" ")
        self._set_apart = False
        if self._frame is None:
            self._frame = block
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1]
        for landmark in inline:
            self._inline[landmark] = self._inline.get(landmark, 0) + len(text)

    def set_apart(self) -> None:
        """Keep what comes next from running into the word before it."""
        self._set_apart = True

    def end_line(self, *, keep_blank: bool = False) -> None:
        """Finish the line; one without anything visible on it is no line."""
        frame = self._frame
        text = "".join(self._parts)
        if frame is not None and not _INVISIBLE.fullmatch(text):
            text = text.rstrip() if frame.preformatted else text.strip(" ")
            within = frame.within + tuple(
                landmark
                for landmark, share in self._inline.items()
                if share >= _MOSTLY * self._length and landmark not in frame.within
            )
            self.done.append(PageLine(text, frame.line_tag, within, frame.number))
        elif keep_blank and self.done and self.done[-1].tag == "pre":
            self.done.append(replace(self.done[-1], text=""))
        self._parts.clear()
        self._inline.clear()
        self._length = 0
        self._frame = None
        self._last = ""
        self._set_apart = False


class _Walk:
    """One pass over a page's tree, without recursion: a page may be nested as deep as it likes."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._lines = _Lines()
        self._frames = [_Frame("", True, "div", (), False)]
        self._blocks = [self._frames[0]]
        self._blocks_opened = 0
        self._tables: list[_Table] = []
        self._story = _story_holders(root)
        self._quote_depth = 0
        self._after_link = False

    def lines(self) -> list[PageLine]:
        walker = etree.iterwalk(self._root, events=("start", "end"))
        passed_over = None
        for event, element in walker:
            tag = str(element.tag)
            if event == "start":
                if _is_hidden(tag, element):
                    passed_over = element
                    walker.skip_subtree()
                else:
                    self._open(tag, element)
                    if element.text:
                        self._write(element.text)
                continue
            if element is not passed_over:
                self._close(tag)
            if element.tail and element is not self._root:
                self._write(element.tail)
        self._lines.end_line()
        return self._lines.done

    def _open(self, tag: str, element: etree._Element) -> None:
        attributes = element.attrib
        style = attributes.get("style", "") if attributes else ""
        block = tag in _BLOCKS or (bool(style) and _BLOCK_STYLE.search(style) is not None)
        own = landmarks_of(tag, attributes, holds_story=element in self._story)  # type: ignore[arg-type]  # str only: parsed from str
        parent = self._blocks[-1]
        if block:
            self._lines.end_line()
            within = parent.within + tuple(landmark for landmark in own if landmark not in parent.within)
            outer = parent.line_tag
            line_tag = outer if tag in _PLAIN_BLOCKS and outer in _NAMING_BLOCKS else tag
            pre = parent.preformatted or tag in _PREFORMATTED or bool(style and _PRE_STYLE.search(style))
            self._blocks_opened += 1
            frame = _Frame(tag, True, line_tag, within, pre, number=self._blocks_opened)
            self._blocks.append(frame)
        else:
            inherited = self._frames[-1].inline_landmarks
            frame = _Frame(tag, False, "", (), False, (*inherited, *own) if own else inherited)
        self._frames.append(frame)
        self._open_special(tag, element, apart=bool(own))

    def _open_special(self, tag: str, element: etree._Element, *, apart: bool) -> None:
        if tag == "br":
            self._lines.end_line(keep_blank=self._blocks[-1].preformatted)
        elif tag == "img":
            self._picture(element)
        elif tag == "input":
            self._write_line(_field_text(element), "input")
        elif tag in {"option", "optgroup"}:
            label = element.get("label")
            if label and (tag == "optgroup" or not (element.text or "").strip()):
                self._write_line(label, tag)
        elif tag == "textarea" and not (element.text or "").strip():
            self._write_line(element.get("placeholder", ""), tag)
        elif tag == "q":
            self._quote_depth += 1
            self._write("“" if self._quote_depth % 2 else "‘")
        elif tag == "table":
            self._open_table(element)
        elif tag in {"tr", "td", "th"} and self._tables:
            self._open_row_or_cell(tag)
        elif tag == "time" or (apart and not self._frames[-1].block) or (tag == "a" and self._after_link):
            self._lines.set_apart()
        self._after_link = False

    def _close(self, tag: str) -> None:
        frame = self._frames.pop()
        if frame.block:
            self._lines.end_line()
            self._blocks.pop()
        if tag == "q":
            self._write("”" if self._quote_depth % 2 else "’")
            self._quote_depth -= 1
        elif tag == "tr" and self._tables:
            self._close_row()
        elif tag == "table" and self._tables:
            self._close_table()
        elif tag == "time" or (frame.inline_landmarks and not frame.block):
            self._lines.set_apart()
        self._after_link = tag == "a"

    def _write(self, text: str) -> None:
        if self._after_link and text:
            self._after_link = False
        block = self._blocks[-1]
        inline = self._frames[-1].inline_landmarks
        if not block.preformatted:
            self._lines.add(text, block, inline)
            return
        first, *others = text.split("\n")
        self._lines.add(first, block, inline)
        for other in others:
            self._lines.end_line(keep_blank=True)
            self._lines.add(other, block, inline)

    def _write_line(self, text: str, tag: str) -> None:
        """Write a text that stands on a line of its own, with the landmarks of where it stands."""
        if not text.strip():
            return
        parent = self._blocks[-1]
        inline = tuple(x for x in self._frames[-1].inline_landmarks if x not in parent.within)
        self._lines.end_line()
        self._lines.add(text, _Frame(tag, True, tag, parent.within + inline, False), ())
        self._lines.end_line()

    def _picture(self, element: etree._Element) -> None:
        """Write alternative text on a line of its own; an emoji's belongs to the sentence it stands in."""
        alternative = element.get("alt", "")
        is_word = any(character.isalnum() for character in alternative)
        if not is_word or _EMOJI_CLASS.search(element.get("class", "")):
            self._write(alternative)
        else:
            self._write_line(alternative, "img")

    def _open_table(self, element: etree._Element) -> None:
        for table in self._tables:
            table.holds_table = True
        presentation = element.get("role") in {"presentation", "none"}
        self._tables.append(_Table(len(self._lines.done), presentation))

    def _open_row_or_cell(self, tag: str) -> None:
        table = self._tables[-1]
        if tag == "tr":
            table.holds_table = False
            table.row_start = len(self._lines.done)
            table.cell_starts = []
        else:
            table.cell_starts.append(len(self._lines.done))

    def _close_row(self) -> None:
        """Put a row's cells on one line, unless the row only lays out the page."""
        table = self._tables[-1]
        done = self._lines.done
        starts, table.cell_starts = table.cell_starts, []
        if table.presentation or table.holds_table or not starts or starts[0] != table.row_start:
            return
        cells = [done[start:end] for start, end in zip(starts, [*starts[1:], len(done)], strict=True)]
        filled = [cell for cell in cells if cell]
        if not filled or any(_is_laid_out(cell) for cell in cells):
            return
        table.has_rows_of_cells = table.has_rows_of_cells or len(filled) > 1
        text = "\t".join(" ".join(line.text for line in cell) for cell in cells).rstrip("\t")
        table.rows.append((table.row_start, done[table.row_start :]))
        done[table.row_start :] = [PageLine(text, "tr", self._blocks[-1].within, filled[0][0].block)]

    def _close_table(self) -> None:
        """Undo the rows of a table that never sets two cells side by side: it only frames its content."""
        table = self._tables.pop()
        done = self._lines.done
        if not table.has_rows_of_cells:
            for position, own_lines in reversed(table.rows):
                done[position : position + 1] = own_lines
        for line in done[table.first_line :]:
            if table.has_rows_of_cells:
                line.tabular = True
            elif not line.tabular:
                line.within = tuple(landmark for landmark in line.within if landmark != "table")


def _is_laid_out(cell: list[PageLine]) -> bool:
    """Tell a cell that holds a piece of page from one that holds a value."""
    paragraphs = {line.block for line in cell if line.tag in _PARAGRAPH_LIKE}
    return len(paragraphs) > 1 or any(line.tag in _HEADINGS for line in cell)


def visible_lines(root: etree._Element) -> list[PageLine]:
    """Return what a reader sees of a page.

    Parameters
    ----------
    root : lxml element
        The parsed page, without comments and processing instructions.

    Returns
    -------
    list of PageLine
        Every visible text in document order: one line a block element, ``br`` begins another, white space
        folded as a browser does (kept in ``pre``), a table row with its cells set apart by tabs, alternative
        texts, buttons, options, placeholders and other form texts on lines of their own. Hidden elements
        (``hidden``, ``display:none``, ``visibility:hidden``, closed ``dialog``), scripts, ``noscript``,
        frames and media are left out; closed ``details`` and what only screen readers are given are not.
    """
    return _Walk(root).lines()


def _is_hidden(tag: str, element: etree._Element) -> bool:
    if tag in _NOT_SHOWN:
        return True
    attributes = element.attrib
    if not attributes:
        return tag == "dialog"
    if "hidden" in attributes or "popover" in attributes:
        return True
    style = attributes.get("style")
    if style and _HIDING_STYLE.search(str(style)):
        return True
    return (tag == "dialog" and "open" not in attributes) or (
        tag == "input" and attributes.get("type") == "hidden"
    )


def _field_text(element: etree._Element) -> str:
    """Return the words that a form field shows: those on a button, else its value or placeholder."""
    kind = element.get("type", "text").lower()
    if kind == "image":
        return element.get("alt", "")
    if kind in _VALUELESS:
        return ""
    value = element.get("value", "")
    return value if kind in _SHOWN_VALUES else value or element.get("placeholder", "")


def _story_holders(root: etree._Element) -> set[etree._Element]:
    """Return the elements around the page's main heading, main part and article body."""
    holders: set[etree._Element] = set()
    for element in _story_marks(root):
        for holder in element.iterancestors():
            if holder in holders:
                break
            holders.add(holder)
    return holders


def _story_marks(root: etree._Element) -> Iterator[etree._Element]:
    first_heading = next(root.iter("h1"), None)
    if first_heading is not None:
        yield first_heading
    yield from root.iter("main")
    for element in root.iter("div", "section", "article"):
        if element.get("itemprop") == "articleBody" or element.get("role") == "main":
            yield element
