"""The form and what comes of it, as a browser without scripts uses them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html
from tests.service.fakes import SMALL, FakeAnnotator, client_of

from ofsight.record.io import loads

HOSTILE = '</textarea><script>alert("a")</script>\N{COMBINING ACUTE ACCENT}&amp;'
NOTHING: dict[str, Any] = {"file": ("", b"")}


def test_the_form() -> None:
    response = client_of().get("/")
    page = html.fromstring(response.content)
    assert page.get("lang") == "en-GB"
    assert not page.xpath("//script | //*[@style] | //@*[starts-with(name(), 'on')]")
    for field in page.xpath("//form//input | //form//select | //form//textarea"):
        assert page.xpath(f"//label[@for='{field.get('id')}']"), "every field has a label"
        for described in (field.get("aria-describedby") or "").split():
            assert page.xpath(f"//*[@id='{described}']")
    assert "up to 0.01 MB" in response.text
    for place in page.xpath("//@href | //@src | //@action"):
        assert place.startswith(("/", "#")), "nothing comes from another machine"


def test_a_text_that_was_pasted() -> None:
    annotator = FakeAnnotator()
    data = {"text": "One\r\nTwo", "published": " 26 November 2021 ", "publisher": "", "url": "", "kind": ""}
    response = client_of(annotator).post("/view", data=data, files=NOTHING)
    assert response.status_code == 200
    assert html.fromstring(response.content).xpath("string(//li)") == "One\nTwo"
    (unit,) = annotator.units
    assert unit.meta is not None
    assert unit.meta.published == "2021-11-26"
    policy = response.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in policy


def test_a_page_whose_source_was_pasted() -> None:
    data = {"text": "<!doctype html><title>T</title><p>Ofsted came.</p>"}
    response = client_of().post("/view", data=data, files=NOTHING)
    assert html.fromstring(response.content).xpath("string(//li)").strip() == "Ofsted came."


def test_files_that_were_chosen() -> None:
    files = [("file", ("a.txt", b"One")), ("file", ("b.jsonl", b'{"text": "Two"}\n{"text": "Three"}'))]
    page = html.fromstring(client_of().post("/view", files=files).content)
    assert page.xpath("//li/text()") == ["One", "Two", "Three"]
    assert page.xpath("string(//title)") == "3 documents"


def test_records_to_keep() -> None:
    response = client_of().post("/view", data={"text": "One", "output": "jsonl"}, files=NOTHING)
    assert response.headers["content-disposition"] == 'attachment; filename="records.jsonl"'
    assert [loads(line).text for line in response.content.splitlines()] == ["One"]


@pytest.mark.parametrize(
    ("data", "files", "field", "message"),
    [
        ({}, NOTHING, "text", "Paste a text, or choose a file."),
        ({"text": " \r\n "}, NOTHING, "text", "Paste a text, or choose a file."),
        ({"text": "One"}, {"file": ("a.txt", b"a")}, "text", "Give either a text or a file, not both."),
        ({"text": "One", "published": "soon"}, NOTHING, "published", "Write the date as"),
        ({"text": "One", "kind": "book"}, NOTHING, "kind", "Choose a kind"),
        ({"text": "One", "url": "x" * 3_000}, NOTHING, "url", "too long"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    data: dict[str, str], files: dict[str, Any], field: str, message: str
) -> None:
    response = client_of().post("/view", data=data, files=files)
    assert response.status_code == 422
    page = html.fromstring(response.content)
    assert page.xpath("string(//title)").startswith("Error: ")
    (link,) = page.xpath(f"//*[@role='alert']//a[@href='#{field}']")
    assert message in link.text
    assert message in page.xpath(f"string(//*[@id='{field}-wrong'])")
    assert page.xpath(f"//*[@id='{field}' and @aria-invalid='true']")


def test_what_was_filled_in_stays() -> None:
    data = {
        "text": f"\n{HOSTILE}",
        "published": "soon",
        "publisher": HOSTILE,
        "url": HOSTILE,
        "kind": "report",
    }
    response = client_of().post("/view", data=data, files=NOTHING)
    page = html.fromstring(response.text)
    assert not page.xpath("//script")
    assert page.xpath("string(//textarea)") == f"\n\n{HOSTILE}", "browsers leave out the first line break"
    for name in ("publisher", "url"):
        assert page.xpath(f"//*[@id='{name}']/@value") == [HOSTILE]
    assert page.xpath("//option[@selected]/@value") == ["report"]


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (b"", 422, "holds no bytes"),
        (b"PK\x03\x04xl/workbook", 415, "a zip archive"),
        (b"TIMEOUT", 504, "takes longer"),
        (b"CRASH", 500, "ended its worker"),
        (b"NO WORKER", 503, "did not start"),
        (b"x" * (SMALL.max_bytes + 1), 413, "larger than the limit"),
        (b"x" * (SMALL.max_bytes + 99_000), 413, "larger than the limit"),
    ],
)
def test_a_file_that_cannot_be_annotated(content: bytes, status: int, message: str) -> None:
    response = client_of().post("/view", files={"file": ("<b>a.txt", content)})
    assert response.status_code == status
    told = html.fromstring(response.content).xpath("string(//*[@role='alert'])")
    assert message in re.sub(r"\s+", " ", told)


def test_failures_among_several_are_told_before_anything_is_left_out() -> None:
    files = [("file", ("<b>.txt", b"")), ("file", ("good.txt", b"Good"))]
    told = client_of().post("/view", files=files)
    assert told.status_code == 422
    page = html.fromstring(told.content)
    told_words = " ".join(page.xpath("string(//*[@role='alert'])").split())
    assert "1 of 2 documents cannot be annotated. To see the others" in told_words
    assert "<b>.txt: holds no bytes" in told_words
    assert page.xpath("//input[@type='checkbox' and @name='skip']")
    shown = client_of().post("/view", files=files, data={"skip": "yes"})
    assert shown.status_code == 200
    assert html.fromstring(shown.content).xpath("//li/text()") == ["Good"]
    nothing = client_of().post("/view", files=[files[0], files[0]], data={"skip": "yes"})
    assert nothing.status_code == 422, "an empty page would hide that nothing could be read"


def test_many_failures_are_counted() -> None:
    client = client_of(settings=replace(SMALL, max_documents=20))
    response = client.post("/view", files={"file": ("a.jsonl", b"bad\n" * 12)})
    items = html.fromstring(response.content).xpath("//*[@role='alert']//li")
    assert len(items) == 11
    assert items[-1].text_content() == "and 2 more"


def test_too_many_documents_and_forms_of_another_kind() -> None:
    many = client_of().post("/view", files={"file": ("a.jsonl", b'{"text": "a"}\n' * 4)})
    assert many.status_code == 413
    assert "of which one request may have 3" in many.text
    assert client_of().post("/view", data={"text": "a"}).status_code == 415
    assert client_of().get("/view").status_code == 405


def test_the_description_of_the_interface_needs_no_other_machine() -> None:
    client = client_of()
    response = client.get("/docs")
    page = html.fromstring(response.content)
    assert not page.xpath("//script[text()] | //style | //*[@style]")
    places = page.xpath("//@href | //@src")
    assert any(place.endswith("swagger-ui-bundle.js") for place in places)
    for place in places:
        assert place.startswith(("/", "#"))
        if place.startswith("/"):
            assert client.get(place).status_code == 200, place
    assert "script-src 'self';" in response.headers["content-security-policy"]
