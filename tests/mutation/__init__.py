"""What the scenarios notice when a declaration is changed."""
