"""Makes the earcons beside it: ``python voices/earcons/make_earcons.py``. Same script, same sounds.

Each sound is a few soft notes: a sine with two quiet overtones, 5 ms of rise, an exponential fall. They are short,
below 1.5 kHz (clear on a phone's loudspeaker and to ageing ears), and about as loud as speech at -19 LUFS.
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE_HZ = 22_050
PEAK = 0.4
RISE_S = 0.005
OVERTONES = ((1, 1.0), (2, 0.25), (3, 0.08))
# name: notes as (starts at, Hz, lasts, falls by 60 dB in), in seconds
EARCONS = {
    "notice": ((0.0, 659.26, 0.16, 0.35), (0.14, 493.88, 0.30, 0.45)),
    "quote-open": ((0.0, 587.33, 0.07, 0.25), (0.06, 783.99, 0.14, 0.25)),
    "quote-close": ((0.0, 783.99, 0.07, 0.25), (0.06, 587.33, 0.14, 0.25)),
    "chapter": ((0.0, 523.25, 0.50, 0.60), (0.0, 783.99, 0.50, 0.50)),
    "caption": ((0.0, 987.77, 0.12, 0.16),),
    "list": ((0.0, 659.26, 0.09, 0.16), (0.11, 659.26, 0.09, 0.16)),
}
Note = tuple[float, float, float, float]


def note(at_s: float, hz: float, lasts_s: float, falls_s: float) -> float:
    """One note ``at_s`` seconds after its start, -1 to 1."""
    if not 0 <= at_s < lasts_s:
        return 0.0
    envelope = min(1.0, at_s / RISE_S, (lasts_s - at_s) / RISE_S) * 10 ** (-3 * at_s / falls_s)
    return envelope * sum(level * math.sin(2 * math.pi * hz * n * at_s) for n, level in OVERTONES)


def earcon(notes: tuple[Note, ...]) -> bytes:
    """Signed 16-bit little-endian mono PCM, its highest sample at ``PEAK``."""
    length = round(max(start + lasts for start, _, lasts, _ in notes) * RATE_HZ)
    samples = [
        sum(note(i / RATE_HZ - start, hz, lasts, falls) for start, hz, lasts, falls in notes) for i in range(length)
    ]
    scale = PEAK * 32767 / max(map(abs, samples))
    return struct.pack(f"<{length}h", *(round(sample * scale) for sample in samples))


def main() -> None:
    for name, notes in EARCONS.items():
        with wave.open(str(Path(__file__).with_name(f"{name}.wav")), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(earcon(notes))


if __name__ == "__main__":
    main()
