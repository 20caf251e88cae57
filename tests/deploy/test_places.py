from pathlib import Path

from deploy.places import REPO, Places, write_private


def test_defaults_lie_in_the_checkout_and_the_home() -> None:
    places = Places.from_environ({})
    assert places.data == REPO / ".nhip"
    assert places.cache == Path.home() / ".cache" / "nhip"


def test_the_environment_moves_them_and_paths_are_absolute() -> None:
    places = Places.from_environ({"NHIP_DATA_DIR": "here", "NHIP_CACHE_DIR": "/there"})
    assert places.data == Path.cwd() / "here"
    assert places.cache == Path("/there")


def test_the_data_directory_cannot_be_listed_by_others(tmp_path: Path) -> None:
    places = Places(data=tmp_path / "d", cache=tmp_path / "c")
    places.make()
    assert places.data.stat().st_mode & 0o777 == 0o711
    assert places.log_dir.is_dir() and places.run_dir.is_dir() and places.cache.is_dir()


def test_private_files_are_for_their_owner(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
