from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ofsight.read.network.labels import LabelSets

names = st.lists(st.text(min_size=1, max_size=4), unique=True, max_size=5).map(tuple)
label_sets = st.builds(
    LabelSets,
    entities=names,
    quotations=st.booleans(),
    finding=st.booleans(),
    themes=names,
    polarities=names,
    sources=names,
)


@given(label_sets)
def test_every_logit_belongs_to_one_label(labels: LabelSets) -> None:
    places = [place for group in labels.groups.values() for place in range(group.start, group.stop)]
    assert places == list(range(labels.sentence_width))
    named = len(labels.themes) + len(labels.polarities) + len(labels.sources)
    assert labels.sentence_width == named + labels.finding
    assert labels.piece_width == labels.entity_width + 3 * labels.quotations
    assert labels.entity_width == (1 + 2 * len(labels.entities) if labels.entities else 0)


@given(label_sets)
def test_what_has_no_labels_is_not_answered(labels: LabelSets) -> None:
    answered = {
        "finding": labels.finding,
        "themes": bool(labels.themes),
        "polarity": bool(labels.polarities),
        "source": bool(labels.sources),
    }
    assert list(labels.groups) == [name for name, there in answered.items() if there]


def test_nothing_is_answered_by_default() -> None:
    assert (LabelSets().piece_width, LabelSets().sentence_width, LabelSets().groups) == (0, 0, {})
