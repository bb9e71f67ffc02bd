"""An article's blocks -> segments: reading order, cues, pauses, chapters."""
