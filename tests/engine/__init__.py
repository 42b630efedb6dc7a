"""The engine, by small registers of its own."""
