import hashlib
from pathlib import Path

import pytest

from deploy import jars
from deploy.errors import CannotStart
from deploy.jars import Jar, classpath, locked
from tests.deploy.fakes import silent


def jar(name: str, content: bytes) -> Jar:
    digest = hashlib.sha256(content).hexdigest()
    return Jar(sha256=digest, group="org.here", artifact=name, version="1")


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bytes]:
    """Files that can be fetched, by name; fetching another one fails."""
    files: dict[str, bytes] = {}

    class Artifact:
        def __init__(self, name: str) -> None:
            self.name = name

        def resolve(self) -> Path:
            if self.name not in files:
                raise RuntimeError(f"{self.name} not found")
            place = tmp_path / "fetched" / self.name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(files[self.name])
            return place

    class Context:
        def __init__(self, **_: object) -> None: ...

        def project(self, group: str, artifact: str) -> "Context":
            self.name = artifact
            return self

        def at_version(self, version: str) -> "Context":
            return self

        def artifact(self) -> Artifact:
            return Artifact(self.name)

    monkeypatch.setattr(jars, "MavenContext", Context)
    return files


def test_the_lock_names_kafka_with_its_own_clients_and_no_host() -> None:
    names = {jar.file_name for jar in locked()}
    assert "kafka_2.13-4.3.1.jar" in names and "kafka-clients-4.3.1.jar" in names
    assert "://" not in jars.LOCK.read_text()
    assert all(len(jar.sha256) == 64 for jar in locked())


async def test_missing_files_are_fetched_once(remote: dict[str, bytes], tmp_path: Path) -> None:
    progress, out = silent()
    remote.update(a=b"A", b=b"B")
    wanted = (jar("a", b"A"), jar("b", b"B"))
    paths = await classpath(tmp_path, progress, wanted)
    assert [path.read_bytes() for path in paths] == [b"A", b"B"]
    assert "fetched 2 of 2" in out.getvalue()
    remote.clear()
    assert await classpath(tmp_path, progress, wanted) == paths


async def test_a_spoilt_file_is_fetched_anew(remote: dict[str, bytes], tmp_path: Path) -> None:
    progress, _ = silent()
    remote.update(a=b"A")
    (path,) = await classpath(tmp_path, progress, (jar("a", b"A"),))
    path.write_bytes(b"spoilt")
    await classpath(tmp_path, progress, (jar("a", b"A"),))
    assert path.read_bytes() == b"A"


async def test_a_file_that_is_not_as_locked_is_refused(
    remote: dict[str, bytes], tmp_path: Path
) -> None:
    progress, _ = silent()
    remote.update(a=b"something else")
    with pytest.raises(CannotStart, match=r"a-1.jar: expected sha256"):
        await classpath(tmp_path, progress, (jar("a", b"A"),))
    assert not (tmp_path / "kafka" / "a-1.jar").exists()


async def test_what_cannot_be_had_comes_with_the_fix(
    remote: dict[str, bytes], tmp_path: Path
) -> None:
    progress, _ = silent()
    with pytest.raises(CannotStart, match=r"a not found.*KAFKA_BOOTSTRAP_SERVERS"):
        await classpath(tmp_path, progress, (jar("a", b"A"),))
