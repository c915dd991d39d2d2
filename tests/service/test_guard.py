"""Who may call the service, what every answer carries, and that nothing sent comes to the log."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from tests.service.fakes import LOOPBACK, SMALL, client_of


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "127.0.0.1"])
def test_our_own_names(host: str) -> None:
    assert client_of().get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.7",
        "localhost@evil.example",
        "",
        "[::1",
        "a:b",
        "127.1",
    ],
)
def test_other_names_are_refused(host: str) -> None:
    """A page whose name was made to lead to this machine gets nothing from it."""
    for path in ("/", "/health", "/openapi.json", "/static/service.css"):
        refused = client_of().get(path, headers={"Host": host})
        assert (refused.status_code, refused.json()["error"]) == (400, "wrong_host")


def test_names_that_were_allowed() -> None:
    settings = replace(SMALL, hosts=frozenset({"Ofsight.Example"}), beyond_loopback=True)
    client = client_of(settings=settings)
    for host, status in {
        "ofsight.example": 200,
        "ofsight.example:8000": 200,
        "192.0.2.7:8000": 200,
        "[2001:db8::1]": 200,
        "evil.example": 400,
    }.items():
        assert client.get("/health", headers={"Host": host}).status_code == status, host


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": LOOPBACK, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_what_other_sites_post_is_refused(headers: dict[str, str]) -> None:
    for path in ("/annotate", "/view"):
        refused = client_of().post(path, files={"file": ("a.txt", b"a")}, headers=headers)
        assert (refused.status_code, refused.json()["error"]) == (403, "cross_site")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": LOOPBACK},
        {"Origin": LOOPBACK, "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_programs_and_our_own_page_may_post(headers: dict[str, str]) -> None:
    assert client_of().post("/annotate", json={"text": "a"}, headers=headers).status_code == 200


def test_links_from_other_sites_may_be_followed() -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client_of().get("/", headers=headers).status_code == 200


def test_no_other_site_is_let_in() -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for response in (
        client_of().options("/annotate", headers=asked),
        client_of().get("/health", headers={"Origin": "https://evil.example"}),
    ):
        assert not [name for name in response.headers if name.startswith("access-control")]


def test_every_answer_carries_the_headers() -> None:
    client = client_of()
    for response in (
        client.get("/"),
        client.get("/docs"),
        client.get("/static/service.css"),
        client.get("/nonesuch"),
        client.get("/", headers={"Host": "evil.example"}),
        client.post("/annotate", json={"text": "a"}),
        client.post("/annotate", json={"text": "DEFECT"}),
        client.post("/view", files={"text": (None, "a")}),
    ):
        policy = response.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"
        assert response.headers["referrer-policy"] == "same-origin"
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
    assert client.post("/view", files={"text": (None, "a")}).headers["cache-control"] == "no-store"
    assert client.post("/annotate", json={"text": "a"}).headers["cache-control"] == "no-store"
    assert "script-src" not in client.get("/").headers["content-security-policy"]


@pytest.mark.parametrize("text", ["SECRET", "SECRET DEFECT", "SECRET TIMEOUT"])
def test_nothing_that_is_sent_is_logged(
    text: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_of()
    client.post("/annotate", json={"text": text, "id": "SECRET"})
    client.post("/annotate", params={"publisher": "SECRET"}, files={"file": ("SECRET.txt", text.encode())})
    client.post("/annotate", json={"txet": "SECRET"})
    client.post("/view", data={"published": "SECRET"}, files={"file": ("SECRET.txt", text.encode())})
    client.get("/SECRET")
    ours = [record for record in caplog.records if record.name == "ofsight.service"]
    lines = [record.getMessage() for record in ours]
    assert len([line for line in lines if "bytes in" in line]) == 5
    assert "POST /annotate" in lines[0] or "POST /annotate" in lines[1]
    everything = "".join(
        str(record.__dict__) for record in caplog.records if not record.name.startswith("httpx")
    )
    written = capfd.readouterr()
    assert "SECRET" not in everything + written.out + written.err
