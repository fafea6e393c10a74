"""The process of the broker, which starts the fenced zygote of one version and ends with it.

``python -m samgraf.federation.outside`` reads one line of JSON: ``order`` for the zygote, ``allow``
and ``private``. The zygote writes its report to the stdout of this process. Each leaves when the
other is gone, and both when stdin ends, since then the supervisor is dead.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading

from samgraf.limits import Limits

from .addresses import networks
from .broker import Broker, Server
from .outgoing import Fetcher


def main() -> None:
    """Start the zygote, be its broker, and leave when it has left."""
    told = json.loads(sys.stdin.buffer.readline())
    here, there = socket.socketpair()
    child = subprocess.Popen(
        [sys.executable, "-m", "samgraf.federation.inside"],
        stdin=subprocess.PIPE,
        pass_fds=(there.fileno(),),
    )
    assert child.stdin is not None
    order = json.dumps({"order": told["order"], "fd": there.fileno()})
    child.stdin.write(order.encode() + b"\n")
    child.stdin.flush()
    there.close()
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, descriptors, _, _ = socket.recv_fds(here, 1, 1)
    here.close()
    if descriptors:
        limits = Limits(**told["order"]["limits"])
        fetcher = Fetcher(networks(told["private"]), limits)
        broker = Broker(told["allow"], fetcher, limits)
        listener = socket.socket(fileno=descriptors[0])
        server = Server(listener, broker, len(told["allow"]), limits)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=_watch, args=(child,), daemon=True).start()
    os._exit(max(0, child.wait()))  # no thread that resolves a name may hold this process


def _watch(child: subprocess.Popen[bytes]) -> None:
    """Let the zygote know that the supervisor is gone: its stdin ends too."""
    with contextlib.suppress(OSError):
        sys.stdin.buffer.read()
    if child.stdin is not None:
        child.stdin.close()


if __name__ == "__main__":
    main()
