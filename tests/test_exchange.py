"""A request as HTTP has it becomes a path of this site."""

import pytest

from samgraf.web.exchange import origin_form


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/sparql", "/sparql"),
        ("http://localhost/sparql", "/sparql"),
        ("HTTPS://some.example:8443/id/a/b//c", "/id/a/b//c"),
        ("http://localhost", "/"),
        ("/http://localhost/x", "/http://localhost/x"),
    ],
)
def test_a_target_with_scheme_and_host_is_its_path(target: str, path: str) -> None:
    given = {"type": "http", "path": target, "raw_path": target.encode(), "method": "GET"}
    read = origin_form(given)
    assert (read["path"], read["raw_path"]) == (path, path.encode())
    assert read["method"] == "GET"
