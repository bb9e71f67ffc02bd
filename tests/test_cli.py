"""The command as a person runs it: a real process, its output, its exit code. The engine is ``tone``.

Most are forked from a process that has imported what they need; those that are about the start of a process, about
signals or about equal bytes start cold.
"""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import subprocess
import sys
import wave
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mutagen.mp3
import pytest

from tests.bench import edition
from tests.published import lower_rate
from tests.warm import Forge

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "examples" / "articles"
DAM = ARTICLES / "harbour-dam.html"
TRAINS = ARTICLES / "night-trains.html"
BULLETIN = ARTICLES / "library-bulletin.md"


class Shell:
    """Runs ``audiobrief`` in a folder of its own with a cache of its own, or one that is shared."""

    def __init__(self, folder: Path, forge: Forge | None = None, cache: Path | None = None) -> None:
        self.folder = folder
        self.forge = forge
        self.environment = {**os.environ, "AUDIOBRIEF_CACHE": str(cache or folder / "cache")}

    def __call__(
        self, *arguments: str | Path, text: str | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        environment = {**self.environment, **more}
        if self.forge is not None:
            return self.forge.run([*map(str, arguments)], self.folder, environment, text)
        return subprocess.run(
            [sys.executable, "-m", "audiobrief", *map(str, arguments)],
            cwd=self.folder,
            env=environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )

    def fails(self, code: int, *arguments: str | Path, text: str | None = None, **more: str) -> str:
        """The one line of an error: nothing else may be said, no traceback, no partial file."""
        before = set(self.folder.rglob("*"))
        done = self(*arguments, text=text, **more)
        assert done.returncode == code, done.stderr
        lines = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
        assert len(lines) == 1, done.stderr
        assert "Traceback" not in done.stderr
        assert lines[0].count(": ") >= 2, "subject: fact"
        made = {path for path in set(self.folder.rglob("*")) - before if "cache" not in path.parts}
        assert not [path for path in made if path.suffix in (".mp3", ".part", ".vtt")]
        return lines[0]


@pytest.fixture
def run(tmp_path: Path, forge: Forge | None, _cache: Path) -> Shell:
    """What one test speaks, the next one finds."""
    return Shell(tmp_path, forge, _cache)


@pytest.fixture
def alone(tmp_path: Path, forge: Forge | None) -> Shell:
    """Nobody spoke anything before."""
    return Shell(tmp_path, forge)


@pytest.fixture
def cold(tmp_path: Path) -> Shell:
    """Starts Python anew for each command."""
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory, forge: Forge | None) -> Iterator[Path]:
    """A published feed."""
    shell = Shell(tmp_path_factory.mktemp("feed"), forge)
    folder = shell.folder / "my-feed"
    assert shell("feed", "init", folder, "--title", "News", "--cast", "tone").returncode == 0
    lower_rate(folder)
    done = shell("feed", "update", folder, DAM, TRAINS)
    assert done.returncode == 0, done.stderr
    yield folder


