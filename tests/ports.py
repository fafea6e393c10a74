"""Ports for the servers that tests start."""

import contextlib
import random
import socket


def free_port() -> int:
    """Find a port that nothing listens on, outside those that the system gives to clients.

    A client that waits for a server on one of the others may be given that very port, and so be
    connected with itself.
    """
    for port in random.sample(range(10_000, 32_000), 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("a hundred ports are all taken")
