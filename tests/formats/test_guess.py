from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import pytest
from tests.formats.articles import article

from ofsight.errors import ConversionError
from ofsight.formats.guess import guess_format
from ofsight.formats.inputs import AnnotationFile
from ofsight.record.io import dumps

RECORD = dumps(article())
LOOSE = json.dumps(dict(reversed(json.loads(RECORD).items())))
TASK = {"data": {"text": "A."}, "annotations": []}
CASES = {
    "records": [RECORD, LOOSE, "\ufeff" + RECORD, "", "\n\n" + RECORD],
    "label-studio": [
        json.dumps([TASK]),
        json.dumps([TASK], indent=2),
        "[]",
        json.dumps(TASK),
        json.dumps(TASK, indent=2),
    ],
    "prodigy": ['{"text": "A.", "answer": "accept"}\n', '{"text": "A.", "spans": []}\n{"text": "B."}'],
    "conll": ["-DOCSTART- -X- O\n", "A\tO\n", "\n\n# text = A.\nA B-HOME\n", "A NNP I-NP I-PER\n"],
}


@pytest.mark.parametrize(
    ("expected", "content"), [(name, text) for name, texts in CASES.items() for text in texts]
)
@pytest.mark.parametrize("packed", [False, True])
def test_the_content_tells_the_format(tmp_path: Path, expected: str, content: str, packed: bool) -> None:
    path = tmp_path / "annotations"
    data = content.encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    assert guess_format(AnnotationFile(path), ()) == expected


def test_a_docbin_is_compressed(tmp_path: Path) -> None:
    path = tmp_path / "annotations"
    path.write_bytes(zlib.compress(b"\x85"))
    assert guess_format(AnnotationFile(path), ()) == "spacy"


def test_a_record_longer_than_what_is_looked_at_is_known(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text(dumps(article()).replace("ambleford.txt", "a" * 2_000_000), encoding="utf-8")
    assert guess_format(AnnotationFile(path), ()) == "records"


@pytest.mark.parametrize(
    "content", ["Ofsted rated Medway good.", "<html></html>", "a,b\n1,2\n", "PK\x03\x04"]
)
def test_what_is_none_of_them_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "annotations"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConversionError, match=r"annotations: looks like none .*--from.*: one, two"):
        guess_format(AnnotationFile(path), ("one", "two"))