def test_read_makes_a_chaptered_mp3(run: Shell) -> None:
    done = run("read", DAM, "-o", "dam.mp3", "--cast", "tone", "--transcript", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    file: Any = mutagen.mp3.MP3(run.folder / "dam.mp3")
    assert made["bytes"] == (run.folder / "dam.mp3").stat().st_size
    assert abs(file.info.length * 1000 - made["duration_ms"]) < 60
    chapters = [frame.sub_frames["TIT2"].text[0] for frame in file.tags.getall("CHAP")]
    assert chapters
    assert (run.folder / "dam.vtt").read_text(encoding="utf-8").startswith("WEBVTT")


def test_a_second_run_speaks_and_encodes_nothing(cold: Shell) -> None:
    first = json.loads(cold("read", BULLETIN, "-o", "a.mp3", "--cast", "tone", "--json").stdout)
    second = json.loads(cold("read", BULLETIN, "-o", "b.mp3", "--cast", "tone", "--json").stdout)
    assert first["spoken"] > 0 < first["encoded"]
    assert (second["spoken"], second["encoded"]) == (0, 0)
    assert (cold.folder / "a.mp3").read_bytes() == (cold.folder / "b.mp3").read_bytes()


def test_a_script_in_json_gives_the_same_audio(alone: Shell) -> None:
    (alone.folder / "script.json").write_text(alone("script", TRAINS, "--json").stdout, encoding="utf-8")
    alone("read", TRAINS, "-o", "a.mp3", "--cast", "tone")
    done = alone("read", "script.json", "-o", "b.mp3", "--cast", "tone", "--json")
    assert json.loads(done.stdout)["spoken"] == 0
    assert (alone.folder / "a.mp3").read_bytes() == (alone.folder / "b.mp3").read_bytes()


def test_the_name_comes_from_the_title(run: Shell) -> None:
    done = run("read", "-", "--cast", "tone", text=BULLETIN.read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stderr
    assert [path.name for path in run.folder.glob("*.mp3")] == ["city-library-opens-a-reading-room-for-the-ear.mp3"]


def test_several_sources_make_one_edition(run: Shell) -> None:
    sources = [DAM, TRAINS, BULLETIN]
    done = run("read", *sources, "--title", "Morning news", "-o", "e.mp3", "--cast", "tone", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["title"] == "Morning news"
    titles = [title for _, title in made["chapters"]]
    assert len(titles) > 3
    assert any("Night trains" in title for title in titles)


def test_voices_are_listed(run: Shell) -> None:
    done = run("voices")
    assert done.returncode == 0
    for engine in ("espeak", "pyttsx3", "tone"):
        assert f"  {engine}: " in done.stdout
    assert json.loads(run("voices", "--json").stdout)["casts"]


def test_every_voice_of_a_cast_is_heard_in_a_sample(run: Shell) -> None:
    done = run("voices", "sample", "voices.mp3", "--cast", "espeak")
    assert done.returncode == 0, done.stderr
    file: Any = mutagen.mp3.MP3(run.folder / "voices.mp3")
    titles = [frame.sub_frames["TIT2"].text[0] for frame in file.tags.getall("CHAP")]
    assert {"headline", "body", "notice", "quote 1", "quote 4"} <= set(titles)
    assert "already" in run.fails(6, "voices", "sample", "voices.mp3", "--cast", "espeak")


def test_a_name_is_said(run: Shell) -> None:
    done = run("say", "Niamh", "--as", "niːv", "--voice", "en-us")
    assert done.returncode == 0, done.stderr
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "As it is now, at 0.0 s",
        "As given, at 1.2 s",
        "Written",
    ]
    assert (run.folder / "niamh.wav").stat().st_size > 40_000
    assert "no lexicon is named" in run.fails(2, "say", "Niamh", "--as", "Neev", "--add")


def test_what_is_dropped_is_listed_with_its_reason(run: Shell) -> None:
    dropped = run("script", DAM, "--dropped").stdout
    assert "share: " in dropped
    assert "No media source currently available" in dropped
    spoken = run("script", DAM).stdout
    for noise in ("please wait", "No media source", "Share on", "newsletter", "cookies", "Related stories", "Imprint"):
        assert noise not in spoken, noise


@pytest.mark.parametrize("source", ["missing.html", "no/such/folder/a.txt"])
def test_a_missing_file(run: Shell, source: str) -> None:
    assert source in run.fails(3, "read", source, "--cast", "tone")


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("empty.html", b"", 4),
        ("blank.html", b"<html><body></body></html>", 4),
        ("menu.html", b"<html><body><nav><a href=/>Home</a> <a href=/a>News</a></nav></body></html>", 4),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, 4),
        ("sound.txt", b"ID3\x03\x00" + bytes(4000), 4),
        ("foreign.json", b'{"name": "package", "dependencies": {}}', 2),
        ("broken.json", b'{"version": 1, "article"', 2),
        ("list.json", b"[1, 2, 3]", 2),
        ("future.json", b'{"version": 99, "article": {}, "segments": []}', 2),
    ],
)
def test_a_source_without_an_article(run: Shell, name: str, body: bytes, code: int) -> None:
    (run.folder / name).write_bytes(body)
    assert name in run.fails(code, "read", name, "--cast", "tone")


def test_an_existing_output_is_not_replaced(run: Shell) -> None:
    (run.folder / "mine.mp3").write_bytes(b"mine")
    assert "--force" in run.fails(6, "read", TRAINS, "-o", "mine.mp3", "--cast", "tone")
    assert (run.folder / "mine.mp3").read_bytes() == b"mine"
    assert run("read", TRAINS, "-o", "mine.mp3", "--cast", "tone", "--force").returncode == 0


