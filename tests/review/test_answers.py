"""What comes back from tools is not always what went out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.review.made import (
    label_studio_export,
    plan_of,
    prodigy_export,
    record,
    write_export,
    write_run,
)

from ofsight.errors import ReviewError
from ofsight.formats import export
from ofsight.record import Record
from ofsight.record.io import without_text
from ofsight.review import Run, read_plan, read_review, write_gold
from ofsight.review.loop import WRITERS, Review
from ofsight.review.plan import Plan
from ofsight.review.tasks import make_tasks

Export = list[dict[str, Any]]


class Desk:
    """A run with its plan and tasks for one tool, and a way to read back what became of them."""

    def __init__(self, folder: Path, tool: str) -> None:
        self.folder, self.tool = folder, tool
        self.run: Record = record()
        self.path = write_run(folder / "out.jsonl", [self.run])
        self.plan: Plan = plan_of([self.run])
        self.tasks = folder / ("tasks.json" if tool == "label-studio" else "tasks.jsonl")
        self.files = WRITERS[tool](make_tasks([self.run], self.plan), self.plan, self.tasks)

    def export(self, annotator: str = "ann") -> Export:
        make = label_studio_export if self.tool == "label-studio" else prodigy_export
        return make(self.tasks, annotator)

    def read(self, export: Export, **options: Any) -> Review:
        path = write_export(self.folder / f"export{self.tasks.suffix}", export)
        return read_review(Run(self.path), path, self.plan, **options)


@pytest.fixture
def studio(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "label-studio")


@pytest.fixture
def prodigy(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "prodigy")


def results(export: Export, task: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = export[task]["annotations"][0]["result"]
    return found


def control(export: Export, task: int, name: str) -> dict[str, Any]:
    (found,) = [item["value"] for item in results(export, task) if item["from_name"] == name]
    return found


def test_a_reviewer_corrects_theme_polarity_and_an_entity(studio: Desk) -> None:
    export = studio.export()
    control(export, 0, "themes")["choices"] = ["workforce"]
    control(export, 0, "polarity")["choices"] = ["mixed"]
    for item in results(export, 0):
        if item["id"] == "entity-0":
            item["value"] |= {"start": 41, "end": 49}
            item["value"] |= {"text": "31 cases"} if item["type"] == "labels" else {}
    export[1]["annotations"][0]["result"] = []
    review = studio.read(export)
    assert [(change.kind, change.before, change.after, change.text) for change in review.changes] == [
        ("theme changed", "caseloads", "workforce", studio.run.text[:55] if studio.run.text else ""),
        ("polarity", "weakness", "mixed", studio.run.text[:55] if studio.run.text else ""),
        ("entity moved", "41-43 QUANTITY = 31 count", "QUANTITY = 31 count", "31 cases"),
        (
            "finding removed",
            "management_oversight; weakness; inspectorate; E06000006",
            "",
            "Inspectors found that managers rarely check plans.",
        ),
    ]
    assert [change.random for change in review.changes] == [True, True, True, False]
    values = {figure.title: figure.estimate.value for figure in review.figures}
    assert values["Findings, F1"] == 1  # what was removed was not drawn at random
    assert values["Polarity, accuracy"] == 0.5


def test_choices_of_prodigy_are_themes_polarity_source_and_councils(prodigy: Desk) -> None:
    export = prodigy.export()
    assert export[0]["accept"] == [
        "theme:caseloads",
        "polarity:weakness",
        "source:article",
        "council:E06000006",
    ]
    assert {"id": "council:E06000006", "text": "council:Halton"} in export[0]["options"]
    export[0]["accept"] = ["source:council", "theme:workforce", "polarity:mixed"]
    export[4]["accept"] = ["council:E06000006"]
    export[4]["spans"] = [{"start": 2, "end": 11, "label": "OFFICIAL"}]
    review = prodigy.read(export)
    assert [(change.kind, change.after) for change in review.changes] == [
        ("theme changed", "workforce"),
        ("polarity", "mixed"),
        ("source", "council"),
        ("councils", ""),
        ("entity added", "OFFICIAL"),
    ]
    assert "councils of sentences without a theme, left out" in review.answers.notes


def test_tasks_that_were_left_or_skipped_are_left_out_and_counted(studio: Desk) -> None:
    export = studio.export()
    export[0]["annotations"] = []
    export[1]["annotations"][0]["was_cancelled"] = True
    review = studio.read(export)
    assert review.sentences == 3
    assert review.random == 2
    assert not review.answers.failures
    assert len(review.gold[0].sentences) == 3


def test_prodigy_s_ignored_and_rejected_tasks_are_left_out(prodigy: Desk) -> None:
    export = prodigy.export()
    export[0]["answer"], export[1]["answer"] = "ignore", "reject"
    del export[2]["answer"]
    assert prodigy.read(export).sentences == 2


def _edited(export: Export) -> None:
    export[0]["data"]["text"] = export[0]["data"]["text"].replace("31", "41")
    results(export, 0)[:] = [item for item in results(export, 0) if not item["id"].startswith("entity")]


def _outside(export: Export) -> None:
    results(export, 0)[0]["value"] |= {"start": 400, "end": 410, "text": None}


def _other_words(export: Export) -> None:
    results(export, 0)[0]["value"] |= {"text": "99"}


def _html_region(export: Export) -> None:
    results(export, 0)[0]["value"] |= {"start": "/div[1]/p[1]/text()[1]"}


def _unknown_polarity(export: Export) -> None:
    control(export, 0, "polarity")["choices"] = ["awful"]


def _no_code(export: Export) -> None:
    control(export, 0, "councils")["text"] = ["Halton, I think"]


def _other_task(export: Export) -> None:
    export[0]["data"]["id"] = "elsewhere:0-5"


def _no_task(export: Export) -> None:
    export[0]["data"]["id"] = "no id of ours"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_edited, "its text was edited"),
        (_outside, "does not lie in the text"),
        (_other_words, "the text was changed after it was labelled"),
        (_html_region, "label it with a Text tag"),
        (_unknown_polarity, "none of weakness, strength"),
        (_no_code, "councils[0]"),
        (_other_task, "none of this review"),
        (_no_task, "none of this review"),
    ],
)
def test_a_spoilt_task_is_refused_and_the_others_are_read(
    studio: Desk, spoil: Callable[[Export], None], message: str
) -> None:
    export = studio.export()
    spoil(export)
    review = studio.read(export)
    (failure,) = review.answers.failures
    assert message in failure.message
    assert "export.json" in failure.message
    assert review.sentences == 4


def test_a_run_that_was_made_anew_of_other_texts_is_refused(studio: Desk) -> None:
    other = record(sentences=("Something else is written here now.", "And here."))
    write_run(studio.path, [other])
    with pytest.raises(ReviewError, match=r"no answered task .*another text of this document"):
        studio.read(studio.export())
    write_run(studio.path, [record("elsewhere")])
    with pytest.raises(ReviewError, match="no such document"):
        studio.read(studio.export())


def test_sentences_cut_otherwise_are_refused(studio: Desk) -> None:
    run = studio.run
    write_run(studio.path, [run.model_copy(update={"sentences": run.sentences[1:], "findings": ()})])
    review = studio.read(studio.export())
    assert "cuts its sentences otherwise" in review.answers.failures[0].message
    assert review.sentences == 4


def test_an_export_of_another_review_says_what_to_do(studio: Desk, tmp_path: Path) -> None:
    export = studio.export()
    for number, task in enumerate(export):
        task["data"]["id"] = f"{number}"
    with pytest.raises(ReviewError, match="not JSON-MIN"):
        studio.read(export)
    with pytest.raises(ReviewError, match="holds no answered task"):
        studio.read([task | {"annotations": []} for task in studio.export()])


def test_two_reviewers_agree_or_not_and_one_of_them_is_gold(studio: Desk) -> None:
    export = studio.export("zoe")
    second = studio.export("ann")
    control(second, 0, "polarity")["choices"] = ["mixed"]
    for task, other in zip(export[:2], second[:2], strict=True):
        task["annotations"] += other["annotations"]
    review = studio.read(export)
    assert review.preferred == "zoe"  # did most
    tasks, figures = review.agreement["ann", "zoe"]
    assert tasks == 2
    assert {figure.title: figure.estimate.value for figure in figures}["Polarity, accuracy"] == 0.5
    assert review.changes == []
    preferred = studio.read(export, prefer=["ann"])
    assert [change.kind for change in preferred.changes] == ["polarity"]


def test_new_labels_are_told(studio: Desk) -> None:
    export = studio.export()
    control(export, 0, "themes")["choices"] = ["caseloads", "parking"]
    review = studio.read(export)
    assert review.new_labels == ["parking"]
    assert [(change.kind, change.after) for change in review.changes] == [("theme added", "parking")]


def test_text_of_documents_is_escaped_in_what_tools_show(prodigy: Desk, tmp_path: Path) -> None:
    shown = prodigy.export()[4]["html"]
    assert "&lt;b&gt;the figures&lt;/b&gt;" in shown
    assert "<b>" not in shown
    root = etree.fromstring(
        WRITERS["label-studio"](
            make_tasks([prodigy.run], prodigy.plan), prodigy.plan, tmp_path / "studio.json"
        )[1].read_bytes()
    )
    assert root.xpath("//Choices[@name='themes']/Choice/@value") == list(prodigy.plan.themes)


def test_tasks_do_not_tell_which_were_drawn_at_random(studio: Desk, prodigy: Desk) -> None:
    shown = studio.tasks.read_text() + prodigy.tasks.read_text()
    assert "random" not in shown
    assert "doubt" not in shown


def test_texts_apart_from_the_run_are_put_back_and_the_gold_is_without(studio: Desk, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "larkfield.txt").write_text(studio.run.text or "", encoding="utf-8")
    write_run(studio.path, [without_text(studio.run)])
    export = write_export(tmp_path / "export.json", studio.export())
    review = read_review(Run(studio.path, texts), export, studio.plan)
    assert review.gold[0].text is None
    write_gold(review, tmp_path / "gold.jsonl")
    assert "Larkfield council" not in (tmp_path / "gold.jsonl").read_text()
    with pytest.raises(ReviewError, match="--texts"):
        read_review(Run(studio.path), export, studio.plan)


def test_a_run_may_be_a_folder_of_shards_or_parquet(studio: Desk, tmp_path: Path) -> None:
    shards = tmp_path / "shards"
    shards.mkdir()
    write_run(shards / "out-00001.jsonl.gz", [studio.run])
    write_run(shards / "out-00002.jsonl", [record("other")])
    assert [item.id for item in Run(shards)] == ["larkfield", "other"]
    export([studio.run], tmp_path / "out.parquet")
    assert list(Run(tmp_path / "out.parquet")) == [studio.run]


def test_a_repeated_id_in_the_run_is_refused(studio: Desk) -> None:
    write_run(studio.path, [studio.run, studio.run])
    with pytest.raises(ReviewError, match="stands twice"):
        studio.read(studio.export())


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"schema": "ofsight-review/1"}', '{"schema": "ofsight-review/2", "tasks": []}'],
)
def test_what_is_no_plan_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tasks.plan.json"
    path.write_text(content)
    with pytest.raises(ReviewError, match=r"tasks\.plan\.json"):
        read_plan(path)


def test_a_plan_reads_back(studio: Desk, tmp_path: Path) -> None:
    path = tmp_path / "tasks.plan.json"
    studio.plan.write(path)
    assert read_plan(path) == studio.plan
    content = json.loads(path.read_text())
    content["tasks"].append(content["tasks"][0])
    path.write_text(json.dumps(content))
    with pytest.raises(ReviewError, match="damaged"):
        read_plan(path)
    content["tasks"] = [{**content["tasks"][0], "start": "0"}]
    path.write_text(json.dumps(content))
    with pytest.raises(ReviewError, match="damaged"):
        read_plan(path)
