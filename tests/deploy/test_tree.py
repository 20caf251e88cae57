"""How the tree is made: by a stand-in for apt; the real one is in tests/deploy/live."""

from pathlib import Path

import pytest

from deploy.errors import CannotStart
from deploy.tree import run, signed_by, source, tree
from tests.deploy.fakes import silent

DEB822 = """Types: deb
URIs: http://mirror/debian
Suites: bookworm
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
URIs: http://mirror/security
Signed-By: /usr/share/keyrings/other.gpg
"""


class Apt:
    """Says what apt would say, lays out what dpkg-deb would."""

    def __init__(self, entry: str, *, lists: bool = True, packages: int = 2) -> None:
        self.said: list[tuple[str, ...]] = []
        self._entry, self._lists, self._packages = entry, lists, packages

    def __call__(self, *words: str) -> str:
        self.said.append(words)
        if words[:2] == ("apt-get", "indextargets"):
            return self._targets()
        if words == ("apt-get", "update", "-qq"):
            self._lists = True
        if "--download-only" in words:
            self._download(words)
        if words[0] == "dpkg-deb":
            Path(words[3], "etc").mkdir(parents=True, exist_ok=True)
            Path(words[3], "etc", Path(words[2]).stem).touch()
        return ""

    def _targets(self) -> str:
        if not self._lists:
            return f"$(ORIGIN)|$(CODENAME)|main|http://mirror/debian|{self._entry}\n"
        return (
            f"Other|bookworm|main|http://else|{self._entry}\n"
            f"Debian|bookworm-security|main|http://mirror/security|{self._entry}\n"
            f"Debian|bookworm|main|http://mirror/debian|{self._entry}\n"
        )

    def _download(self, words: tuple[str, ...]) -> None:
        (cache,) = (Path(word[11:]) for word in words if word.startswith("Dir::Cache="))
        for number in range(self._packages):
            (cache / "archives" / f"{number}.deb").touch()


@pytest.fixture
def entry(tmp_path: Path) -> str:
    """Where an entry of apt's sources stands."""
    file = tmp_path / "debian.sources"
    file.write_text(DEB822)
    return f"{file}:1"


def test_mirror_and_keyring_are_those_of_the_machines_own_debian(entry: str) -> None:
    wanted = "deb [signed-by=/usr/share/keyrings/debian.gpg] http://mirror/debian trixie main\n"
    assert source(Apt(entry)) == wanted


def test_a_machine_that_never_updated_its_lists_does_it_once(entry: str) -> None:
    apt = Apt(entry, lists=False)
    assert "http://mirror/debian trixie" in source(apt)
    assert apt.said.count(("apt-get", "update", "-qq")) == 1


def test_a_machine_without_debian_is_told_what_to_do() -> None:
    with pytest.raises(CannotStart, match=r"expected a Debian archive .* Set DATABASE_URL"):
        source(lambda *words: "Ubuntu|noble|main|http://mirror|/etc/apt/sources.list:1\n")


def test_the_keyring_is_that_of_the_entry_alone(tmp_path: Path, entry: str) -> None:
    assert signed_by(entry) == "/usr/share/keyrings/debian.gpg"
    assert signed_by(entry.replace(":1", ":6")) == "/usr/share/keyrings/other.gpg"
    lines = tmp_path / "sources.list"
    lines.write_text("deb [arch=amd64 signed-by=/a.gpg] http://a b main\ndeb http://c d main\n")
    assert signed_by(f"{lines}:1") == "/a.gpg"
    assert signed_by(f"{lines}:2") is None


def test_it_is_made_once_and_apart_from_the_machine(tmp_path: Path, entry: str) -> None:
    apt, cache = Apt(entry), tmp_path / "cache"
    place = tree(cache, silent()[0], apt)
    assert {"0", "1", "passwd"} <= {path.name for path in (place / "etc").iterdir()}
    assert (place / "bin").readlink() == Path("usr/bin") and (place / "srv/nhip").is_dir()
    (install,) = (words for words in apt.said if "--download-only" in words)
    assert "postgresql-17-timescaledb" in install
    status = next(word for word in install if word.startswith("Dir::State::status="))
    assert status.startswith(f"Dir::State::status={cache}")
    assert sorted(path.name for path in cache.iterdir()) == [place.name, f"{place.name}.lock"]
    begun = len(apt.said)
    assert tree(cache, silent()[0], apt) == place and len(apt.said) == begun


def test_one_that_was_begun_and_broken_off_does_not_count(tmp_path: Path, entry: str) -> None:
    class Broken(Apt):
        def __call__(self, *words: str) -> str:
            if words[0] == "dpkg-deb":
                raise CannotStart("disk full")
            return super().__call__(*words)

    cache = tmp_path / "cache"
    with pytest.raises(CannotStart, match="disk full"):
        tree(cache, silent()[0], Broken(entry))
    assert (tree(cache, silent()[0], Apt(entry)) / "etc" / "0").exists()


def test_a_program_that_fails_or_is_missing_is_named() -> None:
    assert run("echo", "there") == "there\n"
    with pytest.raises(CannotStart, match="expected sh to succeed, got status 2: no such mirror"):
        run("sh", "-c", "echo no such mirror >&2; exit 2")
    with pytest.raises(CannotStart, match=r"expected Debian with apt, found no no-such-program"):
        run("no-such-program")
