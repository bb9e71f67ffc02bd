"""Speaks with a natural voice (Piper, Kokoro …) in a confined process that keeps the model in memory; run by path.

One thread a worker: several workers then scale, where threads that spin for work fall below one (measured in
docs/engines.md). Requests and answers are a length (4 bytes), JSON of that length, and, in an answer, PCM.

    request   path (first request), engine, model, text, rate, and what the engine's model wants besides
    answer    rate_hz, samples, words [sample, first character, length]; or error
"""

from __future__ import annotations

import difflib
import importlib
import json
import os
import re
import struct
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from audiobrief.speech.piper_graph import Halves

LENGTH = struct.Struct("<I")
_MEMORY_BYTES = 8_000_000_000  # a model takes half of one; its libraries reserve more than they use

_STRETCH_FRAMES = 384  # 4.5 s of most voices, in 110 MB
_AROUND_FRAMES = 16  # a sample depends on 12 before and after it, with the quality "high" on 15

Words = list[tuple[int, int, int]]
"""Sample, first character, length."""


class _Model(Protocol):
    def speak(self, order: dict[str, Any]) -> tuple[Any, int, Words]: ...


def main(confined: ModuleType) -> None:
    """Answers orders until standard input ends."""
    confined.limit_memory(_MEMORY_BYTES)
    confined.step_in()
    answer_to = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing that a library prints may get between the answers
    models: dict[tuple[str, str], _Model] = {}
    while True:
        head = sys.stdin.buffer.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return
        order = json.loads(sys.stdin.buffer.read(LENGTH.unpack(head)[0]))
        try:
            header, pcm = _obey(order, models)
        except Exception as error:  # told to the other side, which raises our own error
            header, pcm = {"error": f"{type(error).__name__}: {error}"}, b""
        body = json.dumps(header).encode()
        with os.fdopen(os.dup(answer_to), "wb") as pipe:
            pipe.write(LENGTH.pack(len(body)) + body + pcm)