def test_an_output_that_cannot_be_written(run: Shell) -> None:
    (run.folder / "file").write_text("a file, not a folder")
    run.fails(6, "read", TRAINS, "-o", "file/dam.mp3", "--cast", "tone")
    (run.folder / "folder").mkdir()
    run.fails(6, "read", TRAINS, "-o", "folder", "--cast", "tone", "--force")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_for_the_cache(run: Shell) -> None:
    line = run.fails(6, "read", DAM, "-o", "dam.mp3", "--cast", "tone", AUDIOBRIEF_CACHE="/dev/full/cache")
    assert "cache" in line


@pytest.mark.parametrize(
    "arguments",
    [
        ["--cast", "opera"],
        ["--cast", "missing.toml"],
        ["--voice", "nobody-at-all"],
        ["--rate", "17"],
        ["--sample-rate", "8"],
        ["--lexicon", "missing.pls"],
        ["--no-such-option"],
    ],
)
def test_wrong_options(run: Shell, arguments: list[str]) -> None:
    run.fails(2, "read", DAM, "-o", "dam.mp3", *arguments)


def test_a_language_that_nobody_speaks(run: Shell) -> None:
    page = run.folder / "tajik.txt"
    page.write_text("Хабар\n\nИн матн ба забони тоҷикӣ аст ва бояд хонда шавад.\n" * 5, encoding="utf-8")
    line = run.fails(5, "read", page, "-o", "a.mp3", "--language", "tg", "--cast", "espeak")
    assert "tg" in line or "Tajik" in line


def test_a_wrong_cast_file(run: Shell) -> None:
    (run.folder / "mine.toml").write_text('engine = "tone"\nabout = "x"\nvoics = 3\n[roles]\nbody = {}\n')
    assert "voics" in run.fails(2, "read", DAM, "-o", "a.mp3", "--cast", "mine.toml")


def test_publish_again_changes_no_byte(feed: Path) -> None:
    shell = Shell(feed.parent)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(feed.rglob("public/**/*.*"))}
    done = shell("feed", "update", feed, DAM, TRAINS, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert len(result["unchanged"]) == 2
    assert (result["spoken"], result["encoded"], result["files_written"]) == (0, 0, 0)
    assert before == {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(feed.rglob("public/**/*.*"))
    }


def test_publish_says_what_could_not_be_published(run: Shell) -> None:
    run("feed", "init", "f", "--cast", "tone")
    (run.folder / "stub.txt").write_text("Storm dam\n\nSubscribe to read this article.\n")
    done = run("feed", "update", "f", TRAINS, "stub.txt", "missing.html")
    assert done.returncode == 7, done.stderr
    assert "1 new" in done.stdout
    assert "2 not published" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = 3 oops", "not valid TOML"),
        ('title = "a"\ncast = "tone"\nbase_url = "https://a.example"\ncolour = 1', "colour"),
        ('title = "a"\ncast = "tone"', "base_url is missing"),
    ],
)
def test_a_wrong_configuration(run: Shell, text: str, words: str) -> None:
    (run.folder / "f").mkdir()
    (run.folder / "f" / "audiobrief.toml").write_text(text)
    assert words in run.fails(2, "feed", "update", "f", DAM)


def test_a_feed_that_is_not_there(run: Shell) -> None:
    assert "audiobrief feed init nowhere" in run.fails(2, "feed", "update", "nowhere", DAM)


def test_a_corrupt_library(run: Shell) -> None:
    run("feed", "init", "f", "--cast", "tone")
    (run.folder / "f" / ".audiobrief").mkdir(exist_ok=True)
    (run.folder / "f" / ".audiobrief" / "library.sqlite3").write_bytes(b"not a database" * 500)
    assert "Run audiobrief feed recover" in run.fails(6, "feed", "status", "f")
    done = run("feed", "update", "f", DAM)
    assert done.returncode == 0
    assert "the library is damaged (file is not a database). It is kept as damaged-library.sqlite3." in done.stderr


