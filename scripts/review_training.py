"""Does training on reviewed sentences help more where they were chosen? The gold stands in for the reviewer.

    python scripts/review_training.py POOL... --out build/review
    python scripts/review_training.py POOL... --out build/review --mode train --base DATA...

The POOL is annotated material that the model has not seen: sources of articles (.ann) or passages (.psg),
records, or CORPUS:SPLIT. The model annotates it; 200 sentences are chosen as ``ofsight review`` does, and as
many drawn at random, several times over; the gold of these sentences, and of nothing else in the pool, joins
the training data of the configuration. Beside these stand training without them and with the whole pool,
which is as much as any review of it could bring. Scored are the development documents of the configuration.

``--mode refit``: the network of the model stays, words, scores and thresholds are learned anew, as
``ofsight train --network`` does: minutes for all. ``--mode train``: networks are trained from the encoder,
one a training set, as ``ofsight train`` does: hours on a processor. With ``--base`` a model is trained on
these data alone first, which then annotates the pool: so the pool can be what the shipped one has seen.

Thresholds are fitted on the development documents for each of them alike: compare the figures with each
other, not with those of unseen documents.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from scripts.reviewing.simulate import annotated_places, gold_of, predict, review_all  # noqa: E402

from ofsight.data import load_records  # noqa: E402
from ofsight.model_files import DEFAULT_MODEL, find_model  # noqa: E402
from ofsight.pipeline import load  # noqa: E402
from ofsight.read.network.store import ReaderFiles  # noqa: E402
from ofsight.record import Record  # noqa: E402
from ofsight.record.io import RecordWriter  # noqa: E402
from ofsight.review.choose import Candidate, Choice, choose  # noqa: E402
from ofsight.review.gold import gold_record  # noqa: E402
from ofsight.review.places import Place  # noqa: E402
from ofsight.review.run import assess  # noqa: E402
from ofsight.review.worth import standard_weights  # noqa: E402
from ofsight.training.config import ReaderConfig, parse_reader_config, read_toml, set_keys  # noqa: E402
from ofsight.training.corpus import load_corpus  # noqa: E402
from ofsight.training.fitting import fit_reader  # noqa: E402
from ofsight.training.prepare import Preparer  # noqa: E402
from ofsight.training.scorer import Scorer  # noqa: E402
from ofsight.training.store import READ, findings_settings  # noqa: E402
from ofsight.training.words import learn_words  # noqa: E402

SENTENCES = 200
SEEDS = 3
NOTHING, EVERYTHING, CHOSEN, RANDOM = "nothing", "whole pool", "chosen", "random"
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Pool:
    """Annotated documents, what a model makes of them, and the sentences that can be reviewed."""

    gold: dict[str, Record]
    run: dict[str, Record]
    candidates: list[Candidate]
    entities: frozenset[str]

    def write(self, places: Iterable[Place], path: Path) -> None:
        """Write the gold of some sentences, as ``ofsight review --read`` does."""
        wanted: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            wanted[place.document].append(place)
        with RecordWriter(path) as writer:
            for name, each in sorted(wanted.items()):
                known = name in self.entities
                done = review_all(self.gold[name], self.run[name], each, entities=known)
                found = gold_record(done, with_text=True)
                # Where the pool is not annotated with entities, nobody said that these are right.
                writer.write(found if known else found.model_copy(update={"entities": ()}))


def make_pool(paths: Sequence[str], model: str, texts: Path | None) -> Pool:
    """Annotate the pool with the model."""
    gold: dict[str, Record] = {}
    entities: set[str] = set()
    for path in paths:
        found = gold_of([path], texts)
        gold |= {record.id: record for record in found}
        if any(record.entities for record in found):
            entities |= {record.id for record in found}
    run = {record.id: record for record in predict(list(gold.values()), model)}
    inside = {place for name, record in gold.items() for place in annotated_places(record, run[name])}
    assessed = assess(iter(run.values()), model=model)
    candidates = [candidate for candidate in assessed.candidates if candidate.place in inside]
    return Pool(gold, run, candidates, frozenset(entities))


def reviews(pool: Pool, sentences: int, seeds: int) -> Iterator[tuple[str, list[Place]]]:
    """Yield the sentences of each review, with what to call it."""
    places = sorted(candidate.place for candidate in pool.candidates)
    chosen = choose(pool.candidates, Choice(sentences=sentences, random=0), standard_weights())
    yield CHOSEN, [item.candidate.place for item in chosen]
    for seed in range(seeds):
        yield f"{RANDOM} {seed}", random.Random(seed).sample(places, sentences)  # noqa: S311  # no secret
    yield EVERYTHING, places


class Refitting:
    """Learns words, scores and thresholds anew beside the network of a model.

    Training and development documents are prepared once for all reviews.
    """

    def __init__(self, config: ReaderConfig, model: str) -> None:
        self._config = config
        self._reader = ReaderFiles.read(find_model(model) / READ).open(threads=1)
        self._nlp = load("rules")
        self._preparer = Preparer(self._nlp, self._reader.tokenizer, self._reader.features)
        train = load_corpus(config.data.train, texts=config.data.texts)
        dev = load_corpus(config.data.dev, texts=config.data.texts)
        labels = self._reader.labels
        self._documents, _ = self._preparer.training(train, labels)
        division = config.pipeline.read.division(labels)
        self._scorer = Scorer(self._preparer.development(dev, labels), self._nlp, division)

    def __call__(self, gold: Path | None) -> Figures:
        """Return the figures with the gold of one review added to the training data."""
        documents = list(self._documents)
        labels = self._reader.labels
        if gold is not None:
            documents += self._preparer.training(load_corpus([str(gold)], texts=None), labels)[0]
        self._scorer.configure(findings_settings(self._config))
        words = learn_words(self._config.words, documents, labels)
        return fit_reader(self._config, self._scorer, self._reader, words).figures


class Training:
    """Trains a network for each review."""

    def __init__(self, values: dict[str, Any], where: str, out: Path) -> None:
        self._values, self._where, self._out = values, where, out

    def __call__(self, gold: Path | None) -> Figures:
        """Return the figures of a model trained with the gold of one review added to the training data."""
        from ofsight.training import train_reader

        name = "base" if gold is None else gold.stem
        data = dict(self._values["data"])
        data["train"] = [*data["train"], *([str(gold)] if gold is not None else [])]
        places = {"output": str(self._out / name), "work": str(self._out / f"{name}-work")}
        config = parse_reader_config({**self._values, **places, "data": data}, where=self._where)
        return train_reader(config, resume=False, progress=False).figures


def measure(
    learn: Callable[[Path | None], Figures],
    pool: Pool,
    options: argparse.Namespace,
    found: dict[str, Figures],
) -> None:
    """Learn from every review, and write what came of it after each."""
    for name, places in reviews(pool, options.sentences, options.seeds):
        gold = options.out / f"{name.replace(' ', '-')}.jsonl"
        pool.write(places, gold)
        found[name] = learn(gold)
        print(f"{name}: {len(places)} sentences, {found[name]}", file=sys.stderr, flush=True)
        (options.out / "training.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def table(found: Mapping[str, Figures]) -> Iterator[str]:
    """Yield a Markdown table: what each training set reaches; random ones as mean and standard deviation."""
    drawn = [figures for name, figures in found.items() if name.startswith(RANDOM)]
    yield f"| trained also on | {NOTHING} | {CHOSEN} | {RANDOM}, {len(drawn)} draws | {EVERYTHING} |"
    yield "|---|---|---|---|---|"
    for figure in found[NOTHING]:
        values = [figures[figure] for figures in drawn]
        spread = stdev(values) if len(values) > 1 else 0.0
        nothing, chosen, everything = (found[name][figure] for name in (NOTHING, CHOSEN, EVERYTHING))
        yield (
            f"| {figure} | {nothing:.4f} | {chosen:.4f} | {fmean(values):.4f} ± {spread:.4f}"
            f" | {everything:.4f} |"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Choose, learn, score and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pool", nargs="+", help="annotated material that the model has not seen")
    parser.add_argument("--out", type=Path, required=True, help="folder for gold, models and figures")
    parser.add_argument("--mode", choices=("refit", "train"), default="refit")
    parser.add_argument("--config", type=Path, default=ROOT / "configs/standard.toml")
    parser.add_argument("--set", dest="settings", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument(
        "--base", nargs="+", help="with --mode train: data of a first model, which then annotates"
    )
    parser.add_argument("--model", default=DEFAULT_MODEL, help="annotates the pool; with refit, its network")
    parser.add_argument("--sentences", type=int, default=SENTENCES)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="random reviews")
    options = parser.parse_args(arguments)
    values = set_keys(read_toml(options.config), options.settings)
    options.out.mkdir(parents=True, exist_ok=True)
    found: dict[str, Figures] = {}
    if options.mode == "refit":
        if options.base:
            parser.error("--base goes with --mode train")
        refuse_seen(options.pool)
        learn: Callable[[Path | None], Figures] = Refitting(
            parse_reader_config(values, where=str(options.config)), options.model
        )
        found[NOTHING] = learn(None)
        model = options.model
    else:
        if options.base:
            values = {**values, "data": {**values["data"], "train": options.base}}
        learn = Training(values, str(options.config), options.out)
        found[NOTHING] = learn(None)
        model = str(options.out / "base")
    print(f"{NOTHING}: {found[NOTHING]}", file=sys.stderr, flush=True)
    pool = make_pool(options.pool, model, values["data"].get("texts"))
    print(f"pool: {len(pool.gold)} documents, {len(pool.candidates)} sentences", flush=True)
    measure(learn, pool, options, found)
    print("\n".join(table(found)))
    return 0


def refuse_seen(pool: Sequence[str]) -> None:
    """Stop where the shipped network was trained on a document of the pool."""
    seen = {record.id for record in load_records("news", "train")}
    known = sorted(seen.intersection(record.id for record in gold_of(pool)))
    if known:
        sys.exit(f"{known[0]}: the shipped network was trained on it; use --mode train with --base")


if __name__ == "__main__":
    sys.exit(main())
