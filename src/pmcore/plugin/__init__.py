"""Floor 1: finding plugins, the tables of what they declare, and the words for it in each language."""
