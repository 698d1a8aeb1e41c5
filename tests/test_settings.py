"""Settings: who wins, what is refused and with which words, and the page that lists them all.

How the parts use them is tested with the parts.
"""

import os
from pathlib import Path

import pytest

from relevo.settings import Misconfigured, Settings, load

DOCUMENT = Path(__file__).parents[1] / "docs" / "settings.md"


def test_without_anything_said_every_setting_has_its_default() -> None:
    loaded = load(None, {})

    assert loaded.settings == Settings()
    assert {origin.source for origin in loaded.origins()} == {"default"}


def test_a_flag_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    file = tmp_path / "relevo.toml"
    file.write_text('[server]\nport = 1111\nhost = "10.0.0.1"\n[log]\nlevel = "debug"\n')

    environ = {"RELEVO__SERVER__PORT": "2222", "RELEVO__LOG__LEVEL": "warning"}
    loaded = load(file, environ, {"log.level": "error", "server.host": None})

    assert (loaded.settings.server.port, loaded.settings.server.host, loaded.settings.log.level) == (
        2222,
        "10.0.0.1",
        "error",
    )
    sources = {origin.name: origin.source for origin in loaded.origins()}
    assert sources["server.port"] == "RELEVO__SERVER__PORT"
    assert sources["server.host"] == str(file)
    assert sources["log.level"] == "flag"
    assert sources["log.format"] == "default"


def test_the_environment_speaks_text_and_means_types() -> None:
    environ = {
        "RELEVO__LIMITS__EXEMPT_LOOPBACK": "true",
        "RELEVO__SERVER__TRUSTED_PROXIES": "10.0.0.0/8, ::1",
        "RELEVO__DATABASE__URL": "sqlite:////var/lib/relevo.db",
        "UNRELATED": "x",
    }
    settings = load(None, environ).settings

    assert settings.limits.exempt_loopback is True
    assert settings.server.trusted_proxies == ("10.0.0.0/8", "::1")
    assert settings.database.url == "sqlite:////var/lib/relevo.db"


def test_a_missing_file_is_no_fault(tmp_path: Path) -> None:
    assert load(tmp_path / "relevo.toml", {}).settings == Settings()


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"RELEVO__SERVER__PROT": "1"}, "there is no setting 'server.prot'; did you mean 'server.port'?"),
        ({"RELEVO__NONSENSE": "1"}, "there is no setting 'nonsense'; see docs/settings.md"),
        ({"RELEVO__SERVER__PORT": "lots"}, "server.port cannot be 'lots'; it takes a whole number from 0 to 65535"),
        ({"RELEVO__SERVER__PORT": "70000"}, "server.port cannot be '70000'; it takes a whole number from 0 to 65535"),
        ({"RELEVO__LOG__FORMAT": "xml"}, "log.format cannot be 'xml'; it takes console, json"),
        ({"RELEVO__SERVER__PUBLIC_URL": "chat.example.org"}, "it takes an address like https://chat.example.org"),
        ({"RELEVO__LIMITS__EXEMPT_LOOPBACK": "perhaps"}, "it takes true or false"),
        (
            {"RELEVO__SERVER__TRUSTED_PROXIES": "10.0.0.0/99"},
            "'10.0.0.0/99' does not appear to be an IPv4 or IPv6 network",
        ),
    ],
)
def test_a_wrong_setting_is_refused_with_its_mend(environ: dict[str, str], told: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        load(None, environ)
    assert told in str(refused.value)


def test_all_faults_are_told_at_once_each_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "relevo.toml"
    file.write_text('port = 1\n[server]\nport = "8080"\n[[limits]]\nx = 1\n')

    with pytest.raises(Misconfigured) as refused:
        load(file, {"RELEVO__LOG__LEVEL": "loud"})

    lines = str(refused.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == [str(file)] * 3 + ["RELEVO__LOG__LEVEL"]
    assert "server.port cannot be '8080'" in lines[1]  # TOML has numbers: a text is a slip there


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "relevo.toml"
    file.write_text("port: 8080")
    with pytest.raises(Misconfigured, match=r"relevo\.toml: this is not TOML"):
        load(file, {})


def test_a_secret_is_never_told() -> None:
    file_faults = {"assistant.key": 5}
    with pytest.raises(Misconfigured) as refused:
        load(None, {}, file_faults)
    assert "5" not in str(refused.value)
    secret = {origin.name for origin in load(None, {}).origins() if origin.is_secret}
    assert secret == {"database.url", "fanout.url", "assistant.key"}


def test_the_public_address_follows_from_where_the_server_listens() -> None:
    server = load(None, {"RELEVO__SERVER__PORT": "9000"}).settings.server
    assert server.base_url() == "http://127.0.0.1:9000"
    assert server.base_url(1234) == "http://127.0.0.1:1234"
    proxied = load(None, {"RELEVO__SERVER__PUBLIC_URL": "https://chat.example.org/"}).settings.server
    assert proxied.base_url() == "https://chat.example.org"


def test_every_setting_is_documented() -> None:
    """`RELEVO_TEST_REWRITE=1 pytest tests/test_settings.py` writes the page anew."""
    if os.environ.get("RELEVO_TEST_REWRITE"):
        DOCUMENT.write_text(document(), "utf-8")
    assert DOCUMENT.read_text("utf-8") == document()


def document() -> str:
    lines = [
        "# Settings",
        "",
        "Every setting can stand in `relevo.toml` as `key` below `[section]`, or in the environment as `RELEVO__SECTION__KEY`; the environment wins.",
        "`relevo check` prints each with its value and where it came from. This page is written by `tests/test_settings.py`.",
    ]
    section = ""
    for origin in load(None, {}).origins():
        name, key = origin.name.split(".")
        if name != section:
            section = name
            about = type(getattr(Settings(), name)).__doc__ or ""
            lines += ["", f"## {name}", about, "", "| key | default | takes | what it does |", "|---|---|---|---|"]
        default = ", ".join(origin.value) if isinstance(origin.value, tuple) else str(origin.value)
        shown = f"`{default.lower() if isinstance(origin.value, bool) else default}`" if default else "(empty)"
        note = " *Secret: never printed.*" if origin.is_secret else ""
        lines.append(f"| `{key}` | {shown} | {origin.limits} | {origin.about}{note} |")
    return "\n".join(lines) + "\n"
