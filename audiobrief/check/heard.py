"""Whether an episode is heard as it is written: what a recogniser makes of the sound, held against the transcript.

A recogniser mishears names, and writes numbers its own way. So where its words differ from the text's it is asked again:
how much more likely is what it heard than the text itself, in this place of this sound? A name that was said right is
nearly as likely as what it was taken for; words that were not said are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

RATE_HZ = 16_000
"""Of the sound that recognisers take."""

Sound = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or so, and when it is said."""

    start_ms: int
    end_ms: int
    text: str
