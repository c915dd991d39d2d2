"""Finding the inputs behind PATHs."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ofsight.ingest.paths import find_inputs


def names(*paths: Path | str) -> list[str]:
    return [found.name for found in find_inputs(paths) if found.problem is None]


def problems(*paths: Path | str) -> list[tuple[str, str]]:
    return [(found.name, found.problem.kind) for found in find_inputs(paths) if found.problem is not None]


def write(root: Path, *files: str) -> Path:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return root


def test_a_folder_gives_its_supported_files_sorted_by_name(tmp_path: Path) -> None:
    write(tmp_path, "c.txt", "b/z.html", "b/a.pdf.gz", "a.jsonl", "B.docx", "readme.md", "b.gz")
    assert names(tmp_path) == ["B.docx", "a.jsonl", "b/a.pdf.gz", "b/z.html", "c.txt"]


def test_hidden_files_and_folders_are_skipped(tmp_path: Path) -> None:
    write(tmp_path, ".hidden.txt", ".git/a.txt", "seen.txt")
    assert names(tmp_path) == ["seen.txt"]


@pytest.mark.parametrize("ending", ["errors", "progress", "duplicates"])
def test_what_a_run_leaves_beside_its_output_is_no_input(tmp_path: Path, ending: str) -> None:
    write(tmp_path, "out.jsonl", f"out.jsonl.{ending}.jsonl")
    assert names(tmp_path) == ["out.jsonl"]


def test_paths_come_in_the_order_given_whatever_their_ending(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a.md")
    assert names(tmp_path / "b.txt", "-", tmp_path / "a.md") == ["b.txt", "-", "a.md"]


def test_a_loop_of_symbolic_links_ends_and_a_folder_is_entered_once(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "z-again").symlink_to(tmp_path / "in")
    assert names(tmp_path) == ["in/a.txt"]


def test_a_linked_file_is_read_and_a_broken_link_is_missing(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere.txt")
    assert names(tmp_path) == ["a.txt", "b.txt"]
    assert problems(tmp_path) == [("c.txt", "missing")]


def test_a_path_that_does_not_exist_is_missing(tmp_path: Path) -> None:
    gone = tmp_path / "gone.txt"
    assert problems(gone) == [(str(gone), "missing")]


def test_a_folder_without_supported_files_is_a_failure(tmp_path: Path) -> None:
    write(tmp_path, "pictures/a.png")
    found = list(find_inputs([tmp_path]))
    assert len(found) == 1
    assert found[0].problem is not None
    assert found[0].problem.kind == "empty"
    assert "no supported files" in str(found[0].problem)


def test_a_pipe_is_refused_without_being_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert problems(tmp_path) == [("pipe.txt", "unreadable")]


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.txt")
        assert problems("s.txt") == [("s.txt", "unreadable")]


def test_a_name_that_is_not_utf8_can_be_written_out(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert names(tmp_path) == ["caf\ufffd.txt"]


def test_a_name_with_a_nul_is_a_failure() -> None:
    assert [kind for _, kind in problems("a\0b.txt")] == ["unreadable"]


def test_a_link_to_itself_is_named_also_where_outputs_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "itself.txt").symlink_to(tmp_path / "itself.txt")
    (tmp_path / "whole.txt").write_text("x")
    found = list(find_inputs([tmp_path], passed_over=[tmp_path / "out.jsonl"]))
    assert [(each.name, each.problem and each.problem.kind) for each in found] == [
        ("itself.txt", "unreadable"),
        ("whole.txt", None),
    ]
