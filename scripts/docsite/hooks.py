"""Hooks of mkdocs: pages from outside docs/, links between pages, pictures in the colours of the page.

Some pages of the site are files of the repository (the model's card, the data card, SECURITY.md). They are
taken into the site under their own paths. A link from one page to another is written as it is right in
the repository, where people read the same files, and is put right here for the site.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
DOCS = "docs"
NO_DEFAULT = "<td><code>Sentinel.UNSET</code></td>"
"""What mkdocs-click writes of an option without a default, from click 8.3 on."""
PAGES = (
    "SECURITY.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "NOTICE",
    "LICENSE",
    "CITATION.cff",
    "models/standard/README.md",
    "annotations/README.md",
    "annotations/GUIDELINES.md",
    "annotations/DECISIONS.md",
    "annotations/AGREEMENT.md",
    "annotations/STATISTICS.md",
    "annotations/SCORINGS.md",
)
"""Files of the repository that are part of the site."""
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?(?=\))")
_CODE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)\s*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r'<img\b[^>]*\bsrc="(?P<path>[^":]*\.svg)"[^>]*>')
_log = get_plugin_logger("docsite")


def repository_path(src_uri: str) -> str:
    """Return where a page of the site lies in the repository."""
    return src_uri if src_uri in PAGES else f"{DOCS}/{src_uri}"


def site_path(path: str) -> str:
    """Return where a file of the repository lies in the site."""
    return path.removeprefix(f"{DOCS}/")


def put_links_right(markdown: str, src_uri: str) -> str:
    """Turn links between files of the repository into links between pages of the site.

    Parameters
    ----------
    markdown : str
        A page, whose links are right in the repository.
    src_uri : str
        Its path in the site.

    Returns
    -------
    str
        The page; what stands in code is left alone, and so is a link to what is not part of the site, which
        mkdocs then tells of.
    """
    here = posixpath.dirname(repository_path(src_uri))

    def put_right(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(here, link["path"]))
        if target not in PAGES and not target.startswith(f"{DOCS}/"):
            return link[0]
        path = posixpath.relpath(site_path(target), posixpath.dirname(src_uri) or ".")
        return path + (link["anchor"] or "")

    parts, last = [], 0
    for code in _CODE.finditer(markdown):
        parts += [_LINK.sub(put_right, markdown[last : code.start()]), code[0]]
        last = code.end()
    return "".join([*parts, _LINK.sub(put_right, markdown[last:])])


def on_files(files: Files, config: Any) -> Files:
    """Take the pages that lie outside docs/ into the site."""
    for path in PAGES:
        if (ROOT / path).is_file():
            files.append(File.generated(config, path, abs_src_path=str(ROOT / path)))
        else:
            _log.warning("%s: is not there", path)
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Put the links of a page right."""
    return put_links_right(markdown, page.file.src_uri)


def on_page_content(html: str, page: Any, config: Any, **_: Any) -> str:
    """Put pictures that are drawn in SVG into the page itself, where they have its colours."""
    here = posixpath.dirname(page.file.dest_uri)

    def inline(picture: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(here, picture["path"]))
        drawing = Path(config.docs_dir, path).read_text(encoding="utf-8")
        return f'<div class="picture" tabindex="0">{drawing[drawing.index("<svg") :]}</div>'

    return _PICTURE.sub(inline, html).replace(NO_DEFAULT, "<td></td>")
