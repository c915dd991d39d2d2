"""The JSON API: every kind of body, what comes of it, and what is refused with which words."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.service.fakes import SMALL, FakeAnnotator, client_of, fake_labels

from ofsight.errors import EngineError
from ofsight.record.io import loads
from ofsight.record.schema import record_schema

TEXT = "Ofsted has rated Halton council inadequate.\n“We are sorry,” it said \N{OWL}."
PAGE = "<!doctype html><html><head><title>T</title></head><body><p>Ofsted came.</p></body></html>"


def problem(response: Any) -> tuple[int, str, str]:
    """Return status, stage and error of an answer that must be a problem document."""
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:ofsight:error:{body['error']}"
    assert body["title"]
    assert body["detail"]
    return response.status_code, body["stage"], body["error"]


def test_a_text_as_json() -> None:
    body = {"text": TEXT, "id": "halton", "meta": {"published": "28 May 2024", "publisher": "The Gazette"}}
    response = client_of().post("/annotate", json=body)
    assert response.status_code == 200
    record = loads(response.content)
    assert (record.id, record.text) == ("halton", TEXT)
    assert record.source.media_type == "application/json"
    assert (record.meta.published, record.meta.publisher) == ("2024-05-28", "The Gazette")
    assert response.content.endswith(b"}\n"), "the answer is a line of a file of records"


def test_a_text_as_json_is_not_looked_into() -> None:
    """What begins like a page or a PDF is still the text that offsets point into."""
    for text in ("<html><p>One</p>", "%PDF-1.4", "\ufeffMark", '{"text": 1}', "a\r\nb"):
        assert client_of().post("/annotate", json={"text": text}).json()["text"] == text


@pytest.mark.parametrize(
    ("media_type", "body", "text", "found"),
    [
        ("text/plain", TEXT.encode(), TEXT, "text/plain"),
        ("text/plain; charset=utf-8", TEXT.encode("utf-16"), TEXT, "text/plain"),
        ("text/html", PAGE.encode(), "Ofsted came.", "text/html"),
        ("text/plain", PAGE.encode(), "Ofsted came.", "text/html"),
        ("application/octet-stream", gzip.compress(TEXT.encode()), TEXT, "text/plain"),
        ("application/gzip", gzip.compress(PAGE.encode()), "Ofsted came.", "text/html"),
    ],
)
def test_a_document_by_itself(media_type: str, body: bytes, text: str, found: str) -> None:
    response = client_of().post("/annotate", content=body, headers={"Content-Type": media_type})
    record = loads(response.content)
    assert record.source.media_type == found
    assert text in (record.text or "")


def test_parameters_win_over_the_document() -> None:
    page = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2020-01-01">')
    asked = {"published": "2021-11", "url": "https://example.org/a", "id": "mine", "authors": ["A", "B"]}
    record = client_of().post(
        "/annotate", params=asked, content=page.encode(), headers={"Content-Type": "text/html"}
    )
    meta = record.json()["meta"]
    assert (meta["published"], meta["url"], meta["authors"]) == ("2021-11", asked["url"], ["A", "B"])
    assert meta["title"] == "T", "what is not given stays as the page has it"
    assert record.json()["id"] == "mine"


def test_parameters_win_over_the_body_and_leave_the_rest() -> None:
    body = {"text": TEXT, "meta": {"published": "2020", "publisher": "P"}}
    meta = client_of().post("/annotate?published=2021", json=body).json()["meta"]
    assert (meta["published"], meta["publisher"]) == ("2021", "P")


def test_without_text() -> None:
    record = client_of().post("/annotate?text=false", json={"text": TEXT}).json()
    assert record["text"] is None
    Draft202012Validator(record_schema()).validate(record)


def test_a_list_has_errors_beside_records() -> None:
    sent = [{"text": "One", "id": "a"}, {"text": "  "}, {"text": "Three", "id": "a"}]
    answer = client_of().post("/annotate", json=sent)
    assert answer.status_code == 200
    assert [(record["id"], record["text"]) for record in answer.json()["records"]] == [
        ("a", "One"),
        ("a~2", "Three"),
    ]
    (error,) = answer.json()["errors"]
    assert (error["id"], error["stage"], error["error"]) == ("document-2", "ingest", "empty")
    assert client_of().post("/annotate", json=[]).json() == {"records": [], "errors": []}


def test_lines_of_jsonl() -> None:
    body = b'{"text": "One"}\r\n\n{"text": "Two", "published": "2020"}\nbad'
    for content in (body, gzip.compress(body)):
        answer = (
            client_of()
            .post("/annotate", content=content, headers={"Content-Type": "application/jsonl"})
            .json()
        )
        assert [(record["id"], record["text"]) for record in answer["records"]] == [
            ("document-1", "One"),
            ("document-3", "Two"),
        ]
        assert answer["records"][1]["meta"]["published"] == "2020"
        assert [error["error"] for error in answer["errors"]] == ["bad_json"]


def test_files_of_a_form() -> None:
    one = client_of().post("/annotate", files={"file": ("../../etc/halton.html", PAGE.encode())})
    assert (one.json()["id"], one.json()["source"]["path"]) == ("halton", "halton.html")
    several = [("file", ("a.txt", b"One")), ("file", ("C:\\b\\a.txt", b"Two")), ("file", ("c.txt", b""))]
    answer = client_of().post("/annotate", files=several).json()
    assert [record["id"] for record in answer["records"]] == ["a", "a~2"]
    assert [(error["path"], error["error"]) for error in answer["errors"]] == [("c.txt", "empty")]


@pytest.mark.parametrize(
    ("text", "status", "stage", "error"),
    [
        ("", 422, "ingest", "empty"),
        ("\u200b \n", 422, "ingest", "empty"),
        ("TIMEOUT", 504, "annotate", "timeout"),
        ("MEMORY", 413, "ingest", "memory"),
        ("CRASH", 500, "ingest", "crash"),
        ("NO WORKER", 503, "request", "no_worker"),
        ("DEFECT", 500, "request", "internal"),
    ],
)
def test_what_goes_wrong_in_a_worker(text: str, status: int, stage: str, error: str) -> None:
    response = client_of().post("/annotate", json={"text": text})
    assert problem(response) == (status, stage, error)
    assert ("retry-after" in response.headers) == (status == 503)


@pytest.mark.parametrize(
    ("content", "media_type", "expected"),
    [
        (b'{"text": 1}', "application/json", (422, "request", "bad_json")),
        (b'{"text": "a", "txt": "b"}', "application/json", (422, "request", "bad_json")),
        (b'{"text": "a", "meta": {"published": "soon"}}', "application/json", (422, "request", "bad_json")),
        (b'{"text": "a", "id": ""}', "application/json", (422, "request", "bad_json")),
        (b'{"text": "\\ud83d"}', "application/json", (422, "request", "bad_json")),
        (b'{"text": "\xff"}', "application/json", (422, "request", "bad_json")),
        (b"[" * 9_000, "application/json", (422, "request", "bad_json")),
        (b"", "application/json", (422, "request", "bad_json")),
        (b"", "text/plain", (422, "ingest", "empty")),
        (b"%PDF-1.4 cut off", "application/pdf", (422, "ingest", "damaged")),
        (b"\x00\x01\x02\x03" * 9, "application/octet-stream", (415, "ingest", "binary")),
        (b"PK\x03\x04xl/workbook", "application/octet-stream", (415, "ingest", "unsupported")),
        (b"\x1f\x8bcut", "application/gzip", (422, "ingest", "damaged")),
        (b"text=a", "application/x-www-form-urlencoded", (415, "request", "unsupported")),
        (b"a", "image/png", (415, "request", "unsupported")),
        (b"a", "multipart/form-data", (422, "request", "bad_form")),
        (b"a", "multipart/form-data; boundary=b", (422, "request", "bad_form")),
        (b"--b--\r\n", "multipart/form-data; boundary=b", (422, "request", "bad_form")),
    ],
)
def test_bodies_that_are_refused(content: bytes, media_type: str, expected: tuple[int, str, str]) -> None:
    response = client_of().post("/annotate", content=content, headers={"Content-Type": media_type})
    assert problem(response) == expected


def test_parameters_that_are_refused() -> None:
    for asked in ("publisched=2021", "published=soon", "kind=book", "text=perhaps"):
        response = client_of().post(f"/annotate?{asked}", json={"text": "a"})
        assert problem(response) == (422, "request", "bad_request")
        assert asked.partition("=")[0] in response.json()["detail"]


def test_fields_of_a_form_are_refused_rather_than_passed_over() -> None:
    response = client_of().post("/annotate", files={"file": ("a.txt", b"a")}, data={"published": "2020"})
    assert problem(response) == (422, "request", "bad_form")
    assert "published" in response.json()["detail"]


def test_what_is_too_large() -> None:
    most = SMALL.max_bytes

    def unmeasured(size: int) -> Iterator[bytes]:
        for _ in range(size // 1_000):
            yield b"x" * 1_000

    plain = {"Content-Type": "text/plain"}
    annotator = FakeAnnotator()
    client = client_of(annotator)
    assert client.post("/annotate", content=b"x" * most, headers=plain).status_code == 200
    annotator.units.clear()
    for content in (b"x" * (most + 1), unmeasured(most + 1_000)):
        response = client.post("/annotate", content=content, headers=plain)
        assert problem(response) == (413, "request", "too_large")
        assert f"{most:,} bytes" in response.json()["detail"]
    claimed = client.post("/annotate", content=b"x", headers={**plain, "Content-Length": "99999999999999"})
    assert claimed.status_code == 413
    assert client.post("/annotate", files={"file": ("a.txt", b"x" * (most + 70_000))}).status_code == 413
    assert annotator.units == [], "nobody works on what is refused"


def test_what_unpacks_to_too_much() -> None:
    for content in (gzip.compress(b"a" * 5_000_000), gzip.compress(b'{"text": "a"}\n' * 900)):
        assert len(content) < SMALL.max_bytes
        response = client_of().post(
            "/annotate", content=content, headers={"Content-Type": "application/octet-stream"}
        )
        assert problem(response)[0] == 413


def test_too_many_documents() -> None:
    response = client_of().post("/annotate", json=[{"text": "a"}] * (SMALL.max_documents + 1))
    assert problem(response) == (413, "request", "too_large")
    assert "4 documents, of which one request may have 3" in response.json()["detail"]


def test_when_all_are_busy() -> None:
    """One works, two wait, and the fourth is told when to come back."""
    annotator = FakeAnnotator()
    annotator.go.clear()
    client = client_of(annotator)
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: statuses.append(client.post("/annotate", json={"text": "a"}).status_code)
        )
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: client.get("/health").json()["requests"] == 3)
        refused = client.post("/annotate", json={"text": "a"})
        assert problem(refused) == (503, "request", "busy")
        assert int(refused.headers["retry-after"]) > 0
    finally:
        annotator.go.set()
    for thread in threads:
        thread.join(20)
    assert statuses == [200, 200, 200]
    assert client.post("/annotate", json={"text": "a"}).status_code == 200


def test_a_list_does_not_take_more_workers_than_there_are() -> None:
    annotator = FakeAnnotator()
    client_of(annotator).post("/annotate", json=[{"text": "a"}] * 3)
    assert annotator.most_at_work == 1


def wait_until(true: Any) -> None:
    ends = time.monotonic() + 20
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_health() -> None:
    assert client_of().get("/health").json() == {"status": "ok", "workers": 1, "requests": 0}
    assert problem(client_of(FakeAnnotator(alive=0)).get("/health")) == (503, "request", "no_worker")


def test_the_model_is_looked_up_once() -> None:
    asked: list[int] = []

    def describe() -> Any:
        asked.append(1)
        return fake_labels()

    client = client_of(describe=describe)
    assert client.get("/model").json()["labels"]["entities"] == ["COUNCIL"]
    assert client.get("/model").json()["name"] == "fake"
    assert len(asked) == 1


def test_a_model_that_cannot_be_looked_up() -> None:
    def describe() -> Any:
        raise EngineError("no memory")

    assert problem(client_of(describe=describe).get("/model")) == (503, "request", "no_worker")


def test_the_schema_is_that_of_the_command() -> None:
    assert client_of().get("/schema").json() == json.loads(json.dumps(record_schema()))


def test_paths_and_methods_that_are_not_there() -> None:
    assert problem(client_of().get("/nonesuch")) == (404, "request", "no_such_page")
    refused = client_of().get("/annotate")
    assert problem(refused) == (405, "request", "no_such_method")
    assert refused.headers["allow"] == "POST"
    assert problem(client_of().get("/static/../app.py"))[0] == 404
