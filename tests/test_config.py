"""Settings: defaults < file < environment < option; what is wrong is named with its remedy."""

from pathlib import Path

import pytest

from samgraf import config
from samgraf.config import Settings
from samgraf.errors import Misuse


def read(tmp_path: Path, toml: str = "", warnings: list[str] | None = None, **env: str) -> Settings:
    file = tmp_path / "samgraf.toml"
    file.write_text(toml, encoding="utf-8")
    told = warnings if warnings is not None else []
    return config.read(file, env, told.append)


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings()


def test_the_environment_beats_the_file_and_an_option_beats_both(tmp_path: Path) -> None:
    settings = read(tmp_path, "[serve]\nport = 8100\nthreads = 4", SAMGRAF_SERVE_PORT="8200")
    assert (settings.serve.port, settings.serve.threads) == (8200, 4)
    assert config.change(settings, "serve", port=8300, host=None).serve.port == 8300


def test_the_processor_limit_follows_the_query_limit_unless_it_is_set(tmp_path: Path) -> None:
    assert read(tmp_path, SAMGRAF_LIMITS_QUERY_SECONDS="2").limits.cpu_seconds == 2
    both = read(tmp_path, SAMGRAF_LIMITS_QUERY_SECONDS="2", SAMGRAF_LIMITS_CPU_SECONDS="5")
    assert both.limits.cpu_seconds == 5


def test_a_truth_is_read_from_file_and_environment(tmp_path: Path) -> None:
    assert read(tmp_path, "").serve.links is True
    assert read(tmp_path, "[serve]\nlinks = false").serve.links is False
    assert read(tmp_path, "[serve]\nlinks = false", SAMGRAF_SERVE_LINKS="true").serve.links is True
    off = read(tmp_path, "", SAMGRAF_SERVE_LINKS="False")
    assert config.from_json(config.to_json(off)).serve.links is False


def test_settings_survive_the_way_to_a_child(tmp_path: Path) -> None:
    settings = read(tmp_path, '[build]\ndata_date = "2020-02-29"\n[limits]\nquery_seconds = 2.5')
    assert config.from_json(config.to_json(settings)) == settings


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[serve]\nprot = 1", r"unknown key prot in \[serve\]: did you mean port\?"),
        ("[server]\nport = 1", r"unknown section \[server\]: did you mean serve\?"),
        ("[serve]\nport = 70000", "port must lie between 1 and 65535, not 70000"),
        ('[serve]\nport = "high"', r"\[serve\] port: 'high' is not a whole number; write"),
        ("[limits]\nquery_seconds = 0", "query_seconds must be greater than 0, not 0"),
        ("[limits]\nquery_seconds = inf", "query_seconds must be 1,000,000,000 at most, not inf"),
        ("[limits]\nmemory_mib = 99999999999999999", "memory_mib must be 1,000,000,000 at most"),
        (
            "[build]\ndata_date = 0001-01-01",
            "data_date must lie in the years 1900 to 2200, not 0001",
        ),
        (
            "[build]\ndata_date = 9999-12-31",
            "data_date must lie in the years 1900 to 2200, not 9999",
        ),
        ("[limits]\nmemory_mib = " + "9" * 5000, "this is not TOML"),
        ("x = " + "[" * 3000, "this is not TOML"),
        ("[limits]\nquery_seconds = nan", "query_seconds must be greater than 0"),
        ("[limits]\nslots = 1.5", "1.5 is not a whole number"),
        ('[build]\ndata_date = "soon"', "'soon' is not a day such as"),
        ("[serve]\nlinks = 1", "1 is not a word of true and false; write"),
        ("port = ", "this is not TOML"),
    ],
)
def test_a_wrong_setting_is_misuse(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(Misuse, match=message) as refusal:
        read(tmp_path, toml)
    assert refusal.value.exit_status == 2


def test_an_unknown_variable_is_a_warning_with_the_nearest_known_one(tmp_path: Path) -> None:
    warnings: list[str] = []
    read(tmp_path, warnings=warnings, SAMGRAF_LIMITS_QUERY_SECOND="2", HOME="/")
    assert len(warnings) == 1
    assert "did you mean SAMGRAF_LIMITS_QUERY_SECONDS?" in warnings[0]


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="no such file"):
        config.read(tmp_path / "none.toml", {}, lambda _: None)
