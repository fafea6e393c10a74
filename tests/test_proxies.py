"""Who asks: what proxies say is believed of those that are trusted, and of nobody else."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from samgraf.cli.commands import cli
from samgraf.web.exchange import Exchange
from samgraf.web.proxies import Proxies

from .asking import get
from .serving import TIGHT, Server, make_version, point_to, some_quads

TRUSTED = ("10.0.0.0/8", "fd00::/8", "127.0.0.1")


def seen(peer: str, trusted: tuple[str, ...] = TRUSTED, **headers: str) -> tuple[str, str]:
    """Return client and scheme of a request."""
    named = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {"method": "GET", "path": "/", "headers": named, "client": (peer, 1)}
    exchange = Exchange(scope, None, None)  # type: ignore[arg-type]
    Proxies(trusted).look_through(exchange)
    return exchange.client, exchange.scheme


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "198.51.100.1, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        ("10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "192.0.2.7:4711", "192.0.2.7"),
        ("fd00::1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("::ffff:10.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "192.0.2.7, nonsense, 10.0.0.2", "10.0.0.2"),
        ("192.0.2.1", "198.51.100.1", "192.0.2.1"),
        ("local", "198.51.100.1", "local"),
    ],
)
def test_the_client_is_the_last_address_that_is_no_trusted_proxy(
    peer: str, forwarded: str, client: str
) -> None:
    assert seen(peer, x_forwarded_for=forwarded)[0] == client


@pytest.mark.parametrize(
    ("peer", "forwarded", "scheme"),
    [
        ("10.0.0.1", "https", "https"),
        ("10.0.0.1", "http, https", "https"),
        ("10.0.0.1", "javascript", "http"),
        ("192.0.2.1", "https", "http"),
    ],
)
def test_the_scheme_is_what_a_trusted_proxy_says(peer: str, forwarded: str, scheme: str) -> None:
    assert seen(peer, x_forwarded_proto=forwarded)[1] == scheme


def test_without_trusted_proxies_nobody_is_believed() -> None:
    assert seen("127.0.0.1", (), x_forwarded_for="192.0.2.7") == ("127.0.0.1", "http")


@pytest.mark.slow
def test_a_server_does_not_believe_its_own_machine_by_itself(tmp_path: Path) -> None:
    make_version(tmp_path, "v1", some_quads(20))
    point_to(tmp_path, "v1")
    with Server(tmp_path, TIGHT) as server:
        text = "SELECT ?b { BIND(IRI('') AS ?b) }"
        spoofed = get(server.port, text, X_Forwarded_Proto="https", Accept="text/csv")
    assert b"http://127.0.0.1:" in spoofed.body


@pytest.mark.parametrize("key", ["trusted_proxies", "metrics_allow"])
@pytest.mark.parametrize(
    ("written", "why"),
    [("10.0.0.0/33", "unreadable"), ("proxy", "unreadable"), ("10.0.0.1/8", "bits set")],
)
def test_what_is_no_network_stops_the_command(key: str, written: str, why: str) -> None:
    variables = {f"SAMGRAF_SERVE_{key}".upper(): f"::1,{written}"}
    result = CliRunner().invoke(cli, ["status"], env=variables)
    assert result.exit_code == 2
    assert f"[serve] {key}: '{written}' is no address or network" in result.stderr
    assert why in result.stderr
