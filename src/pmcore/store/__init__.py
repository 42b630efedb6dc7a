"""Floor 2, beside the engine: where books are kept; the only place with SQL and drivers."""