def test_a_torn_cache_entry_is_made_again(alone: Shell) -> None:
    alone("read", TRAINS, "-o", "a.mp3", "--cast", "tone")
    for number, path in enumerate(sorted((alone.folder / "cache").rglob("*.bin"))):
        path.write_bytes(path.read_bytes()[: 30 + number])
    done = alone("read", TRAINS, "-o", "b.mp3", "--cast", "tone")
    assert done.returncode == 0, done.stderr
    assert (alone.folder / "a.mp3").read_bytes() == (alone.folder / "b.mp3").read_bytes()


def test_a_port_in_use(feed: Path, forge: Forge | None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        line = Shell(feed.parent, forge).fails(6, "serve", feed, "--port", str(taken.getsockname()[1]))
    assert "--port" in line


def test_check_passes_a_feed_that_was_just_made(feed: Path, forge: Forge | None) -> None:
    done = Shell(feed.parent, forge)("check", feed)
    failed = [line for line in done.stdout.splitlines() if "loudness" not in line.lower() and line.startswith("fail")]
    assert not failed, done.stdout


def test_check_needs_something_to_check(run: Shell) -> None:
    run.fails(3, "check", "missing.mp3")


def test_nothing_needs_a_path_and_stderr_stays_clean(cold: Shell) -> None:
    """No ffmpeg, no espeak-ng: pydub must not warn. On an empty PATH, with every warning on."""
    done = cold("read", BULLETIN, "-o", "a.mp3", "--cast", "espeak", PATH="", PYTHONWARNINGS="default")
    assert done.returncode == 0, done.stderr
    told = ("Speaking: ", "Reading: ", "There is a natural voice for ")
    assert all(line.startswith(told) for line in done.stderr.splitlines()), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
def test_the_terminal_gets_plain_appended_lines(run: Shell) -> None:
    import pty

    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "audiobrief", "read", str(BULLETIN), "-o", "a.mp3", "--cast", "espeak"],
        cwd=run.folder,
        env={**run.environment, "TERM": "xterm-256color"},
        stdout=slave,
        stderr=slave,
        stdin=slave,
    ) as process:
        os.close(slave)
        output = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            output += piece
    os.close(master)
    assert process.returncode == 0, output
    text = output.decode().replace("\r\n", "\n")
    assert not set(text) & set("\x1b\r\b\x07\x0c"), "colour, repaint or bell"
    assert text.endswith("\n")


