"""Hostile lines of JSON."""

from __future__ import annotations

import json
from typing import Any

from .hostile import RECORD, SENTENCE, Hostile


def _line(text: Any = SENTENCE, **fields: Any) -> bytes:
    return json.dumps({"text": text, **fields}).encode()


def lines() -> list[Hostile]:
    """Return the lines, without their line breaks, named for what they are."""
    bad = "bad_json"
    raw = json.dumps(SENTENCE).encode()
    return [
        Hostile("path-id", _line(id="../../escaped")),
        Hostile("absolute-id", _line(id="/etc/passwd")),
        Hostile("control-id", _line(id="a\0b\nc\td\x1b[2J")),
        Hostile("long-id", _line(id="x" * 100_000)),
        Hostile("device-id", _line(id="CON")),
        Hostile("dash-id", _line(id="--output=/tmp/escaped")),
        Hostile("turned-id", _line(id="\u202egnp.exe")),
        Hostile("empty-id", _line(id="")),
        Hostile("number-id", _line(id=7)),
        Hostile("huge-number-id", b'{"id": ' + b"9" * 10_000 + b', "text": "x"}', bad),
        Hostile("float-id", _line(id=1.5), bad),
        Hostile("list-id", _line(id=["a"]), bad),
        Hostile("object-id", _line(id={"a": 1}), bad),
        Hostile("true-id", _line(id=True), bad),
        Hostile("lone-surrogates", b'{"id": "\\udfff", "text": "\\ud800 and ' + raw[1:] + b"}"),
        Hostile("surrogate-key", b'{"\\ud800": 1, "text": ' + raw + b"}"),
        Hostile("escaped-nul", _line("\0" + SENTENCE)),
        Hostile("raw-control", b'{"text": "a\x01b"}', bad),
        Hostile("nested-lists", b'{"text": "x", "authors": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", bad),
        Hostile("nested-half", b'{"text": "x", "authors": ' + b"[" * 900 + b"]" * 900 + b"}", bad),
        Hostile("nested-extra", b'{"text": ' + raw + b', "more": ' + b"[" * 900 + b"]" * 900 + b"}"),
        Hostile("nested-objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, bad),
        Hostile("huge-float", b'{"text": ' + raw + b', "n": 1e400, "m": -1e-400}'),
        Hostile("huge-integer", b'{"text": "x", "n": ' + b"9" * 20_000 + b"}", bad),
        Hostile("not-a-number", b'{"text": ' + raw + b', "n": [NaN, Infinity, -Infinity]}'),
        Hostile("text-nan", b'{"text": NaN}', bad),
        Hostile("keys-twice", b'{"text": "lost", "text": ' + raw + b"}"),
        Hostile("many-keys", json.dumps({"text": SENTENCE, **{f"k{i}": i for i in range(20_000)}}).encode()),
        Hostile("title-list", _line(title=["a"]), bad),
        Hostile("meta-string", _line(meta="x", schema="ofsight/1")),
        Hostile("meta-nonsense", _line(meta={"title": {}, "text": 5, "id": []}, schema="ofsight/1"), bad),
        Hostile("text-number", _line(7), bad),
        Hostile("text-null", _line(None), bad),
        Hostile("text-list", _line([SENTENCE]), bad),
        Hostile("text-blank", _line(" \n\u200b"), "empty"),
        Hostile("published-nonsense", _line(published="13/13/13 99999999999999999999999")),
        Hostile("published-long", _line(published="Jan 1 " * 3000)),
        Hostile("published-huge", _line(published=10**18)),
        Hostile("kind-unknown", _line(kind="../report"), bad),
        Hostile("authors-object", _line(authors={"a": 1}), bad),
        Hostile("url-script", _line(url="javascript:alert(1)")),
        Hostile("html-deep", json.dumps({"html": "<div>" * 5000 + SENTENCE}).encode()),
        Hostile("html-blank", json.dumps({"html": "<script>x</script>"}).encode(), "empty"),
        Hostile("not-utf8", b'{"text": "caf\xe9"}', bad),
        Hostile("utf16", '{"text": "x"}'.encode("utf-16-le"), bad),
        Hostile("cut", _line()[:-5], bad),
        Hostile("array", b"[1, 2]", bad),
        Hostile("number", b"7", bad),
        Hostile("word", b"text", bad),
        Hostile("empty-object", b"{}", bad),
        Hostile("over-the-limit", _line("a" * 5_000_000), "too_large"),
        Hostile("long-line", _line("children and families " * 3000), RECORD),
    ]
