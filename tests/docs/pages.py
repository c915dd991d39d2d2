"""Run the code blocks of a page of the documentation, in order, in a folder of their own.

A block's language says what is done with it. ``sh`` and ``python`` are run; what they print must be what the
``text`` block right after says, if there is one, where ``...`` stands for anything; standard error counts
where nothing else was printed. A block of another language with ``title="NAME"`` is written to a file of that
name. One without a language is only looked at, and so is one after the comment ``<!-- not run: REASON -->``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

_TITLE = re.compile(r'title="(?P<name>[^"/][^"]*)"')
_NOT_RUN = re.compile(r"<!-- not run: (?P<reason>\S[^>]*\S) -->\s*")
_RUN = {"sh": ["bash", "-eu", "-o", "pipefail", "-c"], "python": [sys.executable, "-c"]}


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: the line it begins at, its language, the file it is, its content, why it is not run."""

    line: int
    language: str
    title: str | None
    content: str
    not_run: str | None = None


def blocks_of(page: str) -> list[Block]:
    """Return the code blocks of a page that have a language."""
    found = []
    reason = None
    for token in MarkdownIt().parse(page):
        if token.type == "fence" and token.info.strip() and token.map is not None:
            title = _TITLE.search(token.info)
            name = title["name"] if title else None
            found.append(Block(token.map[0] + 1, token.info.split()[0], name, token.content, reason))
        comment = _NOT_RUN.fullmatch(token.content) if token.type == "html_block" else None
        reason = comment["reason"] if comment else None
    return found


def run_page(
    page: Path, folder: Path, *, links: Sequence[Path] = (), instead: Mapping[str, str] | None = None
) -> None:
    """Run every block of a page.

    Parameters
    ----------
    page : Path
        In Markdown.
    folder : Path
        Where it is run; empty.
    links : sequence of Path
        Folders of the checkout that the page speaks of; they appear in ``folder`` under their names.
    instead : mapping of str to str, optional
        Commands of the page that take long, and quicker ones to run in their place.

    Raises
    ------
    AssertionError
        Naming page and line, when a block fails or prints something else than the page says.
    """
    for target in links:
        (folder / target.name).symlink_to(target)
    printed = ""
    text = page.read_text(encoding="utf-8")
    for command, quicker in (instead or {}).items():
        assert f"\n{command}\n" in text, f"{page.name}: has no line {command!r}"
        text = text.replace(f"\n{command}\n", f"\n{quicker}\n")
    for block in blocks_of(text):
        where = f"{page.name}, line {block.line}"
        if block.not_run is not None:
            continue
        if block.title is not None:
            path = folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.content, encoding="utf-8")
        elif block.language in _RUN:
            printed = _run([*_RUN[block.language], block.content], folder, where)
        elif block.language == "text":
            assert _fits(block.content, printed), f"{where}: says\n{block.content}\nprinted was\n{printed}"
        else:
            raise AssertionError(
                f"{where}: nothing is done with {block.language!r}: give it a title, or no language"
            )


def _run(command: Sequence[str], folder: Path, where: str) -> str:
    scripts = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, f"{where}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout if done.stdout.strip() else done.stderr


def _fits(said: str, printed: str) -> bool:
    """Tell whether a text is what was printed: white space at line ends aside, ``...`` for anything."""
    lines = "\n".join(line.rstrip() for line in said.strip().splitlines())
    pattern = ".*?".join(re.escape(part) for part in lines.split("..."))
    return (
        re.fullmatch(pattern, "\n".join(line.rstrip() for line in printed.strip().splitlines()), re.DOTALL)
        is not None
    )
