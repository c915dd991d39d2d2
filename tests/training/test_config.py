from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.errors import TrainingError
from ofsight.findings.decide import Decisions
from ofsight.read.combine import Division
from ofsight.read.network.labels import LabelSets
from ofsight.training.config import (
    FindingsConfig,
    ReaderConfig,
    Section,
    parse_reader_config,
    read_toml,
    set_keys,
)

ROOT = Path(__file__).resolve().parents[2]
LABELS = LabelSets(entities=("DATE", "HOME"), finding=True, themes=("medicines",))


def values(**top: Any) -> dict[str, Any]:
    data = {"train": ["a.jsonl"], "dev": ["b.jsonl"]}
    return {"kind": "reader", "name": "own", "output": "out", "work": "work", "data": data, **top}


def parsed(**top: Any) -> ReaderConfig:
    return parse_reader_config(values(**top), where="own.toml")


@pytest.mark.parametrize(
    "path",
    [p for folder in ("configs", "docs/tutorials") for p in sorted((ROOT / folder).glob("*.toml"))],
    ids=lambda path: path.name,
)
def test_the_configurations_of_the_project_are_right(path: Path) -> None:
    given = read_toml(path)
    if given["kind"] == "reader":
        parse_reader_config(given, where=str(path))


def sections(section: type[Section]) -> set[type[Section]]:
    inner = {field.annotation for field in section.model_fields.values()}
    below = [sections(kind) for kind in inner if isinstance(kind, type) and issubclass(kind, Section)]
    return {section}.union(*below)


def test_every_key_says_what_it_is_for() -> None:
    found = sections(ReaderConfig)
    assert len(found) > 8
    for section in found:
        assert section.__doc__
        for name, field in section.model_fields.items():
            if field.annotation not in found:
                assert field.description, f"{section.__name__}.{name}"


def test_what_is_not_given_has_a_default_and_the_rest_is_asked_for() -> None:
    config = parsed()
    assert (config.seed, config.windows.total, config.optimisation.precision) == (1, 256, "auto")
    for name in ("kind", "name", "output", "work", "data"):
        with pytest.raises(TrainingError, match=f"^own.toml: {name}: is missing$"):
            parse_reader_config({k: v for k, v in values().items() if k != name}, where="own.toml")


def test_all_faults_are_named_at_once_each_by_its_key() -> None:
    with pytest.raises(TrainingError) as caught:
        parsed(
            colour="red",
            seed=-1,
            data={"train": ["news", "a"], "dev": [], "text": "x"},
            encoder={"features": ["shape", "smell"], "dropout": 1.0},
            windows={"total": 60},
            optimisation={"passes": "many", "precision": "int8", "batch": 0},
            weights={"themes": -1},
            adapt={"length": 3, "masked": 0},
            pipeline={"read": {"reader": "rules", "sentences": "nobody"}, "findings": {"finding": 0.5}},
        )
    message = str(caught.value)
    assert message.startswith("own.toml: ")
    for key, words in {
        "colour": "there is no such key",
        "seed": "greater than or equal to 0",
        "data.train": "'news' names no split of this corpus",
        "data.dev": "at least 1 item",
        "data.text": "there is no such key",
        "encoder.features": "no smell",
        "encoder.dropout": "less than 1",
        "windows": "a window of 60 pieces",
        "optimisation.passes": "valid integer",
        "optimisation.precision": "'auto', 'bf16' or 'float32'",
        "optimisation.batch": "greater than or equal to 1",
        "weights.themes": "greater than or equal to 0",
        "adapt.length": "greater than or equal to 8",
        "adapt.masked": "greater than 0",
        "pipeline.read.reader": "'network' or 'both'",
        "pipeline.read.sentences": "'rules' or 'network'",
        "pipeline.findings.finding": "there is no such key",
    }.items():
        assert re.search(rf"(; |toml: ){re.escape(key)}: [^;]*{re.escape(words)}", message), key
    assert "Value error" not in message


@pytest.mark.parametrize("name", ["news", "news:all", "reports:", "report_entities:training"])
def test_a_corpus_is_not_named_without_its_split(name: str) -> None:
    """All of it would be its test split too."""
    with pytest.raises(TrainingError, match=r"data\.train: .* names no split"):
        parsed(data={"train": [name], "dev": ["b.jsonl"]})


def test_nothing_is_both_learned_from_and_scored_on() -> None:
    with pytest.raises(TrainingError, match=r"data: train and dev both name a\.jsonl, news:dev"):
        parsed(data={"train": ["a.jsonl", "news:dev"], "dev": ["news:dev", "b.jsonl", "a.jsonl"]})


def test_a_feature_is_not_named_twice() -> None:
    with pytest.raises(TrainingError, match=r"encoder\.features: a feature is named twice"):
        parsed(encoder={"features": ["shape", "shape"]})
    assert parsed(encoder={"features": []}).encoder.features == ()


