from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs.pages import blocks_of, run_page


def page(folder: Path, text: str) -> Path:
    path = folder / "page.md"
    path.write_text(text)
    return path


GOOD = """Some text.

```yaml title="sub/a.yaml"
name: x
```

```sh
cat sub/a.yaml linked/b.txt
echo told >&2
```

```text
name: ...
b
```

    indented code is only looked at

```
so is this
```

```python
print(1 + 1)
```

```text
2
```
"""


def run(tmp_path: Path, text: str) -> None:
    linked, folder = tmp_path / "linked", tmp_path / "run"
    linked.mkdir()
    folder.mkdir()
    (linked / "b.txt").write_text("b\n")
    run_page(page(tmp_path, text), folder, links=[linked])


def test_a_page_is_run_in_order(tmp_path: Path) -> None:
    run(tmp_path, GOOD)
    assert (tmp_path / "run/sub/a.yaml").read_text() == "name: x\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("text\n2", "text\n3"), r"page.md, line 27: says\s+3\s+printed was\s+2"),
        (("name: ...", "name: y"), "page.md, line 12: says"),
        (("cat sub/a.yaml", "cat sub/c.yaml"), r"page.md, line 7: exit code 1[\s\S]*c.yaml"),
        (("echo told", "false; echo told"), "page.md, line 7: exit code 1"),
        (("```python", "```ruby"), "nothing is done with 'ruby'"),
    ],
)
def test_a_page_that_does_not_hold_is_told(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    assert change[0] in GOOD
    with pytest.raises(AssertionError, match=message):
        run(tmp_path, GOOD.replace(*change))


def test_what_is_not_run_says_why(tmp_path: Path) -> None:
    slow = "<!-- not run: it never ends -->\n```sh\nsleep 1000\n```\n\n"
    text = slow + "```sh\necho run\n```\n\n```text\nrun\n```\n"
    assert [block.not_run for block in blocks_of(text)] == ["it never ends", None, None]
    run_page(page(tmp_path, text), tmp_path)
    with pytest.raises(AssertionError, match=r"says\s+run\s+printed was\s+walked"):
        run_page(page(tmp_path, text.replace("echo run", "echo walked")), tmp_path)
    without_reason = text.replace(": it never ends", "").replace("sleep 1000", "false")
    with pytest.raises(AssertionError, match="line 2: exit code 1"):
        run_page(page(tmp_path, without_reason), tmp_path)


def test_what_is_told_on_standard_error_alone_counts(tmp_path: Path) -> None:
    text = "```sh\necho told >&2\n```\n\n```text\ntold\n```\n"
    run_page(page(tmp_path, text), tmp_path)


def test_a_command_may_have_a_quicker_one_in_its_place(tmp_path: Path) -> None:
    path = page(tmp_path, "```sh\nsleep 1000\n```\n\n```text\nslept\n```\n")
    run_page(path, tmp_path, instead={"sleep 1000": "echo slept"})
    with pytest.raises(AssertionError, match="has no line 'sleep 2000'"):
        run_page(path, tmp_path, instead={"sleep 2000": "echo slept"})
