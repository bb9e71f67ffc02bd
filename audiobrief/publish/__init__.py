"""An episode becomes files to open or subscribe to: one format per module, all from the same timeline and chapters.

Every function takes values of :mod:`audiobrief.model` and returns text or bytes; nothing here opens a file or reads
the clock, so the same episode gives the same bytes. docs/outputs.md says which file is which.
"""
