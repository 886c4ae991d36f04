"""A page over storage in memory, and somebody in front of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.web.site import Site
from tests.bot.web.people import Person, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path)


@pytest.fixture
def person(site: Site) -> Person:
    return Person.new(site)
