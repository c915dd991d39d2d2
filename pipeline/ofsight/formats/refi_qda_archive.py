"""The zip archive of a REFI-QDA project, read without unpacking anything to disk.

Members are found by name in the archive's directory, so that a name in the project leads nowhere else; sizes
that no project has are refused before a byte is unpacked; the project's XML may define no entities.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final

from ofsight.errors import ConversionError

from .drafts import BadEntryError
from .inputs import AnnotationFile

INTERNAL: Final = "internal://"
_MAX_TEXT_BYTES: Final = 50_000_000
_MAX_PROJECT_BYTES: Final = (1 << 31) - 1
# GUIDs hardly shrink: a project's XML becomes a tenth. What becomes a thousandth is made to fill memories.
_MAX_RATIO: Final = 200
_SMALL: Final = 10_000_000
_PROLOG_BYTES: Final = 1 << 16
_PROLOG: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*(?P<next><.?)", re.DOTALL)
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def is_project(file: AnnotationFile) -> bool:
    """Tell whether a zip archive holds a project."""
    try:
        with zipfile.ZipFile(file.seekable) as archive:
            return _project_name(archive) is not None
    except (*_DAMAGE, ValueError):
        return False


def _project_name(archive: zipfile.ZipFile) -> str | None:
    found = sorted(name for name in archive.namelist() if name.lower().endswith(".qde") and "/" not in name)
    return next((name for name in found if name.lower() == "project.qde"), found[0] if found else None)


class ProjectArchive:
    """The members of a project.

    Parameters
    ----------
    source : Path or binary stream
        The archive.
    name : str
        What messages call it.

    Raises
    ------
    ConversionError
        When it is no archive, or one without a project.
    """

    def __init__(self, source: Path | BinaryIO, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(source)
        except (*_DAMAGE, ValueError) as error:
            raise ConversionError(
                f"{name}: is no REFI-QDA project, or a damaged one ({error}); export it again as .qdpx"
            ) from error
        project = _project_name(self._archive)
        if project is None:
            raise ConversionError(f"{name}: has no project.qde; export the project as REFI-QDA (.qdpx)")
        self._project = self._archive.getinfo(project)
        # Some programs write Sources, others sources; some change the case of GUIDs.
        self._texts = {
            info.filename.rpartition("/")[2].lower(): info
            for info in self._archive.infolist()
            if not info.filename.endswith("/")
        }

    def __enter__(self) -> ProjectArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    @contextmanager
    def project(self) -> Iterator[IO[bytes]]:
        """Open the project's XML.

        Raises
        ------
        ConversionError
            When it is far larger than any project, damaged, or has a document type, in which entities
            could be defined.
        """
        info = self._project
        swollen = info.file_size > _SMALL and info.file_size > _MAX_RATIO * max(info.compress_size, 1)
        if swollen or info.file_size > _MAX_PROJECT_BYTES:
            raise ConversionError(
                f"{self.name}: {info.filename} unpacks to far more than a project holds; export it again"
            )
        try:
            with self._archive.open(info) as stream:
                prolog = _PROLOG.match(stream.read(_PROLOG_BYTES))
            if prolog is None or prolog["next"] == b"<!":
                raise ConversionError(
                    f"{self.name}: {info.filename} is no UTF-8 XML without a document type, as the standard"
                    " asks; export it again"
                )
            with self._archive.open(info) as stream:
                yield stream
        except _DAMAGE as error:
            raise ConversionError(
                f"{self.name}: {info.filename} cannot be unpacked ({error}); export the project again"
            ) from error

    def text(self, path: str) -> str:
        """Return a text of the project.

        Parameters
        ----------
        path : str
            As a source gives it: ``internal://NAME``.

        Raises
        ------
        BadEntryError
            When it lies outside the project, is not there, too large, damaged or not UTF-8.
        """
        if not path.lower().startswith(INTERNAL):
            raise BadEntryError(f"its text {path!r} lies outside the project; export it with its sources")
        info = self._texts.get(path[len(INTERNAL) :].rpartition("/")[2].lower())
        if info is None:
            raise BadEntryError(f"its text {path!r} is not in the archive; export it with its sources")
        if info.file_size > _MAX_TEXT_BYTES:
            raise BadEntryError(f"its text {path!r} is larger than any document; leave it out or split it")
        try:
            data = self._archive.read(info)
        except _DAMAGE as error:
            raise BadEntryError(f"its text {path!r} cannot be unpacked ({error}); export it again") from error
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadEntryError(
                f"its text {path!r} is not UTF-8 at byte {error.start}; export it as plain text in UTF-8"
            ) from error
