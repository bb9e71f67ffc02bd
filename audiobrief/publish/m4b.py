"""M4B, the audiobook of phones and VLC, with chapters from our own list. Needs ffmpeg; nothing else here does.

The chapters are not copied from the MP3: ffmpeg would shift them by the decoder's delay, and scramble them where a
tag is not in order.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from audiobrief.errors import OutputError
from audiobrief.model import Episode
from audiobrief.publish import chapter_lists, clean

_BIT_RATE = "64k"
_DEADLINE_S = 3_600


def m4b(episode: Episode, audio: bytes, cover: bytes) -> bytes:
    """Returns the audiobook, made in a temporary folder. Raises :class:`OutputError` as :func:`convert` does."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "episode.mp3", Path(folder) / "episode.m4b"
        try:
            source.write_bytes(audio)
            convert(source, target, episode, cover)
            return target.read_bytes()
        except OSError as error:
            fact = f"it could not be written ({error.strerror or error})"
            raise OutputError(folder, fact, "Free some space for temporary files.") from error


def convert(audio: Path, target: Path, episode: Episode, cover: bytes = b"") -> None:
    """Writes ``target`` from the episode's MP3, whole or not at all; ``cover`` is a JPEG or empty.

    Raises :class:`OutputError` where ffmpeg is missing or fails, or the disk refuses.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        raise OutputError(str(target), "M4B needs ffmpeg, which is not installed", "Install ffmpeg, or leave M4B out.")
    made = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with tempfile.TemporaryDirectory() as folder:
            facts = Path(folder) / "facts.txt"
            facts.write_text(metadata(episode), encoding="utf-8")
            picture = Path(folder) / "cover.jpg"
            picture.write_bytes(cover)
            _run(_command(program, audio, facts, picture if cover else None, made), target)
        made.replace(target)
    except OSError as error:
        fact = f"it could not be written ({error.strerror or error})"
        raise OutputError(str(target), fact, "Choose another folder.") from error
    finally:
        made.unlink(missing_ok=True)


def metadata(episode: Episode) -> str:
    """The facts as ffmpeg reads them: title, artist, and every chapter of level 1 with its start and end."""
    article = episode.script.article
    facts = {
        "title": clean.line(episode.title),
        "artist": ", ".join(map(clean.line, article.authors)) or clean.line(article.site or ""),
        "album": clean.line(article.site or ""),
        "date": (article.published or episode.published)[:10],
        "genre": "Podcast",
        "comment": clean.cut(episode.description, 500),
    }
    rows = [";FFMETADATA1", *(f"{key}={_escaped(value)}" for key, value in facts.items() if value)]
    for chapter in chapter_lists.listed(episode):
        title = _escaped(chapter_lists.title(chapter))
        rows += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={chapter.start_ms}", f"END={chapter.end_ms}", f"title={title}"]
    return "\n".join(rows) + "\n"


def _command(program: str, audio: Path, facts: Path, picture: Path | None, made: Path) -> list[str]:
    """Every input is an absolute path of our own, its format is given, not guessed, and nothing but files is opened."""
    inputs = [*_input("mp3", audio), *_input("ffmetadata", facts)]
    maps = ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
    if picture is not None:
        inputs += _input("jpeg_pipe", picture)
        maps += ["-map", "2:v", "-c:v", "copy", "-disposition:v", "attached_pic"]
    sound = ["-c:a", "aac", "-b:a", _BIT_RATE, "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    return [program, "-nostdin", "-v", "error", *inputs, *maps, *sound, "-f", "ipod", f"file:{made.resolve()}"]


def _input(form: str, path: Path) -> list[str]:
    return ["-protocol_whitelist", "file", "-f", form, "-i", f"file:{path.resolve()}"]


def _run(command: list[str], target: Path) -> None:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_DEADLINE_S, check=False)
    except subprocess.TimeoutExpired:
        raise OutputError(str(target), "ffmpeg did not finish in an hour", "Try it again, or leave M4B out.") from None
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise OutputError(
            str(target), f"ffmpeg failed: {lines[-1]}", "Try another version of ffmpeg, or leave M4B out."
        )


def _escaped(value: str) -> str:
    """A value of an ffmpeg metadata file: its special characters are marked."""
    for character in "\\=;#\n":
        value = value.replace(character, f"\\{character}")
    return value
