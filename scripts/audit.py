"""Ask the vulnerability data bases about every locked package; nothing is installed.

    python scripts/audit.py        # or: make audit

Needs the network. The exit code is 1 when a package has a known vulnerability, 2 when it could not be asked
about.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_FOUND, _NOT_ASKED = 1, 2


def main() -> int:
    """Audit every lock; return the exit code."""
    codes = [audit(lock) for lock in sorted((ROOT / "requirements").glob("*.txt"))]
    return _FOUND if _FOUND in codes else max(codes)


def audit(lock: Path) -> int:
    """Audit one lock and print what came of it."""
    answer = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps", "--disable-pip"),
            *("--format", "json", "--progress-spinner", "off", "--timeout", "30"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(answer.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (answer.stderr.strip().splitlines() or ["no word"])[-1]
        print(f"{lock.name}: could not be audited: {last[:200]}; is the network there?", file=sys.stderr)
        return _NOT_ASKED
    return report(lock.name, packages)


def report(name: str, packages: Sequence[dict[str, Any]]) -> int:
    """Print what is known of the packages of a lock.

    Parameters
    ----------
    name : str
        The lock.
    packages : sequence of dict
        As pip-audit gives them: ``name``, ``version``, ``vulns``, or ``skip_reason`` where it got no answer.

    Returns
    -------
    int
        0 when nothing is known of any, 1 for vulnerabilities, 2 when some could not be asked about.
    """
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    vulnerable = [package for package in packages if package.get("vulns")]
    for package in vulnerable:
        for found in package["vulns"]:
            mended = ", ".join(found.get("fix_versions", ())) or "no version yet"
            print(f"{name}: {package['name']} {package['version']}: {found['id']}, mended in {mended}")
    if skipped:
        print(
            f"{name}: no answer about {len(skipped)} of {len(packages)} packages"
            f" ({', '.join(skipped[:5])}, ...): the data base cannot be reached from here;"
            " run it where the network is",
            file=sys.stderr,
        )
    if vulnerable:
        return _FOUND
    if skipped or not packages:
        return _NOT_ASKED
    print(f"{name}: {len(packages)} packages, no known vulnerability")
    return 0


if __name__ == "__main__":
    sys.exit(main())
