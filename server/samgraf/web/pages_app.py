"""The pages as a Flask application."""

from time import monotonic
from typing import Any

from flask import Flask, make_response, render_template, request
from jinja2 import StrictUndefined

from samgraf import namespaces, terms
from samgraf.config import Settings
from samgraf.errors import QueryRefused, StoreError
from samgraf.store.pool import Pool

from . import catalogues, head, seen, structured, troubles
from .about import blueprint as about
from .addresses import local, shown_iri
from .assets import asset
from .bridge import VERSION
from .catalogue import blueprint as catalogue
from .changed import CHANGED, Changed, last_changed
from .changes import blueprint as changes
from .citing import at_hand, citation, dataset_citation, other_version
from .citing import blueprint as citing
from .codes import blueprint as codes
from .crawling import blueprint as crawling
from .dates import rounded, timed
from .downloads import blueprint as downloads
from .evidence import explained
from .feed import blueprint as feed
from .home import blueprint as home
from .keeping import keep
from .kept import Links
from .kept_pages import LINKS
from .kept_pages import blueprint as kept
from .languages import CODES, LANGUAGES, in_language, lang, reader, told
from .library import blueprint as library
from .library import plan
from .library_examples import blueprint as library_examples
from .library_service import Planned
from .library_values import Pairs
from .lookup import blueprint as lookup
from .networks_page import blueprint as networks
from .openapi import blueprint as openapi
from .pages import blueprint as pages
from .plan_pages import blueprint as plan_pages
from .problems import Problem
from .quality import blueprint as quality
from .reconciling import blueprint as reconciling
from .reconciling_matched import PLACES, places
from .releases import blueprint as releases
from .results_pages import blueprint as results
from .rules import blueprint as rules
from .schema import blueprint as schema
from .search import blueprint as search
from .service_pages import blueprint as service_pages
from .shown import flag_of, linked, listed, noted, risen, spaced
from .site import Site
from .snippet_pages import blueprint as snippet_pages
from .status import BEGAN
from .status import blueprint as status
from .submissions import Desk
from .submissions import blueprint as submissions
from .things import blueprint as things
from .words import words
from .workbench import blueprint as workbench

_SHOWN = 200  # characters of an address in the log


class _Pages(Flask):
    """Flask, with a log in which an address is told as a stranger's: in one line, cut if long."""

    def log_exception(self, exc_info: Any) -> None:
        """Log a fault of ours, where it is and for which request (Flask)."""
        path = request.path[:_SHOWN]
        self.logger.error("no page for %s %r", request.method, path, exc_info=exc_info)


def make(settings: Settings, pool: Pool) -> Flask:
    """Make the application of all pages; its queries go to a pool."""
    app = _Pages(__package__, static_folder=None)
    app.extensions["site"] = Site(pool, settings)
    app.extensions[CHANGED] = Changed(settings)
    app.extensions["desk"] = Desk(settings.validate, settings.limits)
    app.extensions[PLACES] = places(settings.limits)
    app.extensions[LINKS] = Links(settings.build.dir, settings.limits)
    for blueprint in (
        home, pages, things, codes, citing, catalogue, crawling, search, rules, submissions,
        service_pages, about, downloads, kept, library, library_examples, lookup, networks, openapi,
        plan_pages, quality, results, schema, snippet_pages, status, workbench, changes, feed,
        reconciling, releases,
    ):  # fmt: skip
        app.register_blueprint(blueprint)
    app.extensions[BEGAN] = monotonic()
    catalogues.install(app)
    app.register_error_handler(QueryRefused, troubles.refused)
    app.register_error_handler(troubles.Gone, troubles.gone)
    app.register_error_handler(FileNotFoundError, troubles.broken)
    app.register_error_handler(StoreError, troubles.broken)
    app.register_error_handler(400, troubles.bad_request)
    app.register_error_handler(404, troubles.not_found)
    app.register_error_handler(405, troubles.method_not_allowed)
    app.register_error_handler(500, troubles.failed)
    app.after_request(keep)
    app.after_request(seen.page)
    _furnish(app, settings)
    return app


def _furnish(app: Flask, settings: Settings) -> None:
    """Give the templates the filters and values that they write pages with."""
    app.jinja_env.filters.update(
        local=local,
        shown=shown_iri,
        words=words,
        spaced=spaced,
        risen=risen,
        told=told,
        day=timed,
        rounded=rounded,
        explained=explained,
    )
    app.jinja_env.globals.update(
        SG=str(terms.SG),
        PREFIXES=namespaces.PREFIXES,
        asset=asset,
        citation=citation,
        dataset_citation=dataset_citation,
        head=head,
        other_version=other_version,
        at_hand=at_hand,
        structured=structured.structured,
        flag=flag_of,
        linked=linked,
        listed=listed,
        noted=noted,
        languages=LANGUAGES,
        last_changed=last_changed,
        in_language=in_language,
        kept_allowed=settings.serve.links,
        lang=lang,
        reader=reader,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined


def planned(app: Flask, slug: str, pairs: Pairs, version: str) -> Planned | None:
    """Find a question and check its values outside a request of Flask's own."""
    with app.test_request_context("/queries", environ_overrides={VERSION: version}):
        return plan(slug, pairs)


def problem_page(app: Flask, problem: Problem, languages: str, asked: str) -> bytes:
    """Write the page of a problem outside a request of Flask's own.

    ``languages`` is the header Accept-Language, ``asked`` the language that the address names.
    """
    address = {"lang": asked} if asked in CODES else None
    headers = {"Accept-Language": languages}
    with app.test_request_context(query_string=address, headers=headers):
        page = make_response(render_template("problem.html", **problem.shown()))
        answer: bytes = seen.page(keep(page)).get_data()
        return answer
