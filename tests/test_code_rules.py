"""What must not creep into the code: shells, XML by f-string, file names from titles, unsafe readers.

ruff's S rules (flake8-bandit) stand behind these; what they miss, or what is ignored there for good reasons, is here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "audiobrief"
MODULES = sorted(PACKAGE.rglob("*.py"))
RUNNERS = {"run", "Popen", "call", "check_call", "check_output"}
SHELLS = {"os.system", "os.popen", "os.execl", "os.spawnl", "subprocess.getoutput", "subprocess.getstatusoutput"}
UNSAFE = {"eval", "exec", "pickle.load", "pickle.loads", "marshal.loads", "shelve.open", "yaml.load", "__import__"}
MARKUP = re.compile(r"<\w+[^<>]*$|<\w[^<>]*>|</\w+>")
GROUP = re.compile(r"\(\?P?<\w*[=!>]?")
"""Of a regular expression: looks like a tag."""
BY_HAND = {
    "publish/daisy.py": 4,  # SMIL of ids and times; titles through quoteattr
    "publish/notes.py": 3,  # escaped, then cleaned by nh3
    "publish/transcript.py": 1,  # WebVTT, which is no XML; escaped
    "text/pls.py": 3,  # an entry, escaped; the words of an error
    "script/view.py": 7,  # a page for the owner, every value escaped
}
"""Markup by f-string that stands: it may become less, never more."""
PATH_MAKERS = {"Path", "joinpath", "with_name", "with_stem", "open"}
TITLES = {"title", "headline", "site", "authors", "album", "artist"}


def dotted(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def offences(source: str) -> list[str]:
    """Lines of a module that break a rule, with its name."""
    tree = ast.parse(source)
    found = []
    for call, name in calls(tree):
        shell = [word.value for word in call.keywords if word.arg == "shell"]
        if name in SHELLS or any(not (isinstance(v, ast.Constant) and v.value is False) for v in shell):
            found.append(f"{call.lineno}: shell")
        is_runner = name.startswith("subprocess.") and name.partition(".")[2] in RUNNERS and bool(call.args)
        if is_runner and isinstance(call.args[0], ast.Constant | ast.JoinedStr):
            found.append(f"{call.lineno}: a command in one string")
        if name in UNSAFE:
            found.append(f"{call.lineno}: {name}")
        if name.rpartition(".")[2] in PATH_MAKERS and any(map(names_title, call.args)):
            found.append(f"{call.lineno}: a path from a title")
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and is_markup(node):
            found.append(f"{node.lineno}: markup by f-string")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and names_title(node.right):
            found.append(f"{node.lineno}: a path from a title")
    return found


def is_markup(node: ast.JoinedStr) -> bool:
    """Whether a value is put among tags: the text before or after it holds one."""
    parts = [part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    literal = GROUP.sub("", "".join(parts))
    return MARKUP.search(literal) is not None and any(isinstance(part, ast.FormattedValue) for part in node.values)


def names_title(node: ast.AST) -> bool:
    """Whether an expression holds an article's own words, and not through ``slug``."""
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "slug":
        return False
    if isinstance(node, ast.Attribute) and node.attr in TITLES:
        return True
    return any(names_title(child) for child in ast.iter_child_nodes(node))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_code_keeps_the_rules(path: Path) -> None:
    found = offences(path.read_text(encoding="utf-8"))
    by_hand = [line for line in found if line.endswith("markup by f-string")]
    assert len(by_hand) <= BY_HAND.get(path.relative_to(PACKAGE).as_posix(), 0), by_hand
    assert [line for line in found if line not in by_hand] == []


@pytest.mark.parametrize(
    "bad",
    [
        "subprocess.run(command, shell=True)",
        "subprocess.run(f'lame {name}')",
        "os.system('rm x')",
        "xml = f'<title>{title}</title>'",
        "html = f'<a href=\"{url}\">more</a>'",
        "path = folder / f'{article.title}.mp3'",
        "path = Path(episode.title)",
        "pickle.loads(data)",
        "eval(text)",
    ],
)
def test_the_rules_see_what_they_forbid(bad: str) -> None:
    assert offences(bad)


@pytest.mark.parametrize(
    "good",
    [
        "subprocess.run(['lame', name], shell=False)",
        "path = folder / slug(article.title, guid)",
        "line = f'{count} < {most}'",
        "line = f'{first} -> {second}'",
        "pattern = f'(?P<year>{digits})(?<=x)'",
    ],
)
def test_the_rules_let_pass_what_is_right(good: str) -> None:
    assert offences(good) == []
