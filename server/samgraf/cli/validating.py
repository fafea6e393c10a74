"""``samgraf validate``: read what is named, have it checked apart, print the report."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from samgraf import reports
from samgraf.config import Settings
from samgraf.contributions import apart
from samgraf.contributions.apart import File
from samgraf.errors import LimitExceeded, Misuse
from samgraf.findings import LANGUAGES, SEVERITIES, Report
from samgraf.limits import Caps
from samgraf.store.versions import Versions

_NORWEGIAN = {"no": "nb", "nn": "nb"}


def validate(settings: Settings, paths: tuple[str, ...], syntax: str | None, engine: str) -> Report:
    """Check files and stdin beside the current version; without one, by themselves."""
    versions = Versions(settings.build.dir)
    current = versions.current()
    files = list(_files(paths, syntax, settings.validate))
    return apart.check(
        files, versions.path(current) if current else None, settings.validate, engine
    )


def tell(report: Report, form: str, language: str | None, fail_on: str) -> bool:
    """Print a report; tell whether it holds a finding as grave as ``fail_on`` or graver."""
    click.echo(reports.render(report, form, language or _locale()), nl=False)
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return bool(report.untold) or any(finding.severity in grave for finding in report.findings)


def _locale() -> str:
    """Return the language of the environment, if it is one of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(name, "")[:2].lower()
        language = _NORWEGIAN.get(language, language)
        if language:
            return language if language in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def _files(paths: tuple[str, ...], syntax: str | None, caps: Caps) -> Iterator[File]:
    """Read each file, no more of all together than may be brought."""
    left = caps.file_mib << 20
    for path in paths:
        if path == "-" and syntax is None:
            raise Misuse("-: the syntax of stdin is not known; say it with --as turtle")
        content = _stdin(left + 1) if path == "-" else _file(path, left + 1)
        left -= len(content)
        if left < 0:
            raise LimitExceeded(
                f"{path}: more than [validate] file_mib = {caps.file_mib} allows; "
                f"split it, or set SAMGRAF_VALIDATE_FILE_MIB higher"
            )
        yield File("stdin" if path == "-" else path, content, syntax)


def _stdin(most: int) -> bytes:
    return sys.stdin.buffer.read(most)


def _file(path: str, most: int) -> bytes:
    """Read so much of a file; anything but a file or a pipe is refused."""
    try:
        kind = Path(path).stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
            raise Misuse(f"{path}: this is no file; name files, or - for stdin")
        with Path(path).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise Misuse(f"{path}: {error.strerror}; name a file that can be read") from error