@pytest.mark.parametrize("name", ["Own", "own model", "1st", "", "öwn"])
def test_names_are_those_of_packages(name: str) -> None:
    with pytest.raises(TrainingError, match=r"own\.toml: name: "):
        parsed(name=name)


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"none\.toml: cannot be read as a configuration: .*No such file"):
        read_toml(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("kind = ", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"bad\.toml: cannot be read as a configuration: Invalid value"):
        read_toml(tmp_path / "bad.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(TrainingError, match=r"bytes\.toml: cannot be read as a configuration"):
        read_toml(tmp_path / "bytes.toml")


@pytest.mark.parametrize(
    ("setting", "place", "value"),
    [
        ("seed=3", ("seed",), 3),
        (" optimisation.passes = 4 ", ("optimisation", "passes"), 4),
        ("optimisation.precision=bf16", ("optimisation", "precision"), "bf16"),
        ('optimisation.precision="bf16"', ("optimisation", "precision"), "bf16"),
        ("data.train=['x', 'y']", ("data", "train"), ["x", "y"]),
        ("pipeline.findings={source='reader'}", ("pipeline", "findings"), {"source": "reader"}),
        ("pipeline.read.entities.DATE=rules", ("pipeline", "read", "entities", "DATE"), "rules"),
        ("description=a = b, c", ("description",), "a = b, c"),
        ("output=../my models/a", ("output",), "../my models/a"),
        ("description=", ("description",), ""),
    ],
)
def test_a_key_is_set_to_what_toml_makes_of_it_or_to_the_words(
    setting: str, place: tuple[str, ...], value: object
) -> None:
    found: Any = set_keys(values(), [setting])
    for key in place:
        found = found[key]
    assert found == value


def test_setting_keys_leaves_the_values_given_as_they_were() -> None:
    given = values(pipeline={"read": {"threads": 1}})
    found = set_keys(given, ["pipeline.read.threads=2", "data.texts=x", "seed=1", "seed=2"])
    assert given == values(pipeline={"read": {"threads": 1}})
    assert found["pipeline"]["read"] == {"threads": 2}
    assert found["data"] == {**given["data"], "texts": "x"}
    assert found["seed"] == 2  # the last one counts


@pytest.mark.parametrize("setting", ["seed", "=3", " = 3", ""])
def test_a_setting_is_a_key_and_a_value(setting: str) -> None:
    with pytest.raises(TrainingError, match=re.escape(f"--set {setting!r}: give it as key=value")):
        set_keys(values(), [setting])


def test_a_value_has_no_keys() -> None:
    with pytest.raises(TrainingError, match="'seed' is a value, not a section"):
        set_keys(values(seed=1), ["seed.deeper=1"])


@given(
    st.recursive(
        st.integers(-5, 5) | st.booleans() | st.sampled_from(["x", "y z"]),
        lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        max_leaves=6,
    ).filter(lambda tree: isinstance(tree, dict))
)
def test_a_configuration_can_be_given_by_settings_alone(tree: dict[str, Any]) -> None:
    def leaves(inner: dict[str, Any], before: str = "") -> list[str]:
        found = []
        for key, value in inner.items():
            if isinstance(value, dict):
                found += leaves(value, f"{before}{key}.") if value else [f"{before}{key}={{}}"]
            else:
                found.append(f"{before}{key}={str(value).lower() if isinstance(value, bool) else value}")
        return found

    assert set_keys({}, leaves(tree)) == tree


def test_a_setting_that_is_toml_on_two_lines_is_words() -> None:
    """What stands after a line break would get lost."""
    assert set_keys({}, ["description=1\nseed = 2"]) == {"description": "1\nseed = 2"}


def test_settings_of_the_stages_are_what_they_take() -> None:
    config = parsed(
        pipeline={
            "read": {"entities": {"DATE": "rules"}, "quotations": "rules"},
            "findings": {"source": "reader", "minimum_theme": 0.1, "theme_thresholds": {"medicines": 0.7}},
        }
    )
    read = {"reader": "both", "entities": {"DATE": "rules"}, "quotations": "rules"}
    assert config.pipeline.read.settings() == read
    assert Decisions(**config.pipeline.findings.settings()) == (
        Decisions(source="reader", minimum_theme=0.1, theme_thresholds={"medicines": 0.7})
    )
    assert parsed().pipeline.findings.settings() == {}


def test_defaults_of_thresholds_are_told_as_they_are() -> None:
    for name in ("minimum_theme", "theme_threshold"):
        told = FindingsConfig.model_fields[name].description or ""
        assert f"{getattr(Decisions(), name)} by default" in told


def test_the_network_alone_answers_what_it_has_learned() -> None:
    alone = parsed(pipeline={"read": {"reader": "network"}}).pipeline.read.division(LABELS)
    expected = Division({"DATE": "network", "HOME": "network"}, "network", "network", codebook=False)
    assert alone == expected
    both = parsed(pipeline={"read": {"entities": {"DATE": "rules"}}}).pipeline.read.division(LABELS)
    assert (both.entities["DATE"], both.entities["HOME"], both.entities["COUNCIL"]) == (
        "rules",
        "network",
        "rules",
    )
    assert (both.quotations, both.sentences) == ("rules", "network")


def test_a_network_alone_has_nothing_to_divide() -> None:
    with pytest.raises(TrainingError, match=r"pipeline\.read: .*for reader = 'both'"):
        parsed(pipeline={"read": {"reader": "network", "quotations": "rules"}})


def test_a_configuration_survives_as_json() -> None:
    config = parsed(optimisation={"passes": 3}, data={"train": ["a"], "dev": ["b"], "texts": "../t"})
    assert ReaderConfig.model_validate_json(config.model_dump_json()) == config


def test_values_of_toml_are_taken_as_they_are() -> None:
    text = 'kind = "reader"\nname = "own"\noutput = "o"\nwork = "w"\n[data]\ntrain = ["a"]\ndev = ["b"]\n'
    assert parse_reader_config(tomllib.loads(text), where="x").data.train == ("a",)
