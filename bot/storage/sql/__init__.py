"""Storage in a database: SQLite through one writer thread, PostgreSQL through a pool. The statements are the same."""
