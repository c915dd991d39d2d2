"""A small folder of annotations, laid out like the real one."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.sources import write_source, write_stand_off

from ofsight.corpus.layout import Annotations
from ofsight.record.rules import text_checksum

REPORT = "80000-somewhere-01-may-2020"
REPORT_TEXT = "Help for children in Halton is late. Social workers stay. Two leaders have left since 2019.\n"
ARTICLE = """\
@h
{Halton|C} told to improve ## overall_effectiveness; weakness; inspectorate
@p
“<<We are sorry for that,>>(council,1)” said <1:the {leader|J}>.
It has {two|Q=2 count} vacancies. ## workforce; weakness; council
! measure other 2 count
"""
SENTENCES = """\
1 0-36 drift_and_delay; weakness; inspectorate
   C 21-27 E06000006
2 37-57 workforce; strength; inspectorate
3 58-91 -
   Q 58-61 2 count
   D 86-90 2019
"""


def make_annotations(folder: Path) -> Annotations:
    """Write two articles, one of them twice, and a report annotated twice; return the folder."""
    root = folder / "annotations"
    root.mkdir(parents=True)
    (root / "splits.csv").write_text("gss_code,name,split\nE06000006,Halton,dev\n", encoding="utf-8")
    write_source(root / "news" / "sources", ARTICLE)
    write_source(
        root / "news" / "sources", "@p\nNothing happened.\n---html\n<body><p>§1</p></body>\n", id="n901"
    )
    batches = root / "reports" / "batches"
    write_stand_off(batches / "b01-1", SENTENCES, document=REPORT, sha256=text_checksum(REPORT_TEXT))
    return Annotations(root)


def write_texts(folder: Path) -> Path:
    """Write the text of the report into a folder; return it."""
    folder.mkdir(exist_ok=True)
    (folder / f"{REPORT}.txt").write_bytes(REPORT_TEXT.encode())
    return folder
