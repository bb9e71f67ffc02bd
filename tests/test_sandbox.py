"""The sandbox of what reads foreign bytes: each real process, taken over, can do none of what it might want."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief import sandbox, workers
from audiobrief.cli import cli
from audiobrief.errors import NothingToRead
from audiobrief.feed.page_reader import PageReader
from audiobrief.fetch import feeds
from audiobrief.model import Page, Script, ScriptOptions, Utterance, Voice
from audiobrief.sandbox import Needs
from audiobrief.speech.kokoro import MODEL, VOICES, Kokoro
from audiobrief.speech.system import System
from tests import evil
from tests.test_page_deadline import read

LINUX = pytest.mark.skipif(
    sys.platform != "linux" or bool(workers.unconfined()), reason="this kernel has no landlock or no seccomp"
)
TRAINS = Path(__file__).resolve().parent.parent / "examples" / "articles" / "night-trains.html"
PAGE = Page("https://news.example/a", TRAINS.read_bytes(), "text/html")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Puts evil modules where processes look for others, beside servers to reach and a folder to spoil."""
    packages, folder = tmp_path / "packages", tmp_path / "feed"
    packages.mkdir()
    folder.mkdir()
    (folder / "feed.xml").write_text("<rss/>")
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp, socket.socket(socket.AF_UNIX) as unix:
        tcp.bind(("127.0.0.1", 0))
        port = tcp.getsockname()[1]
        tcp.listen()
        udp.bind(("127.0.0.1", port))
        udp.setblocking(False)
        unix.bind(str(folder / "socket"))
        unix.listen()
        shutil.copy(evil.__file__, packages)
        monkeypatch.setenv("EVIL_FOLDER", str(folder))
        monkeypatch.setenv("EVIL_PORT", str(port))
        monkeypatch.setenv("PYTHONPATH", str(packages))
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
        monkeypatch.syspath_prepend(packages)

        def plant(module: str, code: str) -> None:
            path = packages / module
            path.parent.mkdir(exist_ok=True)
            path.write_text(code)

        yield plant
        with pytest.raises(BlockingIOError):
            udp.recv(10)
    assert (folder / "feed.xml").read_text() == "<rss/>"
    assert sorted(path.name for path in folder.iterdir()) == ["feed.xml", "socket"]


Plant = Callable[[str, str], None]


def by_own_path(folder: Path, needs: Needs) -> list[str]:
    """Returns what comes through in a process that steps in like every worker, and forks like espeak-ng's."""
    worker = folder / "packages" / "worker.py"
    worker.write_text(f"""
import json, os, sys
def main(confined):
    confined.limit_memory(1_000_000_000)
    assert confined.step_in() == []
    child = os.fork() if {needs.forks} else 0
    if not child:
        if {needs.forks}: confined.step_in()
        sys.path.append({str(worker.parent)!r})
        import evil
        os.write(1, json.dumps(evil.came_through()).encode())
        os._exit(0)
    os.waitpid(child, 0)
""")
    done = workers.run(workers.by_path(str(worker)), b"", 60, needs)
    assert not done.returncode, done.stderr.decode()
    through: list[str] = json.loads(done.stdout)
    return through


@LINUX
@pytest.mark.parametrize("forks", [False, True])
def test_nothing_comes_through(forks: bool, planted: Plant, tmp_path: Path) -> None:
    assert by_own_path(tmp_path, Needs(forks=forks)) == []


@LINUX
def test_the_test_itself_tries_what_works_without_a_sandbox(planted: Plant, tmp_path: Path) -> None:
    """Else every assertion here would hold for the wrong reason."""
    worker = "import evil, os, json; del evil.ATTEMPTS['program instead'], evil.ATTEMPTS['4 GB']\n"
    harmless = ("tcp", "unix", "ipv6", "read", "list", "own secrets", "program", "shell", "fork", "kill", "more")
    worker += f"evil.ATTEMPTS = {{name: evil.ATTEMPTS[name] for name in {harmless}}}; print(evil.came_through())"
    done = subprocess.run([sys.executable, "-c", worker], capture_output=True, text=True, check=True)
    assert eval(done.stdout) == [*harmless]


@LINUX
def test_the_parser_of_feeds(planted: Plant) -> None:
    planted(
        "feedparser.py",
        "import evil\nclass Found(dict): pass\n"
        "def parse(*_, **__):\n"
        "    found = {'link': 'https://news.example/', 'title': ' '.join(evil.came_through()) or 'nothing'}\n"
        "    feed = Found(version='rss20')\n    feed.entries, feed.feed = [found], {}\n    return feed\n",
    )
    (entry,) = feeds.read_feed(Page("https://news.example/feed", b"<rss/>", "application/rss+xml"))
    assert entry.title == "nothing"


@LINUX
def test_the_reader_of_a_run_and_it_reads_on(planted: Plant) -> None:
    planted(
        "sitecustomize.py",
        "import evil\nfrom audiobrief import stories\nfrom audiobrief.errors import NothingToRead\n"
        "real = stories.from_page\n"
        "def read(page, *rest):\n"
        "    if page.body == b'memory': bytearray(4_000_000_000)\n"
        "    if page.body == b'evil': raise NothingToRead('a', ' '.join(evil.came_through()) or 'nothing', '')\n"
        "    return real(page, *rest)\n"
        "stories.from_page = read\n",
    )
    reader = PageReader()
    try:
        for body, fact in ((b"evil", "nothing"), (b"memory", "ended without an answer")):
            with pytest.raises(NothingToRead, match=fact):
                reader.script(Page("", body, "text/html"), "a", ScriptOptions(), None)
        assert reader.script(PAGE, "a", ScriptOptions(), None).segments
    finally:
        reader.close()


