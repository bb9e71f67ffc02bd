"""What is typed after ``audiobrief``: one verb or family of verbs a module, joined by :mod:`audiobrief.cli`.

A command parses, calls the rooms that do the work and prints plain lines; no logic lives here. Heavy modules are
imported by the command that needs them, so that ``--help`` answers at once.
"""
