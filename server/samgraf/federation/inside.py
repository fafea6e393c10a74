"""Behind the fence: a zygote whose workers reach nothing but the broker.

``python -m samgraf.federation.inside`` reads one line of JSON: ``order``, and ``fd`` of a socket
that the listening socket for the broker is handed over by. It reports as a zygote does.
"""

import json
import os
import socket
import sys

from samgraf.errors import ServeError
from samgraf.store import zygote
from samgraf.store.order import Order

from . import fence


def main() -> None:
    """Enter the fence, hand the gate over, and be a zygote."""
    told = json.loads(sys.stdin.buffer.readline())
    try:
        listener = fence.enter()
    except ServeError as error:
        os.write(1, json.dumps({"failed": str(error), "unfenced": True}).encode() + b"\n")
        raise SystemExit(1) from error
    with socket.socket(fileno=told["fd"]) as way:
        socket.send_fds(way, [b"."], [listener.fileno()])
    listener.close()
    zygote.run(Order(**told["order"]))


if __name__ == "__main__":
    main()
