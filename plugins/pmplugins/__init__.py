"""The chapters of the procedure: one module each, none of which knows another."""
