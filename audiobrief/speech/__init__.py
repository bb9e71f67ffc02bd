"""Utterances become Clips: engines, casts, and the booth that never loses a word.

:mod:`audiobrief.speech.engine` says what an engine is and finds them, :mod:`~audiobrief.speech.casting` maps roles to
voices, :mod:`~audiobrief.speech.booth` speaks, proves and keeps clips. One module per engine; an engine imports its
library late, so importing this package is light and works with no engine installed.
"""

from __future__ import annotations

from audiobrief.speech.engine import DEADLINE_S as DEADLINE_S
from audiobrief.speech.engine import Engine as Engine
from audiobrief.speech.engine import Features as Features
from audiobrief.speech.engine import engines as engines
from audiobrief.speech.voice_match import EngineVoice as EngineVoice
