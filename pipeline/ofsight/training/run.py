"""One training run, from a configuration to a model directory."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import load_file
from transformers import TrainingArguments, set_seed

from ofsight.errors import TrainingError
from ofsight.pipeline import load
from ofsight.read.network.inputs import Network
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.pieces import PieceTokenizer
from ofsight.read.network.reader import NetworkReader
from ofsight.read.network.runtime import OnnxNetwork

from .adapt import adapt_encoder, pack_text, save_encoder
from .base import encoder_config, find_base, load_encoder
from .config import ReaderConfig
from .corpus import load_corpus
from .documents import TrainingDocument, label_sets
from .export import export_network
from .fitting import fit_reader, refuse_unknown_themes
from .lacks import describe_lacks
from .network import LossWeights, ReaderNetwork
from .prepare import Preparer, unlabelled_sentences
from .quantize import quantize_network, sample_windows
from .schedule import Schedule
from .scorer import SCORE, Scorer
from .store import findings_settings, store_model
from .trainer import Patience, ReaderTrainer, WeightedReader, torch_network
from .words import learn_words
from .work import WEIGHTS, Checkpoint, WorkFolder

_log = logging.getLogger(__name__)
TOKENIZER: Final = "tokenizer.json"
_SCORE: Final = f"eval_{SCORE}"
_WARM_UP: Final = 0.1


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """What a run leaves.

    Attributes
    ----------
    folder : Path
        The model directory.
    figures : dict of str to float
        On the development documents, of the model as it is stored.
    unquantised : dict of str to float
        The same of the network before it was turned to eight-bit integers.
    """

    folder: Path
    figures: dict[str, float]
    unquantised: dict[str, float]


def train_reader(config: ReaderConfig, *, resume: bool = False, progress: bool = False) -> TrainedModel:
    """Train a reader and write its model directory.

    Parameters
    ----------
    config : ReaderConfig
        What to do.
    resume : bool
        Go on from the last checkpoint in ``config.work``; it must be of the same configuration.
    progress : bool
        Show bars.

    Returns
    -------
    TrainedModel
        Where it is and how good.

    Raises
    ------
    TrainingError
        When the data, the base or the checkpoint cannot be used.
    """
    return _Run(config, progress=progress).train(resume=resume)


class _Run:
    """The state of one run."""

    def __init__(self, config: ReaderConfig, *, progress: bool) -> None:
        self.config = config
        self.work = WorkFolder(config.work, score=_SCORE)
        self.progress = progress
        if config.optimisation.threads:
            torch.set_num_threads(config.optimisation.threads)
        set_seed(config.seed)
        self.bf16 = _bf16(config.optimisation.precision)
        self.base = find_base(config.encoder.base)
        self.tokenizer = PieceTokenizer.from_file(self.base / TOKENIZER)
        self.nlp = load("rules")
        self._check_lengths()

    def _check_lengths(self) -> None:
        longest = encoder_config(self.base, dropout=0.0).max_position_embeddings
        for key, wanted in (
            ("windows.total", self.config.windows.total),
            ("adapt.length", self.config.adapt.length if self.config.adapt.documents else 0),
        ):
            if wanted > longest:
                raise TrainingError(f"{key} is {wanted}; the base {self.base} reads at most {longest} pieces")

    def train(self, *, resume: bool) -> TrainedModel:
        """Do everything, or what is left to do."""
        config = self.config
        train = load_corpus(config.data.train, texts=config.data.texts)
        dev = load_corpus(config.data.dev, texts=config.data.texts)
        checksums = {"train": train.checksum(), "dev": dev.checksum()}
        checkpoint = self.work.resume(config, checksums) if resume else None
        labels = label_sets(train.sources)
        preparer = Preparer(self.nlp, self.tokenizer, config.encoder.features)
        documents, losses = preparer.training(train, labels)
        for line in describe_lacks(train, dev, labels, losses):
            _log.warning("%s", line)
        schedule = Schedule(
            documents,
            labels=labels,
            tokenizer=self.tokenizer,
            features=config.encoder.features,
            size=config.windows.size(),
            passes=config.optimisation.passes,
            batch=config.optimisation.batch,
            withheld=config.optimisation.withheld_hints,
            seed=config.seed,
        )
        if not len(schedule):
            raise TrainingError(
                f"nothing can be learned from {', '.join(config.data.train)}: no sentence of a body is"
                " annotated with entities, quotations or findings"
            )
        refuse_unknown_themes(config, labels)
        scorer = Scorer(preparer.development(dev, labels), self.nlp, config.pipeline.read.division(labels))
        scorer.configure(findings_settings(config))
        if not resume:
            self.work.begin(config, checksums)
        trained = self._optimise(self._network(labels, checkpoint), schedule, scorer, checkpoint)
        return self._finish(trained, scorer, documents, checksums)

    def _network(self, labels: LabelSets, checkpoint: Checkpoint | None) -> ReaderNetwork:
        """Make the network, on an encoder that is adapted first where that is asked for and possible."""
        encoder = encoder_config(self.base, dropout=self.config.encoder.dropout)
        network = ReaderNetwork(
            encoder, labels, self.config.encoder.features, dropout=self.config.encoder.dropout
        )
        if checkpoint is None:  # otherwise it has the weights
            adapted = self.work.adapted
            if not adapted.is_dir():
                self._adapt(adapted)
            start = adapted if adapted.is_dir() else self.base
            network.encoder.load_state_dict(load_encoder(start, encoder).state_dict())
        return network

    def _adapt(self, folder: Path) -> None:
        config = self.config.adapt
        if not config.documents:
            return
        sentences = list(unlabelled_sentences(config, self.nlp, self.tokenizer))
        if not sentences:
            _log.warning("no document to adapt to is at hand (adapt.documents): that step is left out")
            return
        rows = pack_text(sentences, self.tokenizer, config.length)
        steps = int(config.passes * -(-len(rows) // config.batch))
        _log.info("adapting the encoder to %d sentences: %d steps", len(sentences), steps)
        encoder = load_encoder(self.base, encoder_config(self.base, dropout=0.0))
        unfinished = folder.with_name(f"{folder.name}-unfinished")
        arguments = self._arguments(
            output_dir=str(unfinished),
            per_device_train_batch_size=config.batch,
            learning_rate=config.learning_rate,
            warmup_steps=int(_WARM_UP * steps),
            num_train_epochs=config.passes,
            logging_steps=max(steps // 20, 1),
            save_strategy="no",
        )
        adapt_encoder(encoder, rows, self.tokenizer, arguments, share=config.masked)
        save_encoder(encoder, self.tokenizer, unfinished)
        unfinished.rename(folder)

    def _optimise(
        self, network: ReaderNetwork, schedule: Schedule, scorer: Scorer, checkpoint: Checkpoint | None
    ) -> ReaderNetwork:
        config = self.config.optimisation
        steps = -(-len(schedule) // config.batch)
        each = -(-steps // config.evaluations)
        arguments = self._arguments(
            output_dir=str(self.work.path),
            per_device_train_batch_size=config.batch,
            learning_rate=config.learning_rate,
            weight_decay=config.weight_decay,
            warmup_steps=int(config.warm_up * steps),
            num_train_epochs=1,  # the schedule holds all passes
            logging_steps=max(steps // 50, 1),
            eval_strategy="steps",
            eval_steps=each,
            save_strategy="steps",
            save_steps=each,
            save_total_limit=2,
            metric_for_best_model=_SCORE,  # the best checkpoint is kept
            greater_is_better=True,
        )

        def score(function: Network) -> dict[str, float]:
            reader = self._reader(network.labels, function)
            return scorer.figures(reader, scorer.logits(reader))

        weights = LossWeights(**self.config.weights.model_dump())
        model = WeightedReader(network, weights, decay=config.averaging)
        trainer = ReaderTrainer(
            model,
            arguments,
            schedule=schedule,
            pad=self.tokenizer.pad,
            score=score,
            head_rate=config.head_rate,
            callbacks=[Patience(config.patience, _SCORE)] if config.patience else [],
        )
        if checkpoint is None or not checkpoint.is_last(config.patience):
            trainer.train(resume_from_checkpoint=str(checkpoint.path) if checkpoint else None)
            checkpoint = self.work.last_checkpoint()
        if checkpoint is None:
            raise TrainingError(f"{self.work.path}: the checkpoints of this run have gone")
        chosen = checkpoint.best if config.patience else checkpoint.path
        model.load_state_dict(load_file(chosen / WEIGHTS))
        return model.average.cpu()

    def _finish(
        self,
        network: ReaderNetwork,
        scorer: Scorer,
        documents: Sequence[TrainingDocument],
        checksums: Mapping[str, str],
    ) -> TrainedModel:
        """Learn the words, fit scores and thresholds on what will run, and write the model directory."""
        labels = network.labels
        words = learn_words(self.config.words, documents, labels)
        plain = self._reader(labels, torch_network(network))
        before = fit_reader(self.config, scorer, plain, words)
        seen = sample_windows([document.prepared for document in documents], plain)
        content = quantize_network(export_network(network), seen)
        fitted = fit_reader(self.config, scorer, self._reader(labels, OnnxNetwork(content)), words)
        store_model(self.config, self.nlp, fitted.reader, content, fitted.thresholds, checksums=checksums)
        return TrainedModel(self.config.output, figures=fitted.figures, unquantised=before.figures)

    def _reader(self, labels: LabelSets, network: Network) -> NetworkReader:
        size = self.config.windows.size()
        return NetworkReader(network, self.tokenizer, labels, self.config.encoder.features, size)

    def _arguments(self, **settings: Any) -> TrainingArguments:
        return TrainingArguments(
            use_cpu=not torch.cuda.is_available(),
            bf16=self.bf16,
            lr_scheduler_type="linear",
            seed=self.config.seed,
            report_to=[],
            disable_tqdm=not self.progress,
            dataloader_pin_memory=torch.cuda.is_available(),
            label_names=[],
            **settings,
        )


def _bf16(precision: str) -> bool:
    """Tell whether to train in bf16; ``auto``: where the GPU or the processor computes in it."""
    if precision != "auto":
        return precision == "bf16"
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    # torch asks these of itself before it chooses kernels; it has no public name for them.
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
