"""Speaks with libespeak-ng in a confined process of its own; run by path, knows only the standard library.

The library is loaded once; then **every utterance is spoken by a fresh fork**. A long-lived espeak-ng does not repeat
itself (same text, other bytes) and aborts on some strings: a fork always starts from the same state and takes nobody
with it. The next fork is made before its request arrives and reads it from the pipe itself, so that the cost of forking
is hidden behind the caller's own work. Where there are no forks this process itself answers one request, and ends.

Arguments: path of the library, path of its data, and ``once`` for a process without forks. The protocol is binary and
private to :mod:`audiobrief.speech.espeak`:

    hello     rate_hz, length of the version, version
    request   what to do, words a minute, pitch, volume, seconds of CPU, lengths of voice and text; voice; text (UTF-8)
    reply     status, number of marks, samples; marks (kind, first character from 0, length, sample); PCM
    reply     TOLD, bytes, 0; the IPA of each line of the text
"""

from __future__ import annotations

import array
import ctypes
import os
import struct
import sys
from types import ModuleType

HELLO = struct.Struct("<ii")
REQUEST = struct.Struct("<iiiiiii")
REPLY = struct.Struct("<iii")
MARK = struct.Struct("<iiii")
SPOKEN, NO_VOICE, DIED, TOLD = 0, 1, 2, 3
SPEAK, SPEAK_PHONEMES, TELL = 0, 1, 2
"""What to do: speak, obey ``[[phonemes]]`` in the text besides, tell the phonemes."""
WORD, SENTENCE = 1, 2
ONCE = "once"

_SYNCHRONOUS, _UTF8, _CHARACTER = 2, 1, 1
_PHONEMES, _IPA = 0x100, 2
_RATE, _VOLUME, _PITCH = 1, 2, 3
_DONT_EXIT = 0x8000
_BUFFER_MS = 1000
_MEMORY_BYTES = 1_000_000_000
_END_OF_INPUT = 77  # exit status of a fork that found the pipe closed


def request(
    text: str,
    voice: str,
    do: int = SPEAK,
    *,
    words_per_minute: int = 0,
    pitch: int = 0,
    volume: int = 0,
    cpu_s: int,
) -> bytes:
    """Packs a request as bytes. A NUL ends a C string: it must have been cleaned away before."""
    name, body = voice.encode() + b"\0", text.encode("utf-8", "replace") + b"\0"
    return REQUEST.pack(do, words_per_minute, pitch, volume, cpu_s, len(name), len(body)) + name + body


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_longlong),  # a union of int, const char * and char[8]
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def _read(size: int) -> bytes:
    """Reads exactly ``size`` bytes, or less at the end of input. Unbuffered: the next fork reads on."""
    data = b""
    while len(data) < size:
        more = os.read(0, size - len(data))
        if not more:
            break
        data += more
    return data


def _write(data: bytes | bytearray) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]


class _Speaker:
    def __init__(self, library_path: str, data_path: str) -> None:
        self.library = ctypes.CDLL(library_path)
        self.rate_hz = int(self.library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, os.fsencode(data_path), _DONT_EXIT))
        self.library.espeak_SetVoiceByName(b"en")  # reads the list of voices once, not in every fork: 2.4 of 8 ms
        self.pcm = bytearray()
        self.marks = array.array("i")
        self.callback = _Callback(self.collect)
        self.library.espeak_SetSynthCallback(self.callback)

    def version(self) -> bytes:
        info = self.library.espeak_Info
        info.restype = ctypes.c_char_p
        return bytes(info(None) or b"").split()[0]

    def collect(self, samples: int | None, count: int, events: ctypes.Array[_Event]) -> int:
        if samples and count > 0:
            self.pcm += ctypes.string_at(samples, count * 2)
        for event in events:
            if event.type == 0:
                break
            if event.type in (WORD, SENTENCE):
                self.marks.extend((event.type, event.text_position - 1, event.length, event.sample))
        return 0

    def phonemes(self, line: bytes) -> str:
        """Returns the IPA of a line, ``[[ ]]`` obeyed: the library keeps that from the last text it spoke."""
        tell = self.library.espeak_TextToPhonemes
        tell.restype = ctypes.c_char_p
        rest = ctypes.c_char_p(line)
        parts = []
        while rest.value:
            parts.append((tell(ctypes.byref(rest), _UTF8, _IPA) or b"").decode("utf-8", "replace"))
        return " ".join(" ".join(parts).split())

    def serve_one(self, confined: ModuleType) -> int:
        confined.step_in()  # from here on there are no more forks; the time is that of the caller's own work
        head = _read(REQUEST.size)
        if len(head) < REQUEST.size:
            return _END_OF_INPUT
        do, words_per_minute, pitch, volume, cpu_s, voice_bytes, text_bytes = REQUEST.unpack(head)
        confined.limit_cpu(cpu_s)  # the caller's deadline kills us; this is the net
        voice, text = _read(voice_bytes), _read(text_bytes)
        library = self.library
        if library.espeak_SetVoiceByName(voice) != 0:
            _write(REPLY.pack(NO_VOICE, 0, 0))
            return 0
        if do == TELL:
            library.espeak_Synth(b" ", ctypes.c_size_t(2), 0, _CHARACTER, 0, _UTF8 | _PHONEMES, None, None)
            told = "\n".join(map(self.phonemes, text.rstrip(b"\0").split(b"\n"))).encode()
            _write(REPLY.pack(TOLD, len(told), 0) + told)
            return 0
        library.espeak_SetParameter(_RATE, words_per_minute, 0)
        library.espeak_SetParameter(_PITCH, pitch, 0)
        library.espeak_SetParameter(_VOLUME, volume, 0)
        flags = _UTF8 | (_PHONEMES if do == SPEAK_PHONEMES else 0)
        library.espeak_Synth(text, ctypes.c_size_t(len(text) + 1), 0, _CHARACTER, 0, flags, None, None)
        # One write once all is there: a fork that dies leaves no half reply.
        marks = len(self.marks) // 4
        _write(REPLY.pack(SPOKEN, marks, len(self.pcm) // 2) + self.marks.tobytes() + self.pcm)
        return 0


def main(confined: ModuleType) -> None:
    """Forks, waits, reports a fork that died, forks again; ends when standard input does."""
    confined.limit_memory(_MEMORY_BYTES)
    speaker = _Speaker(sys.argv[1], sys.argv[2])
    confined.step_in()
    version = speaker.version()
    _write(HELLO.pack(speaker.rate_hz, len(version)) + version)
    if speaker.rate_hz <= 0:
        return
    if ONCE in sys.argv[3:]:
        speaker.serve_one(confined)
        os._exit(0)
    while True:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = speaker.serve_one(confined)
            finally:
                os._exit(status)
        _, code = os.waitpid(child, 0)
        status = os.waitstatus_to_exitcode(code)
        if status == _END_OF_INPUT:
            return
        if status != 0:
            _write(REPLY.pack(DIED, status, 0))
