"""What the program knows of each language: a folder a language, named by its tag, data only."""
