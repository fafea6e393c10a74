"""``samgraf backup`` and ``samgraf restore``: all that no build makes again, in one file."""

import os
import sys
from collections import Counter
from pathlib import Path

import click

from samgraf import config
from samgraf.backups import archive, contents, restoring
from samgraf.backups.archive import Listing
from samgraf.config import Settings
from samgraf.errors import Misuse, StoreError
from samgraf.store.versions import sync

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
_WORDS = {"links": "kept links", "writes": "logs of writes", "settings": "files of settings"}


@click.command(epilog="Example: samgraf backup samgraf-2026-11-29.tar.gz")
@click.argument("file", type=_FILE)
@click.option("--with-token", is_flag=True, help="The token of [serve] token_file too: a secret.")
@click.option("--store", type=_FOLDER, help="Folder with versions/ and current.")
@click.pass_context
def backup(ctx: click.Context, file: Path, with_token: bool, store: Path | None) -> None:
    """Write all that no build makes again into FILE, while the server runs.

    That is: kept links, logs of writes, the versions with their dumps, the store of the current
    one, and the settings file. A version that is damaged is left out, and the exit status is 1.
    """
    settings: Settings = config.change(ctx.obj, "build", dir=store)
    token = settings.serve.token_file if with_token else None
    if with_token and token is None:
        raise Misuse("--with-token: no [serve] token_file is set; set it, or leave this out")
    named = ctx.find_root().params.get("file") or Path("samgraf.toml")
    made = contents.found(settings.build.dir, named, token)
    _tell(_write(file, made), str(file))
    for what, reason in made.left_out.items():
        click.echo(f"left out: {what} is damaged: {reason}", err=True)
    sys.exit(1 if made.left_out else 0)


@click.command(epilog="Example: samgraf restore samgraf-2026-11-29.tar.gz --into build")
@click.argument("file", type=_FILE)
@click.option("--into", type=_FOLDER, help="Folder to make; it must not be there, or be empty.")
@click.option("--check", is_flag=True, help="Compare every digest, and write nothing.")
@click.option(
    "--most-gib",
    type=click.IntRange(min=1),
    default=restoring.MOST_GIB,
    show_default=True,
    help="GiB that the backup may hold.",
)
@click.pass_obj
def restore(settings: Settings, file: Path, into: Path | None, check: bool, most_gib: int) -> None:
    """Make a build folder of a backup; every digest is compared, and nothing is written over."""
    if check:
        listing = restoring.check(file, most_gib)
        _tell(listing, f"{file} is whole")
        if listing.current is None:
            raise StoreError(
                f"{file}: nothing in it could be served: it was made of a store that was broken "
                "or not there; keep an older backup"
            )
        return
    place = (into or settings.build.dir).absolute()
    listing = restoring.restore(file, place, most_gib)
    _tell(listing, str(place))
    if listing.current is None:
        click.echo("no version is current: run 'samgraf build' or 'samgraf activate'", err=True)


def _write(file: Path, made: contents.Contents) -> Listing:
    """Write a file that its owner alone may read, and that is there whole or not at all."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        if file.exists():
            raise Misuse(f"{file}: a file is there; name a new one")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Misuse(f"{file}: cannot be written there: {error.strerror}; name another") from error
    try:
        with os.fdopen(handle, "wb") as sink:
            listing = archive.write(sink, made)
        sync(beside)
        beside.rename(file)
        sync(file.absolute().parent)
    except OSError as error:
        raise StoreError(f"{file}: cannot be written: {error.strerror}; look for space") from error
    finally:
        beside.unlink(missing_ok=True)
    return listing


def _tell(listing: Listing, what: str) -> None:
    """Print how much there is of each kind, and which version is served."""
    click.echo(f"{what}: {len(listing.entries)} files, {listing.size / 1e6:.1f} MB")
    kinds = Counter(entry.name.split("/")[0] for entry in listing.entries if "/" in entry.name)
    versions = {
        entry.name.split("/")[1] for entry in listing.entries if entry.name[:9] == "versions/"
    }
    for kind, words in _WORDS.items():
        click.echo(f"  {kinds[kind]} {words}")
    click.echo(f"  {len(versions)} versions; current is {listing.current or 'none'}")
