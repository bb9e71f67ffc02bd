"""Throws mutated pages, feeds, texts and files at the parts that read them: ``make fuzz SECONDS=…``."""
