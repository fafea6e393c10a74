"""The web processes: gunicorn over a listening socket that the supervisor has bound.

``python -m samgraf.cli.webserver`` reads one line of JSON: ``settings`` as text of its own,
``run_dir``, ``fd`` and ``token``, which is null where nobody may write. It leaves when stdin ends,
since then its parent is dead.
"""

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from samgraf import config
from samgraf.web import create_app

from . import webworker
from .processes import leave_with_parent

_GRACE = 3  # seconds after which a web process that is to stop is killed

_KEEP_ALIVE = 30
_OWN_TIMEOUT = 120  # about a web process that hangs; queries have clocks of their own
_REQUEST_LINE = 8190

Application = Callable[..., Any]


class OneLineLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's log, in which a connection that breaks is one line and no traceback."""

    def exception(self, msg: str, *args: object, **kwargs: object) -> None:
        """Log the error that is being handled; one of memory ends the process instead."""
        error = sys.exc_info()[1]
        if isinstance(error, MemoryError):
            webworker.without_memory()
        if isinstance(error, OSError):
            self.error_log.warning("%s: %s", type(error).__name__, error)
        else:
            super().exception(msg, *args, **kwargs)


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with an application that each web process makes for itself, after the fork."""

    def __init__(self, make: Callable[[], Application], settings: config.Settings, fd: int) -> None:
        """Serve what ``make`` returns on an inherited socket."""
        self._make, self._settings, self._fd = make, settings, fd
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults.

        The worker drops the connection when the application fails within a body: that is how a cut
        reply stays visible (design: endpoint, section 6). Where the client leaves, its query is
        cancelled at once.
        """
        chosen = {
            "bind": f"fd://{self._fd}",
            "worker_class": webworker.WebWorker,
            "workers": self._settings.serve.processes,
            "asgi_lifespan": "off",
            "asgi_disconnect_grace_period": 0,
            "http_protocols": "h1",
            "http_parser": "auto",
            "keepalive": _KEEP_ALIVE,
            "timeout": _OWN_TIMEOUT,
            "graceful_timeout": _GRACE,
            # What proxies say is believed in web.proxies alone: here loopback would be by default.
            "forwarded_allow_ips": "",
            "limit_request_line": _REQUEST_LINE,
            "control_socket_disable": True,
            "logger_class": OneLineLogger,
            "loglevel": "warning",
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)
        webworker.STALL_SECONDS = self._settings.limits.stall_seconds

    def load(self) -> Application:
        """Make the application in a web process."""
        return self._make()


def main(make_app: Callable[..., Application] = create_app) -> None:
    """Read the order from stdin and serve until told to stop or left alone."""
    order = json.loads(sys.stdin.buffer.readline())
    leave_with_parent()
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    settings, run_dir = config.from_json(order["settings"]), Path(order["run_dir"])
    token = order["token"]
    WebServer(lambda: make_app(settings, run_dir, token), settings, order["fd"]).run()


if __name__ == "__main__":
    main()
