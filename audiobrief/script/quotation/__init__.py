"""Quotes and their sources: marks, reporting verbs, people, speakers."""
