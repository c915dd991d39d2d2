"""The words beside the network: what is learned of them, and what they count for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="training needs the extra train")

from ofsight.read.network.inputs import Prepared  # after the check
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import SentenceLogits
from ofsight.read.network.words import Words
from ofsight.training.config import WordsConfig
from ofsight.training.documents import Targets, TrainingDocument
from ofsight.training.network import IGNORED
from ofsight.training.words import fit_shares, learn_words

LABELS = LabelSets(
    finding=True,
    themes=("caseloads", "leadership", "supervision"),
    polarities=("strength", "weakness", "mixed"),
    sources=("article", "council"),
)
ALL = WordsConfig(answers=("source", "finding", "themes", "polarity"), fewest=2)
SUBJECTS = {"caseloads": "Social workers carried {how} loads", "leadership": "The {how} director led"}
MANNERS = {"strength": ("light", "fine"), "weakness": ("heavy", "dire")}
NOTICE = "The fair opens at noon"


def document(seed: int, *, sentences: int = 24, guessed: float = 1.0) -> TrainingDocument:
    """A document of findings and notices; polarity is told by one word, theme by the others."""
    random = np.random.default_rng(seed)
    texts: list[str] = []
    targets = Targets(
        entities=[],
        quotations=[],
        finding=np.zeros(sentences, np.float32),
        themes=np.zeros((sentences, len(LABELS.themes)), np.float32),
        polarity=np.full(sentences, IGNORED, np.int64),
        source=np.full(sentences, IGNORED, np.int64),
    )
    for number in range(sentences):
        theme, polarity = random.choice(list(SUBJECTS)), random.choice(list(MANNERS))
        if random.random() > 0.3:
            texts.append(SUBJECTS[theme].format(how=random.choice(MANNERS[polarity])))
            targets.finding[number] = 1
            targets.themes[number, LABELS.themes.index(theme)] = 1
            right = random.random() < guessed
            targets.polarity[number] = LABELS.polarities.index(polarity) if right else random.integers(2)
            targets.source[number] = 0
        else:
            texts.append(NOTICE)
    return TrainingDocument(f"d{seed}", Prepared([], [], []), targets, texts)


def learned(config: WordsConfig = ALL, documents: Sequence[TrainingDocument] = ()) -> Words:
    words = learn_words(config, documents or [document(seed) for seed in range(6)], LABELS)
    assert words is not None
    words.check(LABELS)
    return words


def said(words: Words, *texts: str) -> dict[str, np.ndarray]:
    """What words say of sentences, by answer."""
    joined = words.join(np.zeros((len(texts), LABELS.sentence_width), np.float32), texts, LABELS)
    return {name: joined[:, place] for name, place in LABELS.groups.items()}


def test_words_tell_findings_themes_and_polarity_of_sentences_not_seen() -> None:
    words = learned()
    assert list(words.shares) == ["finding", "themes", "polarity", "source"]  # as the network has them
    answers = said(words, "The heavy, DIRE director led 3 workers.", "Workers carried fine loads", NOTICE)
    assert (answers["finding"][:, 0] > 0).tolist() == [True, True, False]
    assert answers["themes"][:2].argmax(axis=1).tolist() == [1, 0]
    assert answers["polarity"][:2].argmax(axis=1).tolist() == [1, 0]


def test_labels_without_examples_are_left_to_the_network_or_never_chosen() -> None:
    words = learned()
    answers = said(words, "The fine director led", "Heavy loads")
    assert answers["themes"][:, 2].tolist() == [0, 0]  # no supervision
    assert (answers["polarity"][:, 2] < -10).all()  # nothing is mixed
    assert not answers["source"].any()  # all are the article's


def test_only_annotated_sentences_teach() -> None:
    one, other = document(1), document(2)
    other.targets.finding[:] = IGNORED
    documents = [document(seed) for seed in range(3, 8)]
    expected = learned(documents=[one, *documents]).table.to_bytes()
    assert learned(documents=[one, other, *documents]).table.to_bytes() == expected


def test_it_is_the_same_each_time_and_weights_are_nearly_what_was_fitted() -> None:
    assert learned().table.to_bytes() == learned().table.to_bytes()
    weak, strong = (learned(WordsConfig(fewest=2, strength=strength)) for strength in (0.01, 100.0))
    assert np.abs(weak.table.weights).max(axis=0).tolist() == [127, 127, 0, 127, 127, 0]
    assert (strong.table.scales >= weak.table.scales).all()


@pytest.mark.parametrize("settings", [{"answers": ()}, {"fewest": 1000}])
def test_nothing_is_learned_where_nothing_is_asked_for_or_known(settings: dict[str, object]) -> None:
    config = WordsConfig.model_validate(settings)
    assert learn_words(config, [document(1)], LABELS) is None
    assert learn_words(ALL, [document(1)], LabelSets(entities=("DATE",))) is None


def logits_of(held_out: TrainingDocument, *, right: float, seed: int = 0) -> SentenceLogits:
    """A network that is right in a share of the sentences, and never sure."""
    random = np.random.default_rng(seed)
    targets, groups = held_out.targets, LABELS.groups
    logits = random.normal(0, 0.3, (len(held_out.texts), LABELS.sentence_width))
    for number in range(len(held_out.texts)):
        sign = 1 if random.random() < right else -1
        logits[number, groups["finding"]] += sign * (2 * targets.finding[number] - 1)
        logits[number, groups["themes"]] += sign * (2 * targets.themes[number] - 1)
        if targets.polarity[number] != IGNORED:
            logits[number, groups["polarity"]][targets.polarity[number]] += 2 * sign
    return SentenceLogits([], logits.astype(np.float32))


def fitted(*, words_right: float, network_right: float) -> Words | None:
    held_out = [document(seed, guessed=words_right) for seed in range(20, 26)]
    pairs = [
        (item, logits_of(item, right=network_right, seed=number)) for number, item in enumerate(held_out)
    ]
    return fit_shares(learned(), LABELS, pairs)


def test_words_count_the_more_the_righter_they_are() -> None:
    good = fitted(words_right=1.0, network_right=0.7)
    fair = fitted(words_right=0.6, network_right=0.7)
    assert good is not None
    assert fair is not None
    assert good.shares["polarity"] > fair.shares["polarity"] > 0
    assert good.shares["themes"] > 0
    assert good.shares["source"] == 0  # nothing to tell apart


def test_a_network_that_tells_nothing_keeps_a_tenth() -> None:
    useless = fitted(words_right=1.0, network_right=0.3)
    assert useless is not None
    assert useless.shares["themes"] == useless.shares["polarity"] == 10


def test_words_that_count_against_their_own_answers_or_have_no_examples_are_left_out() -> None:
    held_out = document(30)
    few = [(held_out, logits_of(held_out, right=0.7))]
    held_out.targets.finding[3:] = IGNORED
    assert fit_shares(learned(), LABELS, few) is None
    misleading = document(31, sentences=80)
    misleading.targets.themes[:, :2] = misleading.targets.themes[:, 1::-1]
    config = WordsConfig(answers=("themes",), fewest=2)
    assert fit_shares(learned(config), LABELS, [(misleading, logits_of(misleading, right=0.8))]) is None


def test_sentences_that_the_network_did_not_read_do_not_count() -> None:
    items = [(document(seed), logits_of(document(seed), right=0.7, seed=seed)) for seed in range(40, 44)]
    expected = fit_shares(learned(), LABELS, items)
    unread = document(50)
    nothing = SentenceLogits([], np.full((len(unread.texts), LABELS.sentence_width), np.nan, np.float32))
    again = fit_shares(learned(), LABELS, [*items, (unread, nothing)])
    assert expected is not None
    assert again is not None
    assert again.shares == expected.shares
