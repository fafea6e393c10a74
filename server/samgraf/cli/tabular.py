"""``samgraf reconcile`` as it is written on the command line; the work is in ``reconciling``."""

import sys
from pathlib import Path
from typing import Any

import click

from samgraf import config
from samgraf.config import Settings

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    epilog="Example: samgraf reconcile table.csv --column kommune --country NO --on 2012"
)
@click.argument("file")
@click.option("--column", required=True, help="Column with names or codes: its name or number.")
@click.option("--country", default="", metavar="CC", help="Country of every row: NO, DK …")
@click.option("--country-column", default="", metavar="COLUMN", help="Country of each row.")
@click.option("--on", default="", metavar="DATE", help="Day, month or year that is meant.")
@click.option("--on-column", default="", metavar="COLUMN", help="Day, month or year of each row.")
@click.option("--scheme", default="", help="Register of the codes, such as no-kommunenummer.")
@click.option("--code-column", default="", metavar="COLUMN", help="Codes beside the names.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Things of this kind alone.")
@click.option("--language", default="", help="Language of the names that are written: da, fi …")
@click.option("--best", is_flag=True, help="Write the best candidate where none is certain too.")
@click.option("--encoding", default="", help="Encoding, where it is not found out rightly.")
@click.option("--delimiter", default="", help="Sign between cells, or its name: semicolon, tab.")
@click.option(
    "--header-line",
    default=1,
    type=click.IntRange(min=0),
    help="Line with the names of the columns; 0 where there is none.",
)
@click.option("--prefix", default="samgraf_", help="What the names of our columns begin with.")
@click.option("--report", type=_FILE, help="File for all rows without a match, with candidates.")
@click.option("--output", type=_FILE, help="File that is there whole or not at all.")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@click.option("--store", type=_FOLDER, help="Folder with versions/ and current.")
@click.pass_obj
def reconcile(
    settings: Settings,
    /,
    file: str,
    output: Path | None,
    report: Path | None,
    force: bool,
    store: Path | None,
    **given: Any,
) -> None:
    """Tell what the rows of a CSV table mean: IRI, name, code, score and reason behind each.

    FILE is a file, or - for stdin. Cells, quotation marks, encoding and ends of lines stay as they
    are. Rows without a certain match are listed on stderr, and make the exit status 1.
    """
    from . import reconciling

    settings = config.change(settings, "build", dir=store)
    files = reconciling.Files(file, output, report, force)
    sys.exit(reconciling.reconcile(settings, files, reconciling.Given(**given), _say))


def _say(text: str) -> None:
    click.echo(text, err=True)
