"""Bodies are read within limits and in memory only."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request

from ofsight.service.answers import unless_gone
from ofsight.service.bodies import read_body, read_form
from ofsight.service.problems import Refusal

Message = MutableMapping[str, Any]


def request(receive: Callable[[], Awaitable[Message]], **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": raw}, receive)


def chunks(*messages: Message) -> Callable[[], Awaitable[Message]]:
    left = list(messages)

    async def receive() -> Message:
        if not left:
            await asyncio.sleep(60)
        return left.pop(0)

    return receive


def part(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def result_of(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run it in a thread of its own: in this one a browser of other tests may have its event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result(30)


def refused(coroutine: Coroutine[Any, Any, Any]) -> tuple[int, str]:
    with pytest.raises(Refusal) as caught:
        result_of(coroutine)
    return caught.value.problem.status, caught.value.problem.error


def test_a_body_is_put_together() -> None:
    body = result_of(read_body(request(chunks(part(b"a"), part(b"b", more=False))), 2, seconds=5))
    assert body == b"ab"


def test_no_more_is_read_than_may_be() -> None:
    read: list[int] = []

    async def receive() -> Message:
        read.append(1)
        return part(b"x" * 100)

    assert refused(read_body(request(receive), 1_000, seconds=5)) == (413, "too_large")
    assert len(read) == 11
    read.clear()
    assert refused(read_body(request(receive, content_length="1001"), 1_000, seconds=5)) == (413, "too_large")
    assert not read


def test_a_body_that_does_not_come() -> None:
    assert refused(read_body(request(chunks(part(b"a"))), 10, seconds=0.05)) == (408, "slow")
    gone = request(chunks(part(b"a"), {"type": "http.disconnect"}))
    assert refused(read_body(gone, 10, seconds=5)) == (400, "gone")


def test_a_packed_body() -> None:
    packed = request(chunks(part(b"a", more=False)), content_encoding="gzip")
    assert refused(read_body(packed, 10, seconds=5)) == (415, "unsupported")


def test_nothing_of_a_form_comes_to_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp", "_TemporaryFileArgs"):
        monkeypatch.setattr(tempfile, name, refuse, raising=False)
    big = b"x" * 3_000_000
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + big + b"\r\n"
        b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + big + b"\r\n--b--\r\n"
    )
    headers = Headers({"content-type": "multipart/form-data; boundary=b"})
    form = result_of(read_form(headers, body, max_bytes=4_000_000, max_files=1))
    assert [(file.name, len(file.data)) for file in form.files] == [("a.txt", len(big))]
    assert form.fields == {"text": [big.decode()]}


def test_forms_of_too_many_parts() -> None:
    headers = Headers({"content-type": "multipart/form-data; boundary=b"})
    file = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\na\r\n'
    field = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\na\r\n'
    for parts in (file * 3, field * 60):
        assert refused(read_form(headers, parts + b"--b--\r\n", max_bytes=9_999, max_files=2)) == (
            422,
            "bad_form",
        )


def test_work_ends_when_its_sender_goes_away() -> None:
    ended: list[str] = []

    async def work() -> str:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise
        return "done"

    async def leaving() -> Any:
        try:
            return await unless_gone(request(chunks({"type": "http.disconnect"})), work())
        finally:
            await asyncio.sleep(0)

    assert refused(leaving()) == (400, "gone")
    assert ended == ["cancelled"]

    async def quick() -> str:
        return "done"

    async def staying() -> str:
        return await unless_gone(request(chunks()), quick())

    assert result_of(staying()) == "done"
