"""Keeps the house as docs/design.md draws it: who may import whom, what is pure, how large things get."""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import audiobrief
import audiobrief.model
from tests import house
from tests.house import circle, complexities, undocumented

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "audiobrief"
MODULES = sorted(PACKAGE.rglob("*.py"))
CENTRE = {"model", "roles", "choices", "formats", "inputs", "errors", "assets", "languages", "store", "telling", "text"}
ALLOWED = {
    "model": {"audio", "roles", "choices"},
    "audio": set[str](),
    "choices": set[str](),
    "formats": set[str](),
    "inputs": set[str](),
    "roles": set[str](),
    "errors": set[str](),
    "assets": {"errors"},
    "languages": {"assets", "errors"},
    "text": {"assets", "choices", "errors", "languages"},
    "store": set[str](),
    "telling": set[str](),
    "confined": set[str](),
    "sandbox": CENTRE | {"confined"},
    "workers": CENTRE | {"confined", "sandbox"},
    "memo": CENTRE,
    "page_deadline": CENTRE | {"confined", "workers"},
    "fetch": CENTRE | {"workers"},
    **dict.fromkeys(("extract", "spoken_form", "mix"), CENTRE),
    "qr_code": set[str](),
    "publish": CENTRE | {"qr_code"},
    "script": CENTRE | {"spoken_form"},
    "speech": CENTRE | {"workers", "sandbox"},
    **dict.fromkeys(
        (
            "cache",
            "edition_settings",
            "inbox_settings",
            "source_settings",
            "library",
            "identity",
            "atomic",
            "mediatypes",
        ),
        CENTRE,
    ),
    "places": CENTRE | {"atomic", "mediatypes"},
    "check": CENTRE
    | {"mix", "workers", "spoken_form"},  # the mixer's own meter; both sides of --heard as they are said
    "serve": CENTRE | {"atomic", "mediatypes", "qr_code"},
    "config": CENTRE | {"config_faults", "edition_settings", "inbox_settings", "source_settings"},
    "library": CENTRE | {"identity", "atomic"},
    "stories": CENTRE | {"fetch", "extract", "script", "memo", "page_deadline"},
    "recording": CENTRE | {"script", "speech", "mix", "publish", "cache", "memo", "places"},
    "testing": CENTRE | {"speech"},
    "cli": {"commands", "errors"},
    "commands": {
        *("languages", "choices", "errors", "formats", "text", "stories", "reading", "feed", "serve", "check"),
        *("saying", "inbox", "listening", "telling", "voice_list", "voice_install", "assets"),
    },
    "__main__": {"cli"},
    "__init__": CENTRE | {"extract", "script", "spoken_form"},
}
"""What a room may import besides itself; only the :data:`JOINERS` may import all."""
JOINERS = ("reading", "voice_list", "voice_install", "own_lexicon", "saying", "feed", "inbox", "listening")
"""Join the stages, each only those before it."""
PURE = (
    *("extract", "script", "spoken_form", "text", "languages"),
    *("model.py", "audio.py", "roles.py", "choices.py", "formats.py", "inputs.py", "identity.py", "mix/arrange.py"),
)
IMPURE_MODULES = {"os", "time", "random", "locale", "socket", "subprocess", "tempfile", "shutil", "secrets", "httpx"}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, lazily or not, but for type checking."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            yield from (f"{module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_to_the_centre(path: Path) -> None:
    here = room(path)
    later = set(JOINERS[JOINERS.index(here) + 1 :]) if here in JOINERS else set()
    allowed = ALLOWED[here] if here in ALLOWED else set(map(room, MODULES)) - later - {"cli", "commands"}
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "audiobrief" or len(parts) == 1:
            continue
        target = parts[1]
        if target == "__version__":
            continue
        assert target == here or target in allowed, f"{path.relative_to(ROOT)} imports {name}"


def is_pure(path: Path) -> bool:
    relative = path.relative_to(PACKAGE).as_posix()
    return relative.startswith(tuple(f"{name}/" for name in PURE if "." not in name)) or relative in PURE


PURE_MODULES = [path for path in MODULES if is_pure(path)]


@pytest.mark.parametrize("path", PURE_MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pure_stages_reach_for_nothing(path: Path) -> None:
    for name in imports(path):
        assert name.split(".")[0] not in IMPURE_MODULES, f"{path.relative_to(ROOT)} imports {name}"


AUDITED = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from audiobrief.model import Page
from audiobrief import read_article, body_text, spoken, quotes, dateline
from audiobrief.script import write_script
page = Page("https://news.example/a", Path({page!r}).read_bytes(), "text/html")
def work():
    article = read_article(page)
    write_script(article)
    body_text(page.body)
    spoken("On May 3, 2026 it cost $1.2 billion.", "en")
    quotes(['"We are here," she said.'], "en")
    dateline("DUSHANBE -- A delegation has held talks.")
work()  # data and modules may be loaded once
seen = []
def hook(event, arguments):
    if event.split(".")[0] in ("open", "socket", "subprocess", "os", "shutil", "tempfile", "sqlite3", "urllib"):
        seen.append((event, str(arguments)[:200]))
sys.addaudithook(hook)
work()
sys.exit(repr(seen) if seen else 0)
"""


def test_reading_and_writing_touch_nothing_outside() -> None:
    page = ROOT / "examples/articles/harbour-dam.html"
    code = AUDITED.format(root=str(ROOT), page=str(page))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_there_is_no_import_circle() -> None:
    """Lazy imports and those for type checking alone are counted too."""
    assert circle() == []


def test_the_circle_finder_finds_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "audiobrief"
    package.mkdir()
    (package / "a.py").write_text("def late() -> None:\n    from audiobrief import b\n")
    (package / "b.py").write_text("from audiobrief.a import late\n")
    monkeypatch.setattr(house, "PACKAGE", package)
    monkeypatch.setattr(house, "MODULES", sorted(package.glob("*.py")))
    assert set(circle()) == {"audiobrief.a", "audiobrief.b"}


def test_every_public_name_has_a_docstring() -> None:
    assert undocumented() == []


def test_functions_stay_simple() -> None:
    functions = complexities()
    assert functions[0].complexity <= 15, functions[0]
    assert sum(function.complexity > 10 for function in functions) <= len(functions) // 100


def test_values_are_frozen_and_slotted() -> None:
    for name, value in vars(audiobrief.model).items():
        if dataclasses.is_dataclass(value) and isinstance(value, type):
            assert value.__dataclass_params__.frozen, name  # type: ignore[attr-defined]
            assert "__slots__" in vars(value), name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sizes(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 420, f"{path.name} is long: look for the seam"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{path.name}:{node.lineno} {node.name} has {length} lines"


def test_names_say_something() -> None:
    empty = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert not [path for path in MODULES if path.stem in empty]
    subpackages = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    public = set(audiobrief.__all__)
    assert not public & subpackages


HEAVY = ("numpy", "lxml", "bs4", "PIL", "babel", "num2words", "soundfile", "soxr", "lameenc", "pydub", "pyttsx3",
         "mutagen", "httpx", "feedparser", "uvicorn", "msgspec", "sqlite3", "asyncio",
         "distributed", "fsspec")  # fmt: skip


def test_help_loads_nothing_heavy() -> None:
    """Imports are a budget: ``--help`` is to answer within 80 ms of CPU (``make bench`` prints it)."""
    code = (
        "import sys; sys.argv = ['audiobrief', '--help']\n"
        "from audiobrief.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"sys.exit(repr([m for m in {HEAVY!r} if m in sys.modules]) if set({HEAVY!r}) & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout


@pytest.mark.parametrize("stage", ["audiobrief", "audiobrief.extract", "audiobrief.script", "audiobrief.speech"])
def test_a_package_is_light_until_used(stage: str) -> None:
    code = (
        f"import sys, {stage}\n"
        f"heavy = [m for m in {HEAVY!r} if m in sys.modules]\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_prints_but_the_command_line() -> None:
    for path in MODULES:
        if room(path) in ("cli", "__main__"):
            continue
        calls = re.findall(r"^\s*print\(", path.read_text(encoding="utf-8"), re.M)
        assert not calls, f"{path.relative_to(ROOT)} prints"


def test_no_module_is_named_like_a_public_function() -> None:
    """Once it is loaded, a module takes the place of such a name in its package."""
    assert not {path.stem for path in MODULES} & set(audiobrief.__all__)
    for _ in range(2):
        assert audiobrief.dateline("BERLIN (AP) — The ferry left.")
