"""Frames between web process and worker."""

import socket
import threading

import pytest

from samgraf.store import wire


def test_a_query_survives_the_wire() -> None:
    query = wire.Query(
        "ASK { ?s ?p '\ud800æ' }",
        "text/csv",
        None,
        ("https://example.org/g",),
        (),
        "https://example.org/",
        {"s": '"x"@da'},
    )
    here, there = socket.socketpair()
    with here, there:
        here.sendall(query.encode())
        kind, payload = wire.FrameReader(there).read()
    assert kind == wire.QUERY
    assert wire.Query.decode(payload) == query


def test_frames_may_arrive_in_any_pieces() -> None:
    data = wire.frame(wire.DATA, b"abc") + wire.frame(wire.END)
    here, there = socket.socketpair()
    with here, there:
        reader = wire.FrameReader(there)
        here.sendall(data[:6])
        here.sendall(data[6:])
        assert reader.read() == (wire.DATA, b"abc")
        assert reader.read() == (wire.END, b"")


@pytest.mark.parametrize("size", [0, 3, 7])
def test_a_short_frame_is_a_failure(size: int) -> None:
    here, there = socket.socketpair()
    with there:
        with here:
            here.sendall(wire.frame(wire.DATA, b"abc")[:size])
        with pytest.raises(wire.Closed):
            wire.FrameReader(there).read()


def test_a_connection_that_fails_in_any_way_has_ended() -> None:
    here, there = socket.socketpair()
    with here, there:
        there.setblocking(False)  # so that reading fails where nothing has come
        with pytest.raises(wire.Closed, match="temporarily unavailable"):
            wire.FrameReader(there).read()


def test_what_comes_quickly_and_what_comes_late_is_read_alike() -> None:
    here, there = socket.socketpair()
    with here, there:
        reader = wire.FrameReader(there)
        here.sendall(wire.frame(wire.DATA, b"at once"))
        assert reader.read() == (wire.DATA, b"at once")
        later = threading.Timer(0.05, here.sendall, [wire.frame(wire.DATA, b"late")])
        later.start()
        assert reader.read() == (wire.DATA, b"late")
        later.join()


def test_an_end_that_comes_at_once_is_a_failure_too() -> None:
    here, there = socket.socketpair()
    with there:
        reader = wire.FrameReader(there)
        here.sendall(wire.frame(wire.END))
        assert reader.read() == (wire.END, b"")
        here.close()
        with pytest.raises(wire.Closed):
            reader.read()
