"""Laws, as properties."""
