"""``python -m audiobrief`` is the ``audiobrief`` command."""

from audiobrief.cli import main

main()
