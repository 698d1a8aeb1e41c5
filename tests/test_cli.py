"""The command line as a person uses it: set up, look, mend, serve."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest


def relevo(folder: Path, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "relevo", *words],
        cwd=folder,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder in which `relevo init` has run."""
    done = relevo(tmp_path, "init", "--name", "Shop")
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_init_writes_settings_and_prints_a_link_for_the_first_account(tmp_path):
    done = relevo(tmp_path, "init", "--name", "Shop")

    assert "'Shop' is ready" in done.stdout
    assert re.search(r"/console/#/setup/\S{20,}", done.stdout)
    assert (tmp_path / "relevo.toml").exists()
    assert (tmp_path / "relevo.db").stat().st_mode & 0o077 == 0
    assert (tmp_path / "relevo.key").stat().st_mode & 0o077 == 0


def test_init_again_changes_nothing_but_the_link(installed):
    settings = (installed / "relevo.toml").read_text()

    again = relevo(installed, "init", "--name", "Other")

    assert "'Shop' is ready" in again.stdout
    assert (installed / "relevo.toml").read_text() == settings


def test_check_says_where_each_setting_comes_from_and_keeps_secrets(installed):
    told = relevo(installed, "check", RELEVO__SERVER__PORT="9999", RELEVO__ASSISTANT__KEY="hush").stdout

    assert "server.port = 9999  # RELEVO__SERVER__PORT" in told
    assert "server.host = '127.0.0.1'  # relevo.toml" in told
    assert "hush" not in told


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"RELEVO__SERVER__PORT": "99999"}, "a whole number from 0 to 65535"),
        ({"RELEVO__SERVER__PROT": "1"}, "did you mean 'server.port'?"),
        ({"RELEVO__DATABASE__URL": "mysql://x"}, "sqlite:///FILE"),
    ],
)
def test_a_wrong_setting_is_told_with_its_mend_and_no_traceback(installed, environ, told):
    failed = relevo(installed, "serve", **environ)

    assert failed.returncode == 2
    assert told in failed.stderr
    assert "Traceback" not in failed.stderr


def test_doctor_finds_what_is_well_and_what_is_not(installed):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        found = relevo(installed, "doctor", RELEVO__SERVER__PORT=port, RELEVO__ASSISTANT__URL="http://127.0.0.1:9/v1")

    assert found.returncode == 1
    assert "ok   database" in found.stdout
    assert "FAIL port" in found.stdout
    assert "FAIL assistant" in found.stdout


def test_migrate_tells_how_the_database_stands(installed):
    done = relevo(installed, "migrate")

    assert done.returncode == 0
    assert "up to date" in done.stdout


def test_accounts_are_made_with_a_password_that_is_shown_once(installed):
    made = relevo(installed, "user", "add", "--email", "ann@shop.example", "--name", "Ann", "--role", "owner")
    again = relevo(installed, "user", "add", "--email", "ANN@shop.example", "--name", "Ann")
    listed = relevo(installed, "user", "list")

    assert "password" in made.stdout
    assert again.returncode == 2
    assert "already" in again.stderr
    assert listed.stdout == "ann@shop.example\towner\tAnn\n"


def test_openapi_prints_the_document(tmp_path):
    document = json.loads(relevo(tmp_path, "openapi").stdout)

    assert document["openapi"].startswith("3.1")
    assert "/v1/conversations/{conversation_id}/take-over" in document["paths"]


def test_serve_takes_connections_prints_the_setup_link_and_stops_politely(installed):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "relevo", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=installed, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines: list[str] = []
        while "serving" not in "".join(lines):
            lines.append(process.stderr.readline())
            assert lines[-1], "".join(lines)
        assert httpx2.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
        token = re.search(r"/console/#/setup/(\S+)", "".join(lines))
        assert token is not None
        owner = {"token": token[1], "name": "Olu", "email": "olu@shop.example", "password": "a long enough phrase"}
        first = httpx2.post(f"http://127.0.0.1:{port}/v1/setup", json=owner)
        second = httpx2.post(f"http://127.0.0.1:{port}/v1/setup", json=owner)
        process.send_signal(signal.SIGTERM)
        assert process.wait(12) == 0

    assert first.status_code == 200
    assert second.status_code == 410


def test_a_second_process_on_the_same_database_is_kept_out(installed):
    command = [sys.executable, "-m", "relevo", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=installed, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "serving" not in process.stderr.readline():
            assert process.poll() is None

        second = relevo(installed, "serve", "--port", "0")

        process.send_signal(signal.SIGTERM)
        process.wait(12)
    assert second.returncode == 2
    assert str(process.pid) in second.stderr
