"""The generic names `schema`, `stream`, `web`, `alerts` and `deploy` are ours, nobody else's."""

import importlib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from deploy.places import REPO
from tests.codebase.files import PACKAGES


@pytest.mark.parametrize("name", PACKAGES)
def test_import_takes_our_package(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__file__ is not None, f"{name}/__init__.py is missing"
    assert Path(module.__file__).is_relative_to(REPO)


@pytest.mark.parametrize("name", PACKAGES)
def test_no_installed_distribution_has_the_name(name: str) -> None:
    assert name not in packages_distributions()
