"""The command line of the desk, in Chinese and English."""