def test_a_page_from_a_web_server(run: Shell) -> None:
    """An address that the owner typed may be on this machine; the name is the title's."""
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ARTICLES))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        done = run("read", f"{address}/night-trains.html", "--cast", "tone", "-o", "a.mp3")
        assert done.returncode == 0, done.stderr
        assert "404" in run.fails(3, "read", f"{address}/missing.html", "--cast", "tone")
        server.shutdown()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_ctrl_c_leaves_nothing_and_the_next_run_goes_on(alone: Shell) -> None:
    pages = edition.write(alone.folder / "pages", minutes=12, articles=2)
    command = [sys.executable, "-m", "audiobrief", "read", *map(str, pages), "-o", "a.mp3", "--cast", "espeak"]
    with subprocess.Popen(
        command, cwd=alone.folder, env=alone.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        first = next(line for line in process.stderr if line.startswith("Speaking: "))  # some of it is now spoken
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130, first + rest
    assert rest.splitlines()[-1].startswith("Error: audiobrief: stopped.")
    assert "Traceback" not in rest
    assert not [path for path in alone.folder.iterdir() if path.suffix in (".mp3", ".part")]
    kept = len(list((alone.folder / "cache").rglob("*.bin")))
    assert kept > 10
    done = alone("read", pages[0], "-o", "b.mp3", "--cast", "espeak", "--json")
    assert json.loads(done.stdout)["spoken"] < len(json.loads(alone("script", pages[0], "--json").stdout)["segments"])


@pytest.mark.skipif(os.name == "nt", reason="needs resource limits")
def test_a_disk_that_fills_up(alone: Shell) -> None:
    """A limit of the file size stands for the full disk: the write fails in the middle of the MP3."""
    import resource

    process = subprocess.run(
        [sys.executable, "-m", "audiobrief", "read", str(DAM), str(TRAINS), "-o", "a.mp3", "--cast", "tone"],
        cwd=alone.folder,
        env=alone.environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 6, process.stderr
    assert process.stderr.splitlines()[-1].startswith("Error: a.mp3: ")
    assert sorted(path.name for path in alone.folder.iterdir()) == ["cache"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_six_runs_at_once_publish_every_article_once(run: Shell) -> None:
    run("feed", "init", "f", "--cast", "tone")
    sources = [str(ARTICLES / "glacier-interview.html"), str(TRAINS), str(BULLETIN)]
    lower_rate(run.folder / "f")
    assert run.forge is not None
    runs = run.forge.run_together(6, ["feed", "update", "f", *sources], run.folder, run.environment)
    said = [done.stdout for done in runs]
    assert [done.returncode for done in runs] == [0] * 6
    assert sum("3 new" in line for line in said) == 1
    assert all("3 new" in line or "3 unchanged" in line or "another run" in line for line in said)
    assert len(list((run.folder / "f" / "public" / "episodes").iterdir())) == 3


def test_publish_tells_withdraws_and_rebuilds(run: Shell) -> None:
    run("feed", "init", "f", "--cast", "tone")
    run("feed", "update", "f", TRAINS)
    assert "1 episode," in run("feed", "status", "f").stdout
    public = run.folder / "f" / "public"
    before = {path: path.read_bytes() for path in public.rglob("*") if path.is_file()}
    for path in public.rglob("*.html"):
        path.write_text("lost")
    assert run("feed", "rebuild", "f").returncode == 0
    assert {path: path.read_bytes() for path in public.rglob("*") if path.is_file()} == before
    assert run("feed", "withdraw", "f", "https://ledger.example/transport/night-trains-valen").returncode == 0
    assert "<item>" not in (public / "feed.xml").read_text(encoding="utf-8")
    assert "no article" in run.fails(2, "feed", "withdraw", "f", "https://nowhere.example/a")


def test_a_listener_gets_an_address_that_is_not_kept(run: Shell) -> None:
    run("feed", "init", "f", "--cast", "tone")
    done = run("feed", "listeners", "add", "f", "Ada")
    assert done.returncode == 0, done.stderr
    address = done.stdout.split()[1]
    assert address.startswith("http://127.0.0.1:8321/l/")
    token = address.split("/")[4]
    assert not [
        path for path in (run.folder / "f").rglob("*") if path.is_file() and token.encode() in path.read_bytes()
    ]
    assert run("feed", "listeners", "list", "f").stdout == "Ada\n"
    assert run("feed", "listeners", "revoke", "f", "Ada").returncode == 0
    assert "no such listener" in run.fails(2, "feed", "listeners", "revoke", "f", "Ada")


def test_a_book_with_synchronised_text_beside_the_mp3(run: Shell) -> None:
    done = run("read", TRAINS, "-o", "a.mp3", "--cast", "tone", "--epub", "--transcript")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(run.folder / "a.epub") as book:
        assert book.testzip() is None
        assert any(name.endswith(".smil") for name in book.namelist())


def test_an_audiobook_needs_ffmpeg_and_says_so(run: Shell) -> None:
    done = run("read", TRAINS, "-o", "a.mp3", "--cast", "tone", "--m4b", PATH="")
    assert done.returncode == 6
    assert done.stderr.splitlines()[-1].startswith("Error: a.m4b: M4B needs ffmpeg")
    assert (run.folder / "a.mp3").exists(), "what was made stays"


def test_the_owners_own_intro_and_outro_are_heard(run: Shell) -> None:
    """pydub's part: the sounds frame the episode, at its loudness, and chapters move with them."""
    with wave.open(str(run.folder / "jingle.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        file.writeframes(
            b"".join(int(9000 * math.sin(n / 8)).to_bytes(2, "little", signed=True) for n in range(44_100))
        )
    plain = json.loads(run("read", TRAINS, "-o", "a.mp3", "--cast", "tone", "--json").stdout)
    sounds = ("--intro", "jingle.wav", "--outro", "jingle.wav")
    framed = json.loads(run("read", TRAINS, "-o", "b.mp3", "--cast", "tone", "--json", *sounds).stdout)
    assert 4000 < framed["duration_ms"] - plain["duration_ms"] < 8000
    assert framed["chapters"][0][0] == 0
    assert framed["chapters"][1][0] > plain["chapters"][1][0]
    line = run.fails(2, "read", TRAINS, "-o", "c.mp3", "--cast", "tone", "--intro", "missing.wav")
    assert "missing.wav" in line
