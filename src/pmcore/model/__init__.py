"""Floor 0, pure: what a chapter declares (registers, steps, rules, figures) and the values in it."""
