"""Reads a bulletin with the system's own voice, through pyttsx3.

    python examples/system_voice.py [OUTPUT.mp3]

On Linux pyttsx3 needs no system package here: the embedded eSpeak NG library stands in for it. macOS and Windows
speak with their built-in voices.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ARTICLE = Path(__file__).resolve().parent / "articles" / "library-bulletin.md"


def main() -> int:
    output = sys.argv[1] if len(sys.argv) > 1 else "bulletin.mp3"
    command = [sys.executable, "-m", "audiobrief", "read", str(ARTICLE), "--cast", "pyttsx3", "-o", output, "--force"]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
