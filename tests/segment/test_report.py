"""Blocks of reports and letters; ``margin.py`` says how the cases in ``reports/`` are written."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.segment.margin import CASES, read_case

from ofsight.record import Block
from ofsight.segment.report import segment_report
from ofsight.segment.segmentation import Segmentation

_LETTERS = st.sampled_from(list("aA1.:,(\n\n\f \r◼–\uf06e\u00a0\u2028\x1c\x85é"))


def squeeze(text: str) -> str:
    return re.sub(r"\s*\n\s*", "\n", text)


def show(text: str, blocks: list[Block]) -> list[tuple[str, str]]:
    return [(block.label, squeeze(text[block.start : block.end])) for block in blocks]


def assert_lawful(text: str, segmentation: Segmentation) -> None:
    """Every non-blank character lies in exactly one block; blocks are trimmed and in order."""
    position = 0
    for block in segmentation.blocks:
        assert position <= block.start < block.end
        assert not text[position : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        position = block.end
    assert not text[position:].strip()
    for group in segmentation.joins:
        assert len(group) > 1
        assert list(group) == sorted(set(group))
        assert len({segmentation.blocks[i].label for i in group}) == 1


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_blocks_are_those_in_the_margin(path: Path) -> None:
    case = read_case(path.read_text(encoding="utf-8"))
    segmentation = segment_report(case.text)
    assert show(case.text, segmentation.blocks) == case.blocks
    assert_lawful(case.text, segmentation)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_interrupted_paragraphs_are_joined(path: Path) -> None:
    case = read_case(path.read_text(encoding="utf-8"))
    joined = [i for group in segment_report(case.text).joins for i in group[1:]]
    assert [i for i in sorted(joined) if case.blocks[i][0] != "boilerplate"] == case.parts


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_page_marks_are_a_help_and_not_a_need(path: Path) -> None:
    case = read_case(path.read_text(encoding="utf-8"))
    text = case.text.replace("\f", " ")
    found = show(text, segment_report(text).blocks)
    wanted = [block for block in case.blocks if block[0] not in {"boilerplate", "byline"}]
    assert [block for block in found if block[0] not in {"boilerplate", "byline"}] == wanted


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_line_ends_may_be_those_of_windows(path: Path) -> None:
    case = read_case(path.read_text(encoding="utf-8"))
    text = case.text.replace("\n", "\r\n")
    assert [label for label, _ in show(text, segment_report(text).blocks)] == [b[0] for b in case.blocks]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_mangled_reports_are_still_cut_lawfully(data: st.DataObject) -> None:
    text = read_case(data.draw(st.sampled_from(CASES)).read_text(encoding="utf-8")).text
    lines = text.split("\n")
    kept = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    breaks = data.draw(st.sampled_from(["\n", "\n\n", "\n\f", "\r\n", "\n \n"]))
    mangled = breaks.join(line for line, keep in zip(lines, kept, strict=True) if keep)
    assert_lawful(mangled, segment_report(mangled))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=_LETTERS | st.characters()))
def test_any_text_is_cut_lawfully(text: str) -> None:
    assert_lawful(text, segment_report(text))


def test_a_heading_that_opens_two_pages_is_no_running_header() -> None:
    openings = ["Early help", "Summary", "Adoption", "Context", "Summary", "Next steps"]
    pages = [
        f"{number}\n{opening}\nThe text of this page ends here, and it fills about one line of it.\n"
        f"{number * 3}. A numbered paragraph."
        for number, opening in enumerate(openings, 2)
    ]
    text = "\n\f".join(["1\nMercia Council\nInspection of services", *pages])
    found = [b.label for b in segment_report(text).blocks if text[b.start : b.end] == "Summary"]
    assert found == ["subheading", "subheading"]


def test_a_number_that_a_line_starts_with_by_chance_starts_no_paragraph() -> None:
    text = (
        "Inspection of Mercia local authority children’s services\n"
        "Inspection dates: 4 to 8 March 2024\n"
        "1. The service knows the children, and most of those who came into care were aged\n"
        "17. The rest were younger.\n"
        "2. They are well cared for."
    )
    blocks = [text[b.start : b.end] for b in segment_report(text).blocks if b.label == "paragraph"]
    assert [block[:2] for block in blocks] == ["1.", "2."]


def _share(text: str, blocks: list[Block], labels: set[str]) -> float:
    return sum(block.end - block.start for block in blocks if block.label in labels) / len(text)


@pytest.mark.shared
def test_real_reports_keep_the_laws(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "corpus" / "reports").glob("*.txt"))[::15]:
        text = path.read_bytes().decode()
        segmentation = segment_report(text)
        assert_lawful(text, segmentation)
        labels = [block.label for block in segmentation.blocks]
        assert labels.count("headline") == 1, path
        assert labels.count("byline") >= 2, path
        assert "table" in labels, path
        assert 0.8 < _share(text, segmentation.blocks, {"paragraph", "list_item", "subheading"}) < 0.97, path


@pytest.mark.shared
def test_numbered_paragraphs_of_real_reports_are_all_found(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "corpus" / "reports").glob("*.txt"))[7::15]:
        text = path.read_bytes().decode()
        starts = [text[b.start : b.end] for b in segment_report(text).blocks if b.label == "paragraph"]
        numbers = [int(match[1]) for start in starts if (match := re.match(r"(\d{1,3})\.", start))]
        steps = [after - before for before, after in itertools.pairwise(numbers)]
        assert steps.count(1) >= 0.98 * len(steps), path


@pytest.mark.shared
def test_no_page_of_a_real_report_leaks_its_header_into_the_text(shared_dir: Path) -> None:
    header = re.compile(r"(?m)^Inspection of .* services(?: \(.*\))? \d{1,2}$|^\d{1,2}$\n\f")
    for path in sorted((shared_dir / "corpus" / "reports").glob("*.txt"))[3::15]:
        text = path.read_bytes().decode()
        for block in segment_report(text).blocks:
            if block.label != "boilerplate":
                assert not header.search(text, block.start, block.end), text[block.start : block.end]