@LINUX
@pytest.mark.skipif(not workers.can_fork(), reason="without forks it is the reader of a run")
def test_the_reader_of_one_page_which_has_no_file_of_its_parent(planted: Plant, tmp_path: Path) -> None:
    import importlib

    planted("planted.py", "import evil")
    try_all = importlib.import_module("evil")
    with (tmp_path / "database").open("w") as database:

        def make(_: object) -> Script:
            through = try_all.came_through()
            try:
                os.write(database.fileno(), b"spoiled")
                through.append("database")
            except OSError:
                pass
            os.write(2, b"not on the terminal")
            raise NothingToRead("a", " ".join(set(through) - {"own secrets"}) or "nothing", "")

        with pytest.raises(NothingToRead, match="nothing"):
            read(make)
    sys.modules.pop("evil")


@LINUX
def test_the_voices_of_the_system_write_their_file_alone(planted: Plant) -> None:
    code = "def init(driver):\n    import evil\n    raise RuntimeError(' '.join(evil.came_through()) or 'nothing')\n"
    planted("pyttsx3.py", code)
    answer = System("win32").unavailable()
    assert answer is not None
    assert "RuntimeError: nothing" in answer


@LINUX
def test_a_model_reads_all_and_writes_into_its_own_folder(
    planted: Plant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zipfile

    planted(
        "onnxruntime.py",
        "class SessionOptions:\n    def add_session_config_entry(self, *_): pass\n"
        "InferenceSession = lambda *_, **__: None",
    )
    planted(
        "kokoro_onnx.py",
        "import evil, tempfile\nclass Kokoro:\n    @classmethod\n    def from_session(cls, *_):\n"
        "        tempfile.NamedTemporaryFile().write(b'a library')\n"
        "        raise ValueError(' '.join(evil.came_through()))\n",
    )
    with zipfile.ZipFile(tmp_path / "voices.bin", "w") as archive:
        archive.writestr("af_heart.npy", b"")
    (tmp_path / "model").write_bytes(b"")
    monkeypatch.setenv(MODEL, str(tmp_path / "model"))
    monkeypatch.setenv(VOICES, str(tmp_path / "voices.bin"))
    engine = Kokoro()
    with pytest.raises(Exception, match="ValueError") as caught:
        engine.speak(Utterance("Good evening.", Voice("x", "af_heart", "en", 1.0, 50.0)))
    engine.close()
    through = set(str(caught.value).rstrip(".").rpartition("ValueError: ")[2].split())
    assert through <= {"read", "list", "4", "GB", "mode"}
    assert (tmp_path / "feed" / "feed.xml").stat().st_mode & 0o777 != 0o777, "it was only told so"


def test_without_the_kernels_help_all_works_and_check_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_ruleset", lambda _: None)
    monkeypatch.setattr(sandbox, "_program", lambda *_: b"")
    assert workers.unconfined() == "landlock (not here) and seccomp (not here)"
    assert feeds.read_feed(Page("https://news.example/", b"<rss version='2.0'><channel/></rss>", "text/xml")) == ()
    if hasattr(os, "fork"):
        with pytest.raises(NothingToRead):
            read(lambda _: (_ for _ in ()).throw(NothingToRead("a", "b", "c")))
    done = CliRunner().invoke(cli, ["check", str(TRAINS.parent / "nowhere.mp3")])
    assert done.exit_code
    from audiobrief import check

    (line,) = check.notes_on_this_machine()
    assert line.startswith("Note: this machine lacks landlock (not here) and seccomp (not here): ")


NESTED = """
import sys
from landlockpy import Ruleset, AccessFS, RestrictFlag
from seccompy import Filter
from audiobrief import workers
for _ in range(int(sys.argv[1])):
    with Ruleset(handled_fs=AccessFS.MAKE_SOCK) as one:
        one.restrict()
if sys.argv[2:]:
    calls = Filter()
    for name in sys.argv[2:]:
        calls.errno(name, 38)
    calls.load()
print(workers.unconfined() or "all")
"""


@LINUX
@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        (["1"], "all"),
        (["16"], "landlock (Argument list too long)"),
        (["0", "landlock_create_ruleset"], "landlock (not here)"),
        (["0", "landlock_restrict_self"], "landlock (Function not implemented)"),
    ],
)
def test_in_other_sandboxes(given: list[str], lacks: str) -> None:
    """One inside another, one too many, and a container that knows nothing of landlock."""
    done = subprocess.run([sys.executable, "-c", NESTED, *given], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == lacks, done.stderr


@LINUX
def test_without_landlock_files_are_still_safe(planted: Plant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_ruleset", lambda _: None)
    worker = tmp_path / "packages" / "worker.py"
    worker.write_text(
        f"import os, sys, json\ndef main(confined):\n    confined.limit_memory(10**9)\n    confined.step_in()\n"
        f"    sys.path.append({str(worker.parent)!r})\n    import evil\n    print(json.dumps(evil.came_through()))\n"
    )
    done = workers.run(workers.by_path(str(worker)), b"", 60)
    assert set(json.loads(done.stdout)) <= {"read", "list", "environment of others"}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs POSIX timers")
def test_a_process_whose_parent_is_gone_does_not_run_for_ever(tmp_path: Path) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text("def main(confined):\n    confined.limit_cpu(0.05)\n    while True: pass\n")
    assert workers.run(workers.by_path(str(worker)), b"", 60).returncode == -signal.SIGPROF
