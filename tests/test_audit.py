"""What the audit of the dependencies rests on, as far as it can be checked without the network."""

from __future__ import annotations

import ast
import importlib.metadata
import re
from pathlib import Path

import pytest
from scripts import audit

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"([A-Za-z0-9_.-]+)==")
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|Python Software Foundation|PSF|MPL|Mozilla Public License|CNRI|ZPL|Unlicense"
    r"|Zlib|CC0|HPND",
    re.IGNORECASE,
)
GPL = re.compile(r"\bA?GPL|\bGNU (?:Affero )?General Public", re.IGNORECASE)
UNSAFE_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
UNSAFE_METHODS = {
    "torch.load",
    "yaml.load",
    "yaml.unsafe_load",
    "srsly.pickle_loads",
    "os.system",
    "os.popen",
}


def pins(lock: Path) -> dict[str, str]:
    """Return what a lock says of each package, by its name."""
    lines = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
    return {found[1].lower(): line for line in lines if (found := PINNED.match(line))}


def test_there_are_locks() -> None:
    assert {lock.name for lock in LOCKS} == {"build.txt", "dev.txt", "run.txt", "torch.txt", "train.txt"}
    assert all(pins(lock) for lock in LOCKS)


@pytest.mark.parametrize(
    "lock", [lock for lock in LOCKS if lock.name != "torch.txt"], ids=lambda lock: lock.name
)
def test_every_locked_package_has_checksums(lock: Path) -> None:
    assert [name for name, rest in pins(lock).items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("name", sorted(pins(ROOT / "requirements" / "run.txt")))
def test_what_running_needs_has_a_licence_that_we_may_ship_beside(name: str) -> None:
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is for another system or version of Python")
    named = [about.get("License-Expression"), *(about.get_all("Classifier") or ())]
    said = [text for text in named if text and (text == named[0] or text.startswith("License ::"))]
    licence = "; ".join(said) or (about.get("License") or "")[:200]
    assert any(is_fine(choice) for choice in licence.split(" OR ")), f"{name}: {licence!r}"


def is_fine(licence: str) -> bool:
    return ALLOWED.search(licence) is not None and GPL.search(licence) is None


@pytest.mark.parametrize(
    ("licence", "fine"),
    [("MIT", True), ("GPL-3.0-only", False), ("BSD AND GPL-2.0", False), ("", False), ("Proprietary", False)],
)
def test_licences_are_told_apart(licence: str, fine: bool) -> None:
    assert is_fine(licence) is fine


def dotted(node: ast.expr) -> str:
    """Return a name as it is written: ``torch.load``."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def unsafe(tree: ast.AST) -> list[str]:
    """Return what of a module's code could run what it reads."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [each.name for each in node.names if each.name.split(".")[0] in UNSAFE_MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in UNSAFE_MODULES:
            found.append(node.module or "")
        elif isinstance(node, ast.Call):
            name = dotted(node.func)
            if name in UNSAFE_CALLS or name in UNSAFE_METHODS:
                found.append(name)
            for given in node.keywords:
                if given.arg in {"shell", "allow_pickle", "trust_remote_code"} and (
                    not isinstance(given.value, ast.Constant) or given.value.value
                ):
                    found.append(f"{name}({given.arg})")
    return found


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from pickle import loads",
        "eval(x)",
        "torch.load(p)",
        "run(x, shell=True)",
        "numpy.load(p, allow_pickle=True)",
        "yaml.load(x)",
    ],
)
def test_unsafe_code_is_found(code: str) -> None:
    assert unsafe(ast.parse(code))


def test_the_package_runs_nothing_that_it_reads() -> None:
    modules = sorted((ROOT / "pipeline").rglob("*.py"))
    assert len(modules) > 200
    found = {path.name: what for path in modules if (what := unsafe(ast.parse(path.read_text("utf-8"))))}
    assert found == {}


def test_the_audit_tells_vulnerable_from_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    whole = {"name": "a", "version": "1", "vulns": []}
    bad = {"name": "b", "version": "2", "vulns": [{"id": "X-1", "fix_versions": ["2.1"]}]}
    skipped = {"name": "c", "skip_reason": "not found"}
    assert audit.report("x.txt", [whole]) == 0
    assert "1 packages, no known vulnerability" in capsys.readouterr().out
    assert audit.report("x.txt", [whole, bad, skipped]) == 1
    assert "b 2: X-1, mended in 2.1" in capsys.readouterr().out
    assert audit.report("x.txt", [whole, skipped]) == 2
    assert "no answer about 1 of 2 packages (c" in capsys.readouterr().err
    assert audit.report("x.txt", []) == 2
