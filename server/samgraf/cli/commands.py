"""The command line: one subcommand per step, results to stdout, progress to stderr.

Each subcommand imports what it needs when it runs: a contributor waits for ``validate``, which
needs neither the build nor the pages.
"""

import logging
import os
import sys
from pathlib import Path
from typing import Any

import click

from samgraf import config
from samgraf.config import Settings
from samgraf.errors import Misuse
from samgraf.findings import LANGUAGES, SEVERITIES
from samgraf.store.versions import Versions

from . import choices, safekeeping, tabular
from .ending import in_words, say

FOLDER = click.Path(file_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)


class Group(click.Group):
    """Turns an error raised on purpose into its words on stderr and its exit status."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the subcommand."""
        with in_words():
            return self._invoked(ctx)

    def _invoked(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            if error.option_name not in {name for own in self.params for name in own.opts}:
                raise
            place = f"{ctx.command_path} {error.option_name} … {ctx.invoked_subcommand}"
            told = f"{error.message} It stands before the command: {place}"
            raise click.NoSuchOption(error.option_name, told, None, error.ctx) from error


@click.group(cls=Group)
@click.version_option(package_name="samgraf")
@click.option(
    "--config",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Settings file, instead of samgraf.toml in the current folder.",
)
@click.pass_context
def cli(ctx: click.Context, file: Path | None) -> None:
    """Build, check, ask and serve the graph of Nordic public cooperation.

    Exit status: 0 done, 1 findings or an error with its remedy, 2 misuse, 3 a fault of our own
    ontology, shapes or queries, 4 a declared limit was exceeded.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    ctx.obj = config.read(file, os.environ, lambda text: say(f"Warning: {text}"))


@cli.command(epilog="Example: samgraf build --into build")
@click.option("--into", type=FOLDER, help="Folder for versions/, current and run/.")
@click.option(
    "--from",
    "dump",
    metavar="DUMP",
    type=click.Path(path_type=Path),
    help="One RDF file (.ttl .nt .trig .nq .jsonld .rdf, also with .gz), taken as it stands "
    "without rules and shapes, instead of the sources.",
)
@click.pass_obj
def build(settings: Settings, into: Path | None, dump: Path | None) -> None:
    """Make a new version from the sources, or of one RDF file, and put it in use."""
    from samgraf import pipeline
    from samgraf.pipeline import verbatim

    from . import reporting

    settings = config.change(settings, "build", dir=into)
    made = verbatim.build(settings, dump, say) if dump else pipeline.build(settings, say)
    reporting.built(made, settings)


@cli.command(epilog="Example: samgraf serve --port 8123")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--store", type=FOLDER, help="Folder with versions/ and current.")
@click.option("--empty", is_flag=True, help="An empty store in memory; nothing is built or kept.")
@click.option("--writable", is_flag=True, help="Let who has the token write; see --token-file.")
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File whose content, of 16 characters or more, is the token that writes need.",
)
@click.pass_obj
def serve(
    settings: Settings,
    host: str | None,
    port: int | None,
    store: Path | None,
    empty: bool,
    writable: bool,
    token_file: Path | None,
) -> None:
    """Serve pages and endpoint; build first where nothing is built or the inputs changed."""
    from . import serving

    settings = config.change(settings, "build", dir=store)
    settings = config.change(settings, "serve", host=host, port=port, token_file=token_file)
    if empty and store is not None:
        raise Misuse("--empty has a store of its own: leave out --store")
    serving.serve(settings, serving.token(settings, writable), empty, say)


@cli.command(epilog="Example: samgraf activate 2026-11-21-3f9a1c07")
@click.argument("version", required=False)
@click.option("--previous", is_flag=True, help="The newest one with other data made before.")
@click.option("--store", type=FOLDER, help="Folder with versions/ and current.")
@click.pass_obj
def activate(settings: Settings, version: str | None, previous: bool, store: Path | None) -> None:
    """Make a version the served one; to roll back, name an older one or say --previous."""
    from samgraf.pipeline import remote

    if previous == (version is not None):
        raise Misuse("name one version, or say --previous; 'samgraf status' lists them")
    settings = config.change(settings, "build", dir=store)
    versions = Versions(settings.build.dir)
    version = version or versions.previous()
    versions.activate(version, remote.loader(settings, say))
    click.echo(f"{version} is current")


@cli.command(epilog="Example: samgraf query members-on-date --set on=2016-12-31 --format csv")
@click.argument("file")
@click.option("--format", "form", default="csv", type=click.Choice(choices.FORMATS))
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="Value of a parameter.")
@click.option("--store", type=FOLDER, help="Folder with versions/ and current.")
@click.pass_obj
def query(
    settings: Settings, file: str, form: str, given: tuple[str, ...], store: Path | None
) -> None:
    """Ask the current version: FILE is a file, - for stdin, or the name of a library query."""
    from . import answering

    settings = config.change(settings, "build", dir=store)
    answering.answer(settings, file, form, given)


@cli.command(epilog="Example: samgraf validate my-facts.ttl more.csv --lang da")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--as",
    "syntax",
    type=click.Choice((*choices.SYNTAXES, *choices.ENDINGS), case_sensitive=False),
    help="Syntax, where no ending tells it.",
)
@click.option("--format", "form", default="text", type=click.Choice(choices.REPORTS))
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of the report, instead of that of the environment.",
)
@click.option(
    "--fail-on",
    default=SEVERITIES[0],
    type=click.Choice(SEVERITIES, case_sensitive=False),
    help="Exit with 1 for findings as grave as this, or graver.",
)
@click.option(
    "--engine",
    default=choices.ENGINES[0],
    type=click.Choice(choices.ENGINES),
    help="Our own engine, or pySHACL for a second opinion.",
)
@click.option("--store", type=FOLDER, help="Folder with versions/ and current.")
@click.pass_obj
def validate(
    settings: Settings,
    paths: tuple[str, ...],
    syntax: str | None,
    form: str,
    lang: str | None,
    fail_on: str,
    engine: str,
    store: Path | None,
) -> None:
    """Check files of new facts, or - for stdin, by themselves and beside the graph as it is."""
    from . import validating

    settings = config.change(settings, "build", dir=store)
    files = validating.brought(settings, paths, syntax)
    report = validating.validate(settings, files, engine)
    sys.exit(validating.tell(report, files, form, lang, fail_on))


@cli.command(epilog="Example: samgraf check --since 2026-11-14-8d21f0aa")
@click.option("--since", metavar="VERSION", help="Only what changed from this version on.")
@click.option("--store", type=FOLDER, help="Folder with versions/ and current.")
@click.pass_obj
def check(settings: Settings, since: str | None, store: Path | None) -> None:
    """Hold the current version to the shapes in the store that answers, be it here or elsewhere."""
    from . import standing

    sys.exit(standing.check(config.change(settings, "build", dir=store), since, say))


@cli.command(
    epilog="Example: samgraf export graphml --on 2015 --country NOR --output norway.graphml"
)
@click.argument("form", metavar="FORMAT", type=click.Choice((*choices.WHOLE, *choices.NETWORKS)))
@click.option("--on", default="", metavar="DATE", help="Day, or last day of a month or year.")
@click.option("--from", "first", default="", metavar="YEAR", help="First year of a panel.")
@click.option("--to", "last", default="", metavar="YEAR", help="Last year of a panel.")
@click.option(
    "--mode",
    default=choices.MODES[0],
    type=click.Choice(choices.MODES),
    help="One: actors that share bodies. Two: actors and the bodies that they are in.",
)
@click.option(
    "--weight",
    default=choices.WEIGHTS[0],
    type=click.Choice(choices.WEIGHTS),
    help="Count shared bodies, or weigh each by 1/(members - 1).",
)
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Members of it alone.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Bodies of this kind alone.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Bodies with it alone.")
@click.option("--confirmed", is_flag=True, help="Ties seen within two years before the day alone.")
@click.option("--associations", is_flag=True, help="Associations of authorities too.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that is there whole or not at all, instead of stdout.",
)
@click.option("--store", type=FOLDER, help="Folder with versions/ and current.")
@click.pass_obj
def export(
    settings: Settings, /, form: str, output: Path | None, store: Path | None, **given: Any
) -> None:
    """Write the whole graph (nquads, trig), or a network (graphml, gexf, edges, nodes).

    A network is that of a day, by default of the data date, or a panel of the ends of years. What
    was written, and what was left out of it, is told on stderr.
    """
    from . import exporting

    settings = config.change(settings, "build", dir=store)
    exporting.export(settings, form, exporting.Given(**given), output)


@cli.command(epilog="Example: samgraf diff 2026-11-14-0c1d2e3f 2026-11-21-3f9a1c07")
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", default="text", type=click.Choice(choices.DIFFERENCES))
@click.option("--all", "whole", is_flag=True, help="Tell every changed thing, not the first 200.")
@click.option("--output", type=OUTPUT, help="File, whole or not at all, instead of stdout.")
@click.option("--store", type=FOLDER, help="Folder with versions/ and current.")
@click.pass_obj
def diff(
    settings: Settings,
    old: str,
    new: str,
    form: str,
    whole: bool,
    output: Path | None,
    store: Path | None,
) -> None:
    """Tell what changed from OLD to NEW: versions at hand, or RDF files.

    In words, as JSON, as an RDF Patch, or as N-Quads of what was added or removed. Exit status 1
    where anything changed.
    """
    from . import comparing

    settings = config.change(settings, "build", dir=store)
    sys.exit(int(comparing.diff(settings, old, new, form, whole, output)))


@cli.command(epilog="Example: samgraf apply changes.patch 2026-11-14-0c1d2e3f --output new.nq")
@click.argument("patch", type=click.Path(path_type=Path))
@click.argument("target")
@click.option("--output", type=OUTPUT, help="File, whole or not at all, instead of stdout.")
@click.option("--store", type=FOLDER, help="Folder with versions/ and current.")
@click.pass_obj
def apply(
    settings: Settings, patch: Path, target: str, output: Path | None, store: Path | None
) -> None:
    """Write what a PATCH of samgraf diff makes of TARGET, a version or an RDF file, as N-Quads."""
    from . import comparing

    settings = config.change(settings, "build", dir=store)
    comparing.apply(settings, patch, target, output)


@cli.command(epilog="Example: samgraf status --coverage")
@click.option("--store", type=FOLDER, help="Folder with versions/ and current.")
@click.option("--coverage", is_flag=True, help="Where each statement of the documents stands.")
@click.pass_obj
def status(settings: Settings, store: Path | None, coverage: bool) -> None:
    """Tell what is built, what is served, and what is in it."""
    from . import authoring, reporting

    if coverage:
        click.echo(authoring.coverage(), nl=False)
        return
    reporting.status(config.change(settings, "build", dir=store))


@cli.command(epilog="Example: samgraf ledger --append 0.2.0")
@click.option("--append", "release", metavar="RELEASE", help="Add the new IRIs as this release.")
@click.pass_obj
def ledger(settings: Settings, release: str | None) -> None:
    """Tell which IRIs are not in data/ledger.csv yet; at a release, append them."""
    from . import authoring

    authoring.ledger(settings, release)


cli.add_command(tabular.reconcile)
cli.add_command(safekeeping.backup)
cli.add_command(safekeeping.restore)
