"""``samgraf validate``: read what is named, have it checked apart, print the report."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from samgraf import reports
from samgraf.config import Settings
from samgraf.contributions import apart
from samgraf.contributions.apart import File
from samgraf.contributions.caps import contents, drained
from samgraf.errors import Misuse, SamgrafError
from samgraf.findings import LANGUAGES, SEVERITIES, Report
from samgraf.limits import Caps
from samgraf.store.versions import Versions

from .choices import SYNTAXES

_NORWEGIAN = {"no": "nb", "nn": "nb"}


def brought(settings: Settings, paths: tuple[str, ...], syntax: str | None) -> list[File]:
    """Read the files that are named, and stdin."""
    return list(_files(paths, syntax, settings.validate))


def validate(settings: Settings, files: Sequence[File], engine: str) -> Report:
    """Check files beside the current version; without one, by themselves.

    Raise ``StoreError`` where that version was made of a file as it stands.
    """
    versions = Versions(settings.build.dir)
    current = versions.current()
    if current:
        versions.need_shapes(current)
    return apart.check(
        files, versions.path(current) if current else None, settings.validate, engine
    )


def tell(
    report: Report, files: Sequence[File], form: str, language: str | None, fail_on: str
) -> int:
    """Print a report; return the exit status that findings as grave as ``fail_on`` make."""
    lines = reports.lines_of((file.name, file.content) for file in files)
    click.echo(reports.render(report, form, language or _locale(), lines), nl=False)
    if report.refused:
        return Misuse.exit_status
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    found = report.untold or any(finding.severity in grave for finding in report.findings)
    return SamgrafError.exit_status if found else 0


def _locale() -> str:
    """Return the language of the environment, if it is one of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(name, "")[:2].lower()
        language = _NORWEGIAN.get(language, language)
        if language:
            return language if language in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def _files(paths: tuple[str, ...], syntax: str | None, caps: Caps) -> Iterator[File]:
    """Read each file, or stdin; none beyond what may be brought at once."""
    for path in paths:
        if path == "-" and syntax is None:
            known = ", ".join(SYNTAXES)
            raise Misuse(f"-: the syntax of stdin is not known; say it with --as: {known}")
        if Path(path).is_dir():
            raise Misuse(f"{path}: this is a folder; name the files in it, such as {path}/*.ttl")
        if path == "-":
            yield File("stdin", drained("stdin", sys.stdin.buffer, caps), syntax)
        else:
            yield File(path, contents(Path(path), caps), syntax)
