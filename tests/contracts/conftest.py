"""Fixtures of the contract."""

from __future__ import annotations

from tests.contracts.databases import (
    handbook as handbook,
)
from tests.contracts.databases import (
    hands as hands,
)
from tests.contracts.databases import (
    postgres_database as postgres_database,
)
from tests.contracts.databases import (
    postgres_server as postgres_server,
)
from tests.contracts.databases import (
    storage as storage,
)
