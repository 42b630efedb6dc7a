"""Floor 2, pure: judges steps, writes entries, folds forms, and derives what is owed and what time does."""
