"""The fence: a process that has no network but a loopback of its own.

It is a network namespace (https://man7.org/linux/man-pages/man7/network_namespaces.7.html), which a
process without rights can make within a user namespace, where the kernel permits it. A socket stays
in the namespace that it was made in: one that listens behind the fence and is handed over to a
process outside is the only way from one to the other.
"""

import ctypes
import fcntl
import os
import socket
import struct
from pathlib import Path

from samgraf.errors import ServeError
from samgraf.store.federation import PLACE

_NEWUSER, _NEWNET = 0x10000000, 0x40000000  # linux/sched.h
_SIOCSIFFLAGS, _UP, _RUNNING = 0x8914, 0x1, 0x40  # linux/sockios.h, linux/if.h
_BACKLOG = 128


def enter() -> socket.socket:
    """Give up the network for good; return a socket that listens behind the fence.

    Raise ``ServeError`` where the kernel does not permit it. The process must have one thread.
    """
    before = _namespace()
    user, group = os.getuid(), os.getgid()
    if _unshared(_NEWUSER | _NEWNET):
        _map("setgroups", "deny")
        _map("uid_map", f"{user} {user} 1")
        _map("gid_map", f"{group} {group} 1")
    elif not _unshared(_NEWNET):
        why = os.strerror(ctypes.get_errno())
        raise ServeError(f"the kernel does not permit a network namespace ({why})")
    if _namespace() == before:
        raise ServeError("the network namespace did not change")
    try:
        _raise_loopback()
        listener = socket.create_server(PLACE, backlog=_BACKLOG)
    except OSError as error:
        raise ServeError(f"there is no loopback behind the fence ({error.strerror})") from error
    return listener


def _unshared(flags: int) -> bool:
    """Move this process into new namespaces (unshare(2)); say whether it could."""
    library = ctypes.CDLL(None, use_errno=True)
    return bool(hasattr(library, "unshare") and library.unshare(flags) == 0)


def _map(name: str, text: str) -> None:
    """Be the same user behind the fence (user_namespaces(7))."""
    try:
        Path("/proc/self", name).write_text(text, encoding="ascii")
    except OSError as error:
        raise ServeError(f"the kernel does not permit a user namespace ({error})") from error


def _namespace() -> str:
    """Name the network namespace of this process."""
    try:
        return str(Path("/proc/self/ns/net").readlink())
    except OSError as error:
        raise ServeError("this system has no network namespaces") from error


def _raise_loopback() -> None:
    """Switch the loopback on."""
    with socket.socket() as any_socket:
        request = struct.pack("16sh14x", b"lo", _UP | _RUNNING)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, request)
