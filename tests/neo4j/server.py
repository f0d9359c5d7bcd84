"""Starting and stopping a Neo4j Community server on a free loopback port."""

from __future__ import annotations

import os
import secrets
import shlex
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import neo4j

from tests.neo4j.jars import Unavailable, Version, chosen, fetch, find_java

START_SECONDS = 90.0
TLS = """server.bolt.tls_level=REQUIRED
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.base_directory={}
dbms.ssl.policy.bolt.client_auth=NONE
"""
OPENS = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


@dataclass(frozen=True)
class Running:
    """A server that answers: where it is, its password, its process."""

    url: str
    password: str
    pid: int
    folder: Path


def start(
    folder: Path,
    version: Version | None = None,
    *,
    heap: str = "512m",
    again: Running | None = None,
    tls: Path | None = None,
) -> Running:
    """Start a server whose data live in ``folder``, and wait until it answers.

    Args:
        version: the one that the environment chooses, unless it is named.
        again: the server that ran there before: the new one takes its port and password.
        tls: folder with ``private.key`` and ``public.crt``; the server then takes encrypted
            connections alone.

    Raises:
        Unavailable: no fitting Java, no Maven, or it did not come up.
    """
    version = version or chosen()
    jars = fetch(version)
    java, major = find_java(version)
    port = int(again.url.rpartition(":")[2]) if again else _free_port()
    password = again.password if again else secrets.token_hex(16)  # no leading "-"
    _configure(folder, port, tls)
    environment = _environment(folder)
    base = [java, *_flags(major, heap), "-cp", f"{jars}/*"]
    if again is None:
        _set_password(base, environment, password)
    log = (folder / "console.log").open("ab")
    process = subprocess.Popen(
        [
            *base,
            version.entry,
            f"--home-dir={folder}",
            f"--config-dir={folder / 'conf'}",
            "--console-mode",
        ],
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    scheme = "neo4j+ssc" if tls else "neo4j"
    running = Running(f"{scheme}://neo4j@127.0.0.1:{port}", password, process.pid, folder)
    _wait(running, process)
    return running


def admin(folder: Path, *command: str) -> None:
    """Run a command that calls ``neo4j-admin``, on the stopped server whose home is ``folder``.

    Raises:
        Unavailable: no fitting Java, no Maven.
        AssertionError: the command failed; with what it said.
    """
    version = chosen()
    jars = fetch(version)
    java, major = find_java(version)
    _configure(folder, _free_port())
    tool = folder / "bin" / "neo4j-admin"
    tool.parent.mkdir(exist_ok=True)
    words = [java, *_flags(major, "512m"), "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool"]
    tool.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    path = os.pathsep.join([str(tool.parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=folder,  # where the tool leaves its report
        env={**_environment(folder), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def stop(pid: int, seconds: float = 20.0) -> None:
    """Ask a server to stop, and wait until it has."""
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if os.waitpid(pid, os.WNOHANG)[0]:
                return
        except ChildProcessError:
            if not Path(f"/proc/{pid}").exists():
                return
        time.sleep(0.1)


def _configure(folder: Path, port: int, tls: Path | None = None) -> None:
    (folder / "conf").mkdir(parents=True, exist_ok=True)
    (folder / "conf" / "neo4j.conf").write_text(
        f"""server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=128m
{TLS.format(tls) if tls else ""}""",
        encoding="utf-8",
    )


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")}


def _flags(major: int, heap: str) -> list[str]:
    flags = [f"-Xmx{heap}", "-Xms128m", "-XX:+UseSerialGC"]
    flags += [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENS]
    flags += ["--enable-native-access=ALL-UNNAMED"] if major >= 21 else []
    flags += ["--sun-misc-unsafe-memory-access=allow"] if major >= 24 else []
    return flags


def _set_password(base: list[str], environment: dict[str, str], password: str) -> None:
    command = [*base, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable("the server's first password could not be set")


def _wait(running: Running, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise Unavailable(f"the server ended at once, see {running.folder / 'console.log'}")
        try:
            address = running.url.replace("neo4j", "bolt", 1).replace("neo4j@", "")
            with neo4j.GraphDatabase.driver(address, auth=("neo4j", running.password)) as driver:
                driver.verify_connectivity()
                return
        except neo4j.exceptions.DriverError:
            time.sleep(0.3)
    stop(process.pid)
    raise Unavailable("the server did not answer in time")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
