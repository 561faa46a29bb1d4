"""How a lesson looks and is saved in Jupyter: a small extension, a save hook, settings."""
