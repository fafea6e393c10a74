"""Pages and SPARQL endpoint over HTTP."""

from pathlib import Path

from samgraf.config import Settings

from .application import Application


def create_app(settings: Settings, run_dir: Path, token: str | None = None) -> Application:
    """Make the application (ASGI): pages of the graph, and the endpoint at ``/sparql``.

    ``run_dir`` holds the sockets of the query service; no query runs in this process. Who sends
    ``token`` may write; without one nobody may.
    """
    return Application(settings, run_dir, token)
