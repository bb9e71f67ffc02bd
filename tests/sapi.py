"""Windows' speech as pyttsx3's driver sees it: stand-ins for ``comtypes`` and ``pythoncom``, to be imported.

The driver itself is the real one of the installed pyttsx3. The stand-ins have what it touches, with the manners of the
originals: COM belongs to one thread, an attribute that a voice lacks is an error, a rate is a step from -10 to 10, and
each voice sounds at a pitch of its own, faster with the rate.
"""

from __future__ import annotations

from pathlib import Path

KEY = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Speech\\Voices\\Tokens\\"
OWN_KEY = "HKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\Speech\\Voices\\Tokens\\"
VOICES = (
    (KEY + "TTS_MS_EN-US_DAVID_11.0", "Microsoft David Desktop - English (United States)", "409"),
    (KEY + "TTS_MS_EN-US_ZIRA_11.0", "Microsoft Zira Desktop - English (United States)", "409"),
    (KEY + "TTS_MS_EN-GB_HAZEL_11.0", "Microsoft Hazel Desktop - English (Great Britain)", "809"),
    (KEY + "TTS_MS_DE-DE_HEDDA_11.0", "Microsoft Hedda Desktop - German", "407"),
    (KEY + "TTS_MS_ZH-CN_HUIHUI_11.0", "Microsoft Huihui Desktop - Chinese (Simplified)", "804"),
    (KEY + "Everywhere", "Polyglot", "409;9;40C"),
    (KEY + "NoRegion", "Old Sam", "9"),
    (KEY + "Custom", "Made here", "1000"),
    (KEY + "Silent", "Says nothing of itself", None),
    (OWN_KEY + "TTS_MS_EN-US_ZIRA_11.0", "Zira of this user", "409"),
)
"""Key of the registry, title, languages."""

_CLIENT = """
import math, struct, threading, wave

_THREAD = threading.get_ident()
VOICES = {voices!r}

class COMError(Exception): ...

class _Com:
    def __getattribute__(self, name):
        assert threading.get_ident() == _THREAD, "COM of another thread"
        return object.__getattribute__(self, name)

class Token(_Com):
    def __init__(self, number, id_, title, languages):
        self.number, self.Id, self.title = number, id_, title
        self.attributes = {{"Gender": "Female", "Age": "Adult"}}
        if languages is not None:
            self.attributes["Language"] = languages
    def GetDescription(self):
        return self.title
    def GetAttribute(self, name):
        if name not in self.attributes:
            raise COMError(-2147200966, None, None)
        return self.attributes[name]

class Stream(_Com):
    def Open(self, name, mode):
        assert mode == 3
        self.file = wave.open(name, "wb")
        self.file.setparams((1, 2, 22050, 0, "NONE", ""))
    def close(self):
        self.file.close()

class Voice(_Com):
    def __init__(self):
        self.tokens = [Token(number, *row) for number, row in enumerate(VOICES)]
        self.Voice, self.Rate, self.Volume, self.AudioOutputStream = self.tokens[0], 3, 100, None
    def __setattr__(self, name, value):
        if name == "Rate":
            assert type(value) is int
            value = max(-10, min(10, value))
        object.__setattr__(self, name, value)
    def GetVoices(self):
        return iter(self.tokens)
    def Speak(self, text, flags=0):
        count = int(22050 * 0.065 * max(len(text), 4) / 3 ** (self.Rate / 10))
        pitch = 2 * math.pi * (100 + 20 * self.Voice.number) / 22050
        sound = [int(9000 * math.sin(pitch * n)) for n in range(count)]
        self.AudioOutputStream.file.writeframes(struct.pack(f"<{{count}}h", *sound))

def CreateObject(name):
    return {{"SAPI.SPVoice": Voice, "SAPI.SPFileStream": Stream}}[name]()

def GetEvents(source, sink):
    return object()
"""


def install(folder: Path) -> None:
    """Writes the stand-ins into a folder."""
    package = folder / "comtypes"
    (package / "gen").mkdir(parents=True)
    (package / "__init__.py").write_text("", "utf-8")
    (package / "client.py").write_text(_CLIENT.format(voices=VOICES), "utf-8")
    (package / "gen" / "__init__.py").write_text("", "utf-8")
    (package / "gen" / "SpeechLib.py").write_text("SSFMCreateForWrite = 3\n", "utf-8")
    (folder / "pythoncom.py").write_text("def PumpWaitingMessages(): ...\n", "utf-8")
