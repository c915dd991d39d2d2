"""Small sources written for the tests; all of it is fiction."""

from __future__ import annotations

from pathlib import Path

HEAD = """\
id: {id}
outlet: Harbour Echo
outlet_kind: local
published: 2019-05-07
split: train
annotator: somebody
fiction: yes
council: Halton
"""


def write_source(folder: Path, body: str, *, id: str = "n900", head: str = "") -> Path:  # the key's name
    """Write a source with the usual head, further head lines and a body; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id}.ann"
    path.write_text(f"{HEAD.format(id=id)}{head}---\n{body}", encoding="utf-8")
    return path


STANDOFF = """\
document: {document}
text_sha256: {sha256}
file_sha256: {sha256}
kind: report
council: E06000006
annotator: {annotator}
layers: {layers}
---
"""


def write_stand_off(  # a whole file in one call
    folder: Path,
    body: str,
    *,
    document: str = "80000-somewhere-01-may-2020",
    sha256: str = "0" * 64,
    annotator: str = "somebody",
    layers: str = "findings entities",
) -> Path:
    """Write a stand-off file; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{document}.so"
    head = STANDOFF.format(document=document, sha256=sha256, annotator=annotator, layers=layers)
    path.write_text(head + body, encoding="utf-8")
    return path
