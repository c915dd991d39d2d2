"""Write the lock files of requirements/ anew with uv: complete, hashed, for Python 3.11 to 3.13.

Run with ``make lock`` (installs uv into the virtual environment first).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements/build.txt": "requirements/build.in",
    "requirements/run.txt": "pyproject.toml",
    "requirements/dev.txt": "requirements/dev.in",
    "requirements/train.txt": "requirements/train.in",
}
LEFT_OUT = {
    "requirements/run.txt": ["huggingface-hub"],
    "requirements/dev.txt": ["opencv-python-headless", "datamodel-code-generator", "nltk", "requests-mock"],
    "requirements/train.txt": ["torch", "sentence-transformers"],
}
"""What a package asks for and Ofsight does without, or installs by itself (torch)."""


def main() -> None:
    """Compile each lock from its source, in order: later ones are held to the versions of earlier ones."""
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "uv"], check=True)
    for lock, source in LOCKS.items():
        # uv drops a requirement that is overridden by one that never applies.
        overrides = "".join(f'{name} ; python_version < "3"\n' for name in LEFT_OUT.get(lock, []))
        subprocess.run(
            [
                sys.executable,
                "-m",
                "uv",
                "pip",
                "compile",
                "--quiet",
                "--universal",
                "--python-version=3.11",
                "--generate-hashes",
                "--no-emit-index-url",
                "--no-header",
                "--overrides=-",
                f"--output-file={lock}",
                source,
            ],
            cwd=ROOT,
            check=True,
            input=overrides,
            text=True,
        )
        print(f"written: {lock}")


if __name__ == "__main__":
    main()
