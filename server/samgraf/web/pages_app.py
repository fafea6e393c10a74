"""The pages as a Flask application."""

from flask import Flask, render_template
from flask_babel import Babel
from jinja2 import StrictUndefined

from samgraf import terms
from samgraf.config import Settings
from samgraf.errors import QueryRefused
from samgraf.store.pool import Pool

from .addresses import local, shown_iri
from .assets import asset
from .codes import blueprint as codes
from .home import blueprint as home
from .languages import LANGUAGES, in_language, reader
from .pages import blueprint as pages
from .problems import Problem
from .rules import blueprint as rules
from .search import blueprint as search
from .seen import finalized
from .service_pages import blueprint as service_pages
from .service_pages import not_found
from .shown import flag_of, kind_of, spaced
from .site import Site, refused
from .submissions import Desk
from .submissions import blueprint as submissions
from .things import blueprint as things
from .words import words


def make(settings: Settings, pool: Pool) -> Flask:
    """Make the application of all pages; its queries go to a pool."""
    app = Flask(__package__, static_folder=None)
    app.extensions["site"] = Site(pool, settings)
    app.extensions["desk"] = Desk(settings.validate)
    for blueprint in (home, pages, things, codes, search, rules, submissions, service_pages):
        app.register_blueprint(blueprint)
    Babel(app, locale_selector=reader)
    app.register_error_handler(QueryRefused, refused)
    app.register_error_handler(404, not_found)
    app.jinja_env.filters.update(
        local=local, shown=shown_iri, words=words, spaced=spaced, kind=kind_of
    )
    app.jinja_env.globals.update(
        SG=str(terms.SG),
        asset=asset,
        flag=flag_of,
        languages=LANGUAGES,
        in_language=in_language,
        reader=reader,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.finalize = finalized
    return app


def problem_page(app: Flask, problem: Problem) -> bytes:
    """Write the page of a problem outside a request of Flask's own."""
    with app.test_request_context():
        return render_template("problem.html", **problem.shown()).encode()
