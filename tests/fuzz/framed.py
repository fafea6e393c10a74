"""Frames are the same however their bytes arrive, and what is written is read back the same."""

import socket
from itertools import pairwise

from samgraf.store import wire

from .target import Target

Frame = tuple[bytes, bytes]
_WHOLE = 4096  # bytes that are also cut between every two


def frames(pieces: list[bytes]) -> list[Frame]:
    """Read frames from pieces; each is asked for as soon as it is there."""
    reader, found = wire.Frames(), list[Frame]()
    for piece in pieces:
        reader.feed(piece)
        while (frame := reader.next()) is not None:
            found.append(frame)
    return found


def by_hand(data: bytes) -> list[Frame]:
    """Read frames as the description says: a length, a kind, a payload."""
    found, place = list[Frame](), 0
    while place + 5 <= len(data):
        length = int.from_bytes(data[place : place + 4], "little")
        begin = place + 5
        if begin + length > len(data):
            break
        found.append((data[place + 4 : begin], data[begin : begin + length]))
        place = begin + length
    return found


def over_a_socket(data: bytes) -> tuple[list[Frame], bool]:
    """Read frames from a socket to its end; tell whether that came as an error."""
    here, there = socket.socketpair()
    with there:
        with here:
            here.sendall(data)
        reader, found = wire.FrameReader(there), list[Frame]()
        try:
            while True:
                found.append(reader.read())
        except wire.Closed:
            return found, True


def cuts(data: bytes) -> list[bytes]:
    """Cut bytes in pieces as they themselves say."""
    places = sorted({0, len(data), *(byte * len(data) // 255 for byte in data[:16])})
    return [data[begin:end] for begin, end in pairwise(places)]


def check(data: bytes) -> None:
    expected = by_hand(data)
    for pieces in ([data], cuts(data), [bytes([byte]) for byte in data[:_WHOLE]]):
        assert frames(pieces) == expected, "other frames in other pieces"
    assert over_a_socket(data) == (expected, True), "other frames over a socket"
    _round(data.decode("utf-8", "surrogatepass" if data[:1] < b"\x80" else "replace"))


def _round(text: str) -> None:
    """Write what a text makes and read it back, whole and without its last byte."""
    parts = tuple(text.split("\n"))
    asked = wire.Query(text, None, parts[0], parts, parts[1:], parts[-1], {parts[0]: text}, text)
    update = wire.Update(text, parts, parts[1:], parts[-1])
    deposit = wire.Deposit(parts[0], text, tuple((part, text) for part in parts[:9]), None)
    for kind, one in ((wire.QUERY, asked), (wire.UPDATE, update), (wire.DEPOSIT, deposit)):
        sent = one.encode()
        [(read, payload)] = frames([sent])
        assert (read, type(one).decode(payload)) == (kind, one), "read otherwise than written"
        assert frames([sent[:-1]]) == [], "a short frame is taken for a whole one"


def _check(data: bytes) -> None:
    try:
        check(data)
    except UnicodeDecodeError:
        check(b"\xff" + data)


TARGET = Target("wire", _check, longest=4096, seconds=0.1, per_kib=0.05, few=150)
