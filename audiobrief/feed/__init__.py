"""Runs a feed over time: sources, new and corrected articles, the published files, upkeep."""
