"""Whole runs of training, undisturbed and disturbed."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="training needs the extra train")

import torch  # after the check
from safetensors.torch import load_file
from tests.training.tiny_run import article, in_parts, only, tiny_values, write

import ofsight
from ofsight.errors import OfsightError, TrainingError
from ofsight.record import Record
from ofsight.training import TrainedModel, run, train_reader
from ofsight.training.config import ReaderConfig, parse_reader_config, set_keys
from ofsight.training.scorer import Scorer
from ofsight.training.trainer import WeightedReader

State = dict[str, torch.Tensor]
UNSEEN = article(40)
TEXT = UNSEEN.text or ""


def config_here(**top: Any) -> ReaderConfig:
    """A configuration whose paths are the same in every folder, of three corpora as the standard one."""
    news, reports = map(article, range(6)), [in_parts(article(number)) for number in range(6, 10)]
    train = [
        write("news.jsonl", news),
        write("findings.jsonl", (only(report, "sentences", "findings") for report in reports[:2])),
        write("mentions.jsonl", (only(report, "sentences", "entities") for report in reports[2:])),
    ]
    dev = [write("dev.jsonl", map(article, (10, 11)))]
    return parse_reader_config(tiny_values(Path(), train=train, dev=dev, **top), where="here")


def changed(config: ReaderConfig, *settings: str) -> ReaderConfig:
    return parse_reader_config(set_keys(config.model_dump(mode="json"), settings), where="here")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def checkpoints(work: Path) -> list[int]:
    return sorted(int(path.name.partition("-")[2]) for path in work.glob("checkpoint-*"))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TrainedModel]:
    """A run that nothing disturbed, and its folder."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        trained = train_reader(config_here())
    return folder, trained


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


class KilledError(BaseException):
    """What ends a run in these tests."""


@pytest.fixture
def kill_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the run die in a step; once."""
    update = WeightedReader.update_average

    def kill(at: int) -> None:
        def dying(self: WeightedReader, step: int) -> None:
            if step == at:
                monkeypatch.setattr(WeightedReader, "update_average", update)
                raise KilledError
            update(self, step)

        monkeypatch.setattr(WeightedReader, "update_average", dying)

    return kill


@pytest.fixture
def weights_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs end with the weights of the trained network: to store it takes longer than all else."""
    monkeypatch.setattr(run._Run, "_finish", lambda self, network, *rest: network.state_dict())


