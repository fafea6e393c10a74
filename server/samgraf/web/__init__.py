"""Pages and SPARQL endpoint over HTTP."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from samgraf import terms
from samgraf.config import Settings
from samgraf.errors import QueryRefused
from samgraf.store.pool import Pool

from .addresses import local, shown_iri
from .codes import blueprint as codes
from .endpoint import Endpoint
from .pages import blueprint as pages
from .rules import blueprint as rules
from .search import blueprint as search
from .service_pages import blueprint as service_pages
from .service_pages import not_found
from .site import Site, refused
from .submissions import Desk
from .submissions import blueprint as submissions
from .things import blueprint as things
from .words import words

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def create_app(settings: Settings, run_dir: Path) -> Flask:
    """Make the application: pages of the graph, and the endpoint at ``/sparql``.

    ``run_dir`` holds the sockets of the query service; no query runs in this process.
    """
    app = Flask(__name__)
    pool = Pool(run_dir, settings.limits)
    app.extensions["site"] = Site(pool, settings)
    app.extensions["desk"] = Desk(settings.validate)
    for blueprint in (pages, things, codes, search, rules, submissions, service_pages):
        app.register_blueprint(blueprint)
    app.register_error_handler(QueryRefused, refused)
    app.register_error_handler(404, not_found)
    app.jinja_env.filters.update(local=local, shown=shown_iri, words=words)
    app.jinja_env.globals.update(SG=str(terms.SG))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    endpoint = Endpoint(pool, settings.limits, settings.site.public_url)
    app.wsgi_app = _routed(endpoint, app.wsgi_app)  # type: ignore[method-assign, assignment]
    return app


def _routed(endpoint: Endpoint, site: Wsgi) -> Wsgi:
    """Send ``/sparql`` past Flask, but for a browser that wants the form."""

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == "/sparql" and not endpoint.wants_page(environ):
            return endpoint(environ, start)
        return site(environ, start)

    return application
