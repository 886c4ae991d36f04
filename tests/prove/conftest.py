"""Fixtures of the proofs."""

from __future__ import annotations

from tests.contracts.databases import (
    postgres_database as postgres_database,
)
from tests.contracts.databases import (
    postgres_server as postgres_server,
)
