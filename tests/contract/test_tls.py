"""Encrypted connections, from the command line to a real server with a certificate made here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from tests.contract.conftest import neo4j_or_skip
from tests.journeys.conftest import Coterie, runner
from tests.neo4j.server import start, stop
from tests.worlds.__main__ import main as plant

ACCOUNTS = "MATCH (a:Account) RETURN count(a) AS n"


@dataclass(frozen=True)
class Encrypted:
    """A server that takes encrypted connections alone; ``issuer`` is its CA's file."""

    place: str
    password: str
    issuer: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Encrypted]:
    folder = tmp_path_factory.mktemp("tls")
    kind = trustme.KeyType.RSA  # a form of private key that the server reads
    authority = trustme.CA(key_type=kind)
    own = authority.issue_cert("127.0.0.1", key_type=kind)
    own.private_key_pem.write_to_path(str(folder / "private.key"))
    (folder / "public.crt").write_bytes(b"".join(pem.bytes() for pem in own.cert_chain_pems))
    authority.cert_pem.write_to_path(str(folder / "issuer.pem"))
    running = neo4j_or_skip(lambda: start(folder / "neo4j", tls=folder))
    try:
        port = running.url.rpartition(":")[2]
        yield Encrypted(f"127.0.0.1:{port}", running.password, folder / "issuer.pem")
    finally:
        stop(running.pid)


@pytest.fixture(scope="module")
def workspace(server, tmp_path_factory) -> Path:
    """Folder of a small world whose graph is on that server."""
    folder = tmp_path_factory.mktemp("work")
    plant([str(folder / "world"), "--accounts", "4", "--seed", "3"])
    done = told(folder, server, "neo4j+s", trusted=True)("load", "world")
    assert done.code == 0, done.err
    return folder


def told(folder: Path, server: Encrypted, scheme: str, *, trusted: bool) -> Coterie:
    """``coterie`` with that form of the address, and the issuer among what it trusts or not."""
    trust = {"SSL_CERT_FILE": str(server.issuer)} if trusted else {"SSL_CERT_FILE": os.devnull}
    return runner(
        folder,
        COTERIE_GRAPH=f"{scheme}://{server.place}",
        COTERIE_GRAPH_PASSWORD=server.password,
        **trust,
    )


@pytest.mark.parametrize(
    ("scheme", "trusted"),
    [("neo4j+s", True), ("bolt+s", True), ("neo4j+ssc", False), ("bolt+ssc", False)],
)
def test_encrypted_addresses_answer_without_a_warning(server, workspace, tmp_path, scheme, trusted):
    for folder in (workspace, tmp_path):  # beside the facts, and from the address alone
        run = told(folder, server, scheme, trusted=trusted)
        done = run("cypher", ACCOUNTS, "--format", "json")
        assert (done.code, done.err) == (0, "1 row\n")
        assert done.json == [{"n": 4}]


@pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
def test_an_untrusted_certificate_is_one_line(server, tmp_path, scheme):
    done = told(tmp_path, server, scheme, trusted=False)("groups")
    [line] = done.err.splitlines()
    assert (done.code != 0, done.out) == (True, "")
    assert "certificate is not trusted" in line
    assert "SSL_CERT_FILE" in line
    assert server.password not in line


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_a_plain_address_is_told_that_the_server_may_want_encryption(server, tmp_path, scheme):
    done = told(tmp_path, server, scheme, trusted=True)("groups")
    [line] = done.err.splitlines()
    assert done.code != 0
    assert "+s address" in line


def test_an_encrypted_address_of_a_plain_server_is_one_line(neo4j_server, tmp_path):
    plain, password = neo4j_server
    place = plain.uri.partition("://")[2]
    run = runner(tmp_path, COTERIE_GRAPH=f"bolt+s://{place}", COTERIE_GRAPH_PASSWORD=password)
    done = run("groups")
    [line] = done.err.splitlines()
    assert done.code != 0
    assert "takes no encrypted connections" in line


def test_a_plain_address_of_another_machine_warns_before_it_tries(tmp_path):
    address = "neo4j://coterie.invalid:7687"
    done = runner(tmp_path, COTERIE_GRAPH=address, COTERIE_GRAPH_PASSWORD="secret-word")("groups")
    warning, error = done.err.splitlines()
    assert done.code != 0
    assert "not encrypted" in warning
    assert "no server answers" in error
    assert "secret-word" not in done.err