def _obey(order: dict[str, Any], models: dict[tuple[str, str], _Model]) -> tuple[dict[str, Any], bytes]:
    if "path" in order:
        sys.path[:] = order["path"]
    key = (order["engine"], order["model"])
    if key not in models:
        models.clear()  # one model at a time: each holds some hundred megabytes
        module, _, name = _MODELS[order["engine"]].partition(":")
        models[key] = getattr(importlib.import_module(module), name)(order) if name else globals()[module](order)
    samples, rate_hz, found = models[key].speak(order)
    pcm = _as_pcm(samples)
    return {"rate_hz": rate_hz, "samples": len(pcm) // 2, "words": found}, pcm


def _as_pcm(samples: Any) -> bytes:
    """Turns floats of -1 to 1 into signed 16-bit numbers."""
    import numpy as np

    scaled = np.clip(np.asarray(samples, dtype=np.float64).reshape(-1), -1.0, 1.0) * 32_767
    return scaled.round().astype("<i2").tobytes()


def _session(model: str | bytes, *, is_rewritten: bool = True) -> Any:
    """Opens a model with one thread, which sleeps when it has no work.

    A large graph of small work is as fast as it stands: to rewrite it takes longer than all the rest of the opening.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # it keeps room for the longest sentence of each length: a third more memory
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not is_rewritten:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])


class _InStretches:
    """A Piper model that turns a sentence into sound in stretches: exactly the same, in memory that has a bound."""

    def __init__(self, model: Halves) -> None:
        self._frames = model.frames
        with tempfile.NamedTemporaryFile() as file:  # a session of bytes would keep them
            file.writelines(model.first)
            file.flush()
            model.first.clear()
            self._first = _session(file.name, is_rewritten=False)
        self._second = _session(b"".join(model.second))

    def run(self, _: None, given: dict[str, Any]) -> tuple[Any, Any]:
        """Returns the sound, and how many frames each phoneme takes."""
        import numpy as np

        frames, durations = self._first.run(None, _known(self._first, given))
        count = frames.shape[2]
        size = -(-count // -(-count // _STRETCH_FRAMES))
        pieces = []
        for at in range(0, count, size):
            begin, end = max(at - _AROUND_FRAMES, 0), min(at + size + _AROUND_FRAMES, count)
            part = {**given, self._frames: frames[:, :, begin:end]}
            sound = self._second.run(None, _known(self._second, part))[0].ravel()
            samples = len(sound) // (end - begin)  # of a frame
            pieces.append(sound[(at - begin) * samples :][: size * samples])
        return np.concatenate(pieces), durations


def _known(session: Any, given: dict[str, Any]) -> dict[str, Any]:
    return {value.name: given[value.name] for value in session.get_inputs()}


class _Piper:
    def __init__(self, order: dict[str, Any]) -> None:
        from piper import PiperVoice
        from piper.config import PiperConfig

        from audiobrief.speech.piper_graph import halves

        path = Path(order["model"])
        config = PiperConfig.from_dict(json.loads(Path(f"{path}.json").read_text("utf-8")))
        model = halves(path)
        self.aligns = model is not None
        self.voice = PiperVoice(session=_InStretches(model) if model else _session(str(path)), config=config)

    def speak(self, order: dict[str, Any]) -> tuple[Any, int, Words]:
        import numpy as np
        from piper.config import SynthesisConfig

        config = self.voice.config
        how = SynthesisConfig(
            speaker_id=order.get("speaker"),
            length_scale=config.length_scale / order["rate"],
            noise_scale=0.0,  # what makes two readings of one text differ
            noise_w_scale=0.0,
        )
        audio: list[Any] = []
        phonemes: list[tuple[str, int]] = []
        at = 0
        extra = {"include_alignments": True} if self.aligns else {}
        for chunk in self.voice.synthesize(order["text"], how, **extra):
            place = at
            for aligned in getattr(chunk, "phoneme_alignments", None) or ():
                phonemes.append((aligned.phoneme, place))
                place += int(aligned.num_samples)
            audio.append(chunk.audio_float_array)
            at += len(audio[-1])
        found = words_at(order, lambda text: chain.from_iterable(self.voice.phonemize(text)), phonemes)
        return np.concatenate(audio) if audio else [], config.sample_rate, found


def words_at(order: dict[str, Any], read: Callable[[str], Iterable[str]], spoken: list[tuple[str, int]]) -> Words:
    """Finds the words of an order in the phonemes that were spoken, each with its sample; ``read`` gives a word's."""
    if not spoken:
        return []
    text, stretches = order["text"], order["words"]
    expected = [list(filter(str.isalpha, read(text[start:end]))) for start, end in stretches]
    return [
        (sample, start, end - start)
        for (start, end), sample in zip(stretches, word_starts(expected, spoken), strict=True)
        if sample is not None
    ]


def word_starts(expected: Sequence[Sequence[str]], spoken: Sequence[tuple[str, int]]) -> list[int | None]:
    """Finds for each word the sample it begins at: its phonemes, spoken alone, are found again in the sentence's.

    In a sentence words melt together and numbers become several: so both phoneme rows are matched as a whole, and a
    word takes the place of its first phoneme that was found, moved back by those before it.
    """
    row = _sounds(spoken)
    partner = _partners(list(chain.from_iterable(expected)), [phoneme for phoneme, _ in row])
    starts: list[int | None] = []
    first, last = 0, -1
    for word in expected:
        offset = next((k for k in range(len(word)) if first + k in partner), None)
        if offset is not None:
            last = max(partner[first + offset] - offset, last + 1)
        starts.append(None if offset is None else row[last][1])
        first += len(word)
    return starts


def _sounds(spoken: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Lists the phonemes that sound, and where each begins.

    Between two words without a pause the gap is the closure of the second's first sound: that word begins with it.
    """
    before = [("", 0), ("", 0), *spoken]
    return [
        (phoneme, gap_at if gap == " " and last.isalpha() else sample)
        for (last, _), (gap, gap_at), (phoneme, sample) in zip(before, before[1:], before[2:], strict=False)
        if phoneme.isalpha()
    ]


def _partners(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Pairs the places of equal phonemes of two rows."""
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {a + k: b + k for a, b, size in blocks for k in range(size)}


class _Kokoro:
    def __init__(self, order: dict[str, Any]) -> None:
        from kokoro_onnx import Kokoro

        self.kokoro = Kokoro.from_session(_session(order["model"]), order["voices"])

    def speak(self, order: dict[str, Any]) -> tuple[Any, int, Words]:
        def read(text: str) -> str:
            parts = re.split(r"\[\[(.*?)\]\]", text)
            tell = self.kokoro.tokenizer.phonemize
            parts[::2] = [tell(part, order["language"]) if part.strip() else "" for part in parts[::2]]
            return " ".join(filter(None, map(str.strip, parts)))

        create = getattr(self.kokoro, "create_timed", None) or self.kokoro.create  # timed since 0.6
        text, has_ipa = order["text"], "[[" in order["text"]
        samples, rate_hz, *timed = create(
            read(text) if has_ipa else text,
            voice=order["voice"],
            speed=order["rate"],
            lang=order["language"],
            is_phonemes=has_ipa,
        )
        phonemes = [(one.phoneme, round(one.start * rate_hz)) for one in (timed[0] if timed else ())]
        return samples, int(rate_hz), words_at(order, read, phonemes)


_MODELS = {
    "piper": "_Piper",
    "kokoro": "_Kokoro",
    "rhvoice": "audiobrief.speech.rhvoice_library:Library",
    "sherpa": "audiobrief.speech.sherpa_model:Voice",
}
"""Where each engine's model is: here, or in a module that is imported when it is needed."""