def same(one: State, other: State) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_a_model_comes_out_that_annotates_and_says_what_it_is(undisturbed: tuple[Path, TrainedModel]) -> None:
    folder, trained = undisturbed
    assert trained.folder == Path("model")
    nlp = ofsight.load(folder / "model")
    assert nlp.meta["name"] == "tiny"
    labels = nlp.get_pipe("ofsight_read").label_sets
    assert {"supervision", "leadership", "workforce"} >= set(labels.themes) != set()
    assert {"COUNCIL", "DATE"} <= set(labels.entities)
    doc = nlp(TEXT)
    found = {(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents}
    gold = {(entity.start, entity.end, entity.label) for entity in UNSEEN.entities}
    assert len(found & gold) > 0.7 * len(gold)  # it has learned, from random weights
    quoted = {(span.start_char, span.end_char) for span in doc.spans["quotations"]}
    assert len(quoted & {(said.start, said.end) for said in UNSEEN.quotations}) >= 2
    assert doc.spans["findings"]
    written = json.loads((folder / "model" / "ofsight_read" / "reader.json").read_text())
    assert written["trained_from"]["seed"] == "11"
    assert set(written["trained_from"]) == {"base", "data", "seed", "train_sha256", "dev_sha256"}


def test_the_figures_are_those_of_what_was_stored(undisturbed: tuple[Path, TrainedModel]) -> None:
    _, trained = undisturbed
    assert set(trained.figures) == set(trained.unquantised) >= {"entities", "themes_micro", "score"}
    assert all(0 <= value <= 1 for value in trained.figures.values())
    assert trained.figures["entities"] > 0.7
    assert abs(trained.figures["score"] - trained.unquantised["score"]) < 0.1


def test_a_killed_and_resumed_run_leaves_the_same_bytes(
    undisturbed: tuple[Path, TrainedModel], here: Path, kill_at: Callable[[int], None]
) -> None:
    """So do two runs: dropout, order of windows and hints withheld included."""
    expected, trained = undisturbed
    config = config_here()
    kill_at(checkpoints(expected / "work")[-1] - 2)
    with pytest.raises(KilledError):
        train_reader(config)
    assert not (here / "model").exists()
    assert train_reader(config, resume=True) == trained
    last = f"work/checkpoint-{checkpoints(expected / 'work')[-1]}/model.safetensors"
    assert same(load_file(here / last), load_file(expected / last))
    found, wanted = files_of(here / "model"), files_of(expected / "model")
    assert found.keys() == wanted.keys()
    assert [name for name in wanted if found[name] != wanted[name]] == []


def test_checkpoints_hold_the_weights_and_their_average(undisturbed: tuple[Path, TrainedModel]) -> None:
    folder, _ = undisturbed
    work = folder / "work"
    weights = load_file(work / f"checkpoint-{checkpoints(work)[-1]}" / "model.safetensors")
    moving = {name.partition(".")[2] for name in weights if name.startswith("network.")}
    mean = {name.partition(".")[2] for name in weights if name.startswith("average.")}
    assert moving == mean
    assert any(not torch.equal(weights[f"network.{name}"], weights[f"average.{name}"]) for name in moving)


@pytest.mark.usefixtures("weights_only")
@pytest.mark.parametrize("kills", [[(0, 1)], [(1, 0), (1, 1)], [(2, -1), (3, 2)]])
def test_resuming_again_and_again_changes_nothing(
    undisturbed: tuple[Path, TrainedModel],
    here: Path,
    kill_at: Callable[[int], None],
    kills: list[tuple[int, int]],
) -> None:
    """Killed so many steps after each of these checkpoints, with the next one half written."""
    expected, _ = undisturbed
    last = checkpoints(expected / "work")[-1]
    each = -(-last // 4)
    config = config_here()
    for number, (checkpoint, past) in enumerate(kills):
        kill_at(checkpoint * each + past)
        with pytest.raises(KilledError):
            train_reader(config, resume=number > 0)
        unfinished = here / "work" / f"checkpoint-{(checkpoint + 1) * each}"
        unfinished.mkdir(exist_ok=True)
        (unfinished / "model.safetensors").write_bytes(b"half")
    train_reader(config, resume=True)
    weights = f"work/checkpoint-{last}/model.safetensors"
    assert same(load_file(here / weights), load_file(expected / weights))


@pytest.mark.usefixtures("weights_only")
def test_a_run_that_was_killed_when_all_was_learned_learns_no_more(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config_here()
    state = train_reader(config)
    monkeypatch.setattr(run.ReaderTrainer, "train", None)  # calling it fails
    assert same(train_reader(config, resume=True), state)


@pytest.mark.usefixtures("weights_only")
def test_what_cannot_be_resumed_is_refused(here: Path) -> None:
    config = config_here()
    with pytest.raises(TrainingError, match="work: nothing to resume there"):
        train_reader(config, resume=True)
    train_reader(changed(config, "optimisation.passes=1"))
    with pytest.raises(TrainingError, match=r"of another configuration \(see work/training\.json\)"):
        train_reader(config, resume=True)
    write(Path("dev.jsonl"), map(article, (10, 12)))
    with pytest.raises(TrainingError, match="of other records than those that are there now"):
        train_reader(changed(config, "optimisation.passes=1"), resume=True)


@pytest.mark.usefixtures("weights_only")
def test_a_run_that_is_not_resumed_forgets_the_one_before(here: Path) -> None:
    train_reader(config_here())
    before = checkpoints(here / "work")
    train_reader(changed(config_here(), "optimisation.passes=1"))
    assert checkpoints(here / "work")[-1] < before[0]


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[float]], list[float]]:
    """Let the evaluations of the runs to come give these scores; returns those that are still to be given."""

    def give(scores: Iterable[float]) -> list[float]:
        left = list(scores)
        monkeypatch.setattr(Scorer, "figures", lambda self, reader, logits: {"score": left.pop(0)})
        return left

    return give


PATIENT = ("optimisation.patience=2", "optimisation.evaluations=7")
SCORES = (0.3, 0.5, 0.4, 0.5, 0.9, 0.9, 0.9)  # the second is the best when patience is over, after the fourth


@pytest.mark.usefixtures("weights_only", "here")
def test_patience_ends_a_run_and_takes_the_best(scored: Callable[[Iterable[float]], list[float]]) -> None:
    config = changed(config_here(), *PATIENT)
    left = scored(SCORES)
    state = train_reader(config)
    assert len(left) == 3
    found = checkpoints(Path("work"))
    assert len(found) == 2  # the best and the last
    best, last = (load_file(Path(f"work/checkpoint-{step}/model.safetensors")) for step in found)
    assert found[1] == 2 * found[0]
    assert same(state, {name.removeprefix("average."): w for name, w in best.items() if "average." in name})
    assert not torch.equal(best["average.piece_head.weight"], last["average.piece_head.weight"])


@pytest.mark.usefixtures("weights_only", "here")
@pytest.mark.parametrize("evaluations", [3, 4])
def test_patience_is_not_gained_by_being_interrupted(
    scored: Callable[[Iterable[float]], list[float]], kill_at: Callable[[int], None], evaluations: int
) -> None:
    """Killed after the third evaluation, or after the fourth, when it was over and no model written yet."""
    config = changed(config_here(), *PATIENT)
    scored(SCORES)
    state = train_reader(config)
    each = checkpoints(Path("work"))[0] // 2
    left = scored(SCORES)
    if evaluations == 3:
        kill_at(3 * each + 1)
        with pytest.raises(KilledError):
            train_reader(config)
    else:
        train_reader(config)
    assert same(train_reader(config, resume=True), state)
    assert len(left) == 3


@pytest.mark.usefixtures("weights_only", "here")
def test_without_patience_the_last_weights_are_taken(
    scored: Callable[[Iterable[float]], list[float]],
) -> None:
    left = scored(SCORES)
    state = train_reader(changed(config_here(), "optimisation.evaluations=7"))
    assert left == []
    last = load_file(Path(f"work/checkpoint-{checkpoints(Path('work'))[-1]}/model.safetensors"))
    assert torch.equal(last["average.piece_head.weight"], state["piece_head.weight"])


@pytest.mark.usefixtures("weights_only")
def test_an_interrupted_adaptation_begins_anew(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = here / "unlabelled"
    texts.mkdir()
    for number in range(20, 24):
        (texts / f"{number}.txt").write_text(article(number).text or "", encoding="utf-8")
    settings = (f"adapt.documents=['{texts}']", "adapt.length=32", "adapt.batch=4", "optimisation.passes=1")
    config = changed(config_here(), *settings)
    state = train_reader(config)
    assert not same(state, train_reader(changed(config, "adapt.documents=[]")))
    save = run.save_encoder

    def dying(*given: Any) -> None:
        monkeypatch.setattr(run, "save_encoder", save)
        raise KilledError

    monkeypatch.setattr(run, "save_encoder", dying)
    with pytest.raises(KilledError):
        train_reader(config)
    assert same(train_reader(config, resume=True), state)


@pytest.mark.usefixtures("weights_only", "here")
def test_documents_to_adapt_to_that_are_not_at_hand_are_said(caplog: pytest.LogCaptureFixture) -> None:
    config = changed(config_here(), "adapt.documents=['nowhere']", "optimisation.passes=1")
    with caplog.at_level(logging.WARNING, "ofsight"):
        train_reader(config)
    assert "no document to adapt to is at hand (adapt.documents)" in caplog.text


@pytest.mark.parametrize(
    ("kept", "labels"),
    [
        (("blocks", "sentences", "entities"), {"entities": ("COUNCIL", "DATE")}),
        (("findings",), {"themes": ("leadership", "supervision", "workforce"), "finding": True}),
    ],
)
def test_what_one_corpus_lacks_is_not_answered(
    here: Path, kept: tuple[str, ...], labels: dict[str, Any]
) -> None:
    """Mentions only, and findings only; the second as other tools have them, without blocks and sentences."""
    files = [
        write(f"{name}.jsonl", (only(article(number), *kept) for number in numbers))
        for name, numbers in (("train", range(6)), ("dev", range(6, 9)))
    ]
    values = tiny_values(here, train=files[:1], dev=files[1:], pipeline={"read": {"reader": "network"}})
    values["optimisation"] |= {"passes": 12, "evaluations": 1}
    trained = train_reader(parse_reader_config(values, where="here"))
    stage = ofsight.load(trained.folder).get_pipe("ofsight_read")
    assert {name: getattr(stage.label_sets, name) for name in labels} == labels
    assert stage.label_sets.quotations is False
    record = Record.from_doc(ofsight.load(trained.folder)(TEXT))
    assert record.quotations == ()
    answered, other = ("entities", "findings") if "entities" in kept else ("findings", "entities")
    assert len(getattr(record, answered)) > 0.6 * len(getattr(UNSEEN, answered))
    assert getattr(record, other) == ()
    assert {name for name in trained.figures if "_" not in name} >= {answered, "score"}
    assert other not in trained.figures


@pytest.mark.usefixtures("weights_only", "here")
@pytest.mark.parametrize("layers", [("blocks", "sentences"), ()])
def test_records_without_annotations_teach_nothing(layers: tuple[str, ...]) -> None:
    train = [write("train.jsonl", (only(article(number), *layers) for number in range(2)))]
    config = parse_reader_config(tiny_values(Path(), train=train), where="here")
    with pytest.raises(TrainingError, match=r"nothing can be learned from train\.jsonl"):
        train_reader(config)


@pytest.mark.usefixtures("weights_only", "here")
@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        (["windows.total=129"], "windows.total is 129; the base base reads at most 128 pieces"),
        (["adapt.documents=['x']", "adapt.length=200"], "adapt.length is 200"),
        (["encoder.base=nowhere"], "nowhere"),
        (
            ["pipeline.findings.theme_thresholds={moorings=0.5}"],
            "no moorings in the training data, which has",
        ),
        (["pipeline.read.entities={TRUST='network'}"], "'TRUST' cannot be had from 'network'"),
        (["data.texts=nowhere", "data.train=['reports:train']"], "none of reports:train can be used"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_learned(
    settings: list[str], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an earlier run left is still there then."""
    monkeypatch.setattr(run._Run, "_optimise", None)
    kept = Path("work/checkpoint-7")
    kept.mkdir(parents=True)
    with pytest.raises(OfsightError, match=re.escape(fault)):
        train_reader(changed(config_here(), *settings))
    assert kept.is_dir()


@pytest.mark.usefixtures("here")
def test_thresholds_are_fitted_to_the_scores_of_whoever_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network's would be wrong for the rules."""
    stored: list[Any] = []
    monkeypatch.setattr(run, "store_model", lambda *given, **checksums: stored.append(given[4]))
    # The network itself in the place of its file.
    monkeypatch.setattr(run, "export_network", lambda network: network)
    monkeypatch.setattr(run, "quantize_network", lambda network, windows: network)
    monkeypatch.setattr(run, "OnnxNetwork", run.torch_network)
    for who in ("network", "rules"):
        settings = (f"pipeline.read.sentences={who}", "optimisation.passes=1", "optimisation.evaluations=1")
        train_reader(changed(config_here(), *settings))
    of_network, of_rules = stored
    assert set(of_network.themes) == {"leadership", "supervision", "workforce"}
    assert of_rules is None
