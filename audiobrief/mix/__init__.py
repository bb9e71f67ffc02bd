"""Segments and clips to the audio of an episode.

``frames`` knows MP3 frames, ``arrange`` decides what is heard when (pure), ``chunks`` turns a clip into frames,
``loudness`` and ``limiter`` keep it at one level, ``earcons`` is pydub's part, ``join`` writes the file.
docs/mixing.md tells how they work together.
"""
