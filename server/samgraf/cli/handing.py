"""A listening socket that outlives a restart: the service manager keeps it meanwhile.

It is asked to by ``FDSTORE=1`` (sd_notify(3)) and gives it back to the next process of the service
(sd_listen_fds(3)). Clients that come while the program is stopped and started again wait in the
kernel's queue, and none is refused. Elsewhere nothing of this happens.
"""

import contextlib
import os
import socket

NAME = "samgraf"
"""What the manager calls the socket."""

BACKLOG = 1024
"""Connections that may wait in the kernel's queue until a process takes them."""

_FIRST = 3  # the first descriptor of those that are given back
_AT_ONCE = 2.0  # seconds for a manager that does not listen


def given_back(host: str, port: int) -> socket.socket | None:
    """Return the socket of a former process of this service, if it listens on this address."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    found = None
    for descriptor in _descriptors():
        with contextlib.suppress(OSError):
            os.set_inheritable(descriptor, False)
            known = socket.socket(fileno=os.dup(descriptor))
            if found is None and _listens(known, host, port):
                found = known
            else:
                known.close()
    return found


def keep(listener: socket.socket) -> None:
    """Ask the service manager to keep a socket in place of any earlier one; it may refuse."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        return
    address = "\0" + place[1:] if place.startswith("@") else place
    remove = f"FDSTOREREMOVE=1\nFDNAME={NAME}".encode()
    store = f"FDSTORE=1\nFDNAME={NAME}".encode()
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(_AT_ONCE)
        manager.connect(address)
        manager.send(remove)
        socket.send_fds(manager, [store], [listener.fileno()])


def _descriptors() -> range:
    number = os.environ.get("LISTEN_FDS", "")
    return range(_FIRST, _FIRST + int(number)) if number.isdecimal() else range(0)


def _listens(known: socket.socket, host: str, port: int) -> bool:
    """Say whether a socket listens where it is wanted."""
    if known.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    wanted = socket.getaddrinfo(host, port, known.family, socket.SOCK_STREAM)[0][4]
    listening = known.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    return bool(listening) and known.getsockname()[:2] == wanted[:2]
