from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.strategies import gss_codes, names

from ofsight.formats.refi_qda_codes import (
    COUNCIL,
    ENTITY,
    JUDGEMENT,
    POLARITY,
    SOURCE,
    THEME,
    Code,
    code_of,
    groups,
)
from ofsight.record.labels import POLARITIES, SOURCES, THEMES

CODES = (
    st.builds(Code, st.sampled_from([THEME, ENTITY, JUDGEMENT]), names)
    | st.builds(Code, st.just(POLARITY), st.sampled_from(POLARITIES))
    | st.builds(Code, st.just(SOURCE), st.sampled_from(SOURCES))
    | st.builds(Code, st.just(COUNCIL), gss_codes | st.just("E06000006"))
)


@given(CODES)
def test_a_code_is_known_again_in_its_group(code: Code) -> None:
    (group,) = (group.name for group in groups() if group.key == code.group)
    assert code_of((group, code.name)) == code


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("weakness",), Code(POLARITY, "weakness")),
        (("Tone", "Strength"), Code(POLARITY, "strength")),
        (("polarity: mixed",), Code(POLARITY, "mixed")),
        (("source:council",), Code(SOURCE, "council")),
        (("Source", "council"), Code(SOURCE, "council")),
        (("Halton (E06000006)",), Code(COUNCIL, "E06000006")),
        (("E06000006",), Code(COUNCIL, "E06000006")),
        (("COUNCIL",), Code(ENTITY, "COUNCIL")),
        (("entities", "BUILDING"), Code(ENTITY, "BUILDING")),
        (("Source", "my neighbour"), Code(THEME, "my neighbour")),
        (("council",), Code(THEME, "council")),
        (("source:neighbour",), Code(THEME, "source:neighbour")),
        (("Staff", "morale"), Code(THEME, "morale")),
        (("Themes",), Code(THEME, "Themes")),
        (("Themes", "weakness"), Code(THEME, "weakness")),
        (("Themes", "leadership", "at the top"), Code(THEME, "at the top")),
    ],
)
def test_codes_of_any_project_are_told_by_their_group_or_name(path: tuple[str, ...], expected: Code) -> None:
    assert code_of(path) == expected


def test_every_theme_of_the_codebook_is_described() -> None:
    assert all(Code(THEME, theme).description for theme in THEMES)
    assert all(Code(POLARITY, polarity).description for polarity in POLARITIES)
    assert all(Code(SOURCE, source).description for source in SOURCES)
    assert not Code(THEME, "of one's own").description


def test_names_are_unique_where_labels_are_not() -> None:
    codes = [Code(THEME, "council"), Code(SOURCE, "council"), Code(ENTITY, "COUNCIL")]
    assert len({code.name for code in codes}) == len({code.guid for code in codes}) == 3
