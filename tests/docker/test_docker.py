"""The container files, checked without an engine: linted, validated, and read for promises."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

DOCKER = Path(__file__).resolve().parents[2] / "docker"
BIN = Path(sys.executable).parent


def tool(name: str) -> str:
    found = shutil.which(name, path=str(BIN)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=DOCKER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def services() -> dict:
    return yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))["services"]


def test_the_composition_is_whole():
    run(tool("docker-compose"), "-f", "compose.yaml", "config", "-q")


def test_the_composition_fits_its_schema():
    run(tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", "compose.yaml")


def test_the_dockerfile_is_clean():
    run(tool("hadolint"), "Dockerfile")


def test_nothing_listens_beyond_this_machine(services):
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_images_are_pinned_and_memory_is_bounded(services):
    for name, service in services.items():
        assert ":" in service["image"], name
        assert not service["image"].endswith(":latest"), name
        assert service["mem_limit"], name


def test_coterie_waits_until_the_server_is_healthy(services):
    assert services["neo4j"]["healthcheck"]["test"]
    for name in ("load", "analyze", "coterie"):
        assert services[name]["depends_on"]["neo4j"]["condition"] == "service_healthy"
        assert services[name]["profiles"]


def test_no_password_stands_in_the_files(services):
    for service in services.values():
        for key, value in service.get("environment", {}).items():
            if "AUTH" in key or "PASSWORD" in key:
                assert key.endswith("_FILE"), key
                assert value.startswith("/run/secrets/")


def test_the_image_runs_without_rights():
    lines = (DOCKER / "Dockerfile").read_text(encoding="utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert users[-1] not in {"root", "0"}
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all(":" in base and not base.endswith(":latest") for base in bases)
