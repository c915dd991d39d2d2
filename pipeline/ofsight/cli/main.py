"""The ``ofsight`` command."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from ofsight.engine.lean import leave_out_training_libraries
from ofsight.errors import OfsightError

# Each command's module is imported when it is called: ``ofsight --help`` stays quick.
_COMMANDS = {
    "annotate": "Annotate articles and reports: files in, one JSON record a line out.",
    "convert": "Turn records into tables, or into the files of annotation tools and back.",
    "duplicates": "Mark copies and near copies among annotated documents, such as syndicated articles.",
    "evaluate": "Score predictions against gold, or two annotators against each other.",
    "info": "Tell which model there is and what it labels.",
    "review": "Choose what a person should check, read corrections back as gold, estimate accuracy.",
    "schema": "Print the JSON Schema of the record.",
    "serve": "Annotate pasted or uploaded articles in the browser, and through a JSON API.",
    "train": "Train a reader or an extractor from annotated records.",
    "validate": "Check record files against every rule of the record.",
    "view": "Make a page to look at records with: charts, findings, articles with their marks.",
}


_ANNOTATING = frozenset({"annotate", "info", "review", "serve"})
"""Commands that load a pipeline to annotate with, and train nothing."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and one line of help, and imports them on call."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"ofsight.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101  # a programming error, not a user's
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ofsight", prog_name="ofsight")
def cli() -> None:
    """Read news and inspection reports on English children's services into annotated JSONL."""


def main() -> None:
    """Run the command line; errors of the library and of files become one clear line and exit code 2.

    Where the reader of our output (head, less) went away, click ends quietly with exit code 1.
    """
    if _only_annotates(sys.argv[1:]):
        leave_out_training_libraries()
    try:
        cli()
    except OfsightError as error:
        click.echo(f"ofsight: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"ofsight: {error.strerror or error}{_named(error)}", err=True)
        sys.exit(2)


def _only_annotates(arguments: list[str]) -> bool:
    """Tell whether a command needs no library of training or evaluation; ``review --read`` evaluates."""
    if not _ANNOTATING.intersection(arguments[:1]):
        return False
    return not any(argument.partition("=")[0] == "--read" for argument in arguments)


def _named(error: OSError) -> str:
    return f": {error.filename}" if error.filename else ""
