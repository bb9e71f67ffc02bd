"""The docs cannot drift: every command, option, key, engine and file they name exists, and the other way round."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from audiobrief import config
from audiobrief.cli import cli
from audiobrief.commands.help import contexts
from audiobrief.edition_settings import Edition
from audiobrief.source_settings import Source
from audiobrief.speech.engine import BUILT_IN

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md")])


def reference() -> str:
    """docs/commands.md as the commands themselves tell it."""
    lines = ["# Commands", "", "Written by `tests/test_docs.py --regold` from the commands' own help.", ""]
    # under their group, as at the terminal: it names the option for help, and click keeps the first that was made
    group = click.Context(cli, info_name="audiobrief", terminal_width=100, **cli.context_settings)
    lines += ["## audiobrief", "", "```", cli.get_help(group), "```", ""]
    for _, context in contexts(group):
        heading = "#" * (2 + (context.parent is not group))
        lines += [f"{heading} {context.command_path}", "", "```", context.command.get_help(context), "```", ""]
    lines += [
        "## Exit codes",
        "",
        "| code | when |",
        "|---|---|",
        "| 0 | done |",
        *(f"| {code} | {what} |" for code, what in EXIT_CODES.items()),
        "",
    ]
    return "\n".join(lines)


EXIT_CODES = {
    1: "something else went wrong, or a check failed",
    2: "the command line, a configuration, a cast or a script is wrong",
    3: "a source could not be brought",
    4: "a source holds no article",
    5: "no engine could speak",
    6: "a result could not be written",
    7: "something was made and something was not",
    8: "a cluster was lost, cannot be reached, or has no worker that fits",
    130: "stopped with Ctrl-C",
}


def test_the_reference_is_the_commands_own_help(regold: bool) -> None:
    path = DOCS / "commands.md"
    if regold:
        path.write_text(reference(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == reference(), "run with --regold"


def test_exit_codes_are_those_of_the_errors() -> None:
    from audiobrief import errors

    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert {c.exit_code for c in classes if issubclass(c, errors.AudiobriefError)} == set(EXIT_CODES)


def code_lines(text: str) -> Iterator[str]:
    for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL):
        yield from block.splitlines()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_in_the_docs_exist(path: Path) -> None:
    shown = {name: context.command for name, context in contexts(click.Context(cli, info_name="audiobrief"))}
    for line in code_lines(path.read_text(encoding="utf-8")):
        words = line.split("#")[0].split()
        if len(words) < 2 or words[0] != "audiobrief" or not words[1].isalpha():
            continue
        assert words[1] in shown, f"{path.name}: audiobrief {words[1]} does not exist"
        name = max((name for name in shown if f"{' '.join(words[1:])} ".startswith(f"{name} ")), key=len)
        command = shown[name]
        known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
        for word in words[2:]:
            if word.startswith("--"):
                assert word in known | {"--help"}, f"{path.name}: {line}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_and_make_targets_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
        assert (path.parent / link).exists(), f"{path.name}: {link}"
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.M):
        assert target in targets, f"{path.name}: make {target}"


def test_the_readme_opens_with_a_sentence_and_ends_with_badges() -> None:
    body = README.split("\n", 2)[2]
    assert body.startswith("audiobrief turns news articles into podcast episodes you can navigate by ear")
    first_picture = README.index("![")
    assert "##" not in README[first_picture:], "badges come last"
    assert README.index("make demo") < README.index("make test") < first_picture
    for name, command in cli.commands.items():
        assert command.hidden or f"audiobrief {name}" in README


def keys(struct: type[msgspec.Struct]) -> Iterator[str]:
    for field in msgspec.structs.fields(struct):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            yield from keys(field.type)
        elif field.name not in ("source", "edition", "funding"):
            yield field.name


def test_every_key_of_the_configuration_is_documented() -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", page, re.M))
    assert documented == {*keys(config.Config), *keys(Source), *keys(config.Funding), *keys(Edition)}


def test_every_engine_is_documented() -> None:
    page = (DOCS / "engines.md").read_text(encoding="utf-8")
    for name in BUILT_IN:
        assert f"`{name}`" in page, name


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    table = (DOCS / "design.md").read_text(encoding="utf-8").partition("## Dependencies")[2].partition("\n## ")[0]
    explained = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([\w-]+)`", row.split("|")[1] if "|" in row else "")
    }
    named = {re.split(r"[^\w-]", one)[0] for one in wanted}
    extras = set(project["optional-dependencies"]) - named
    assert named == explained - extras


def test_every_picture_has_a_text_alternative() -> None:
    for path in PAGES:
        for alt in re.findall(r"!\[([^\]]*)\]", path.read_text(encoding="utf-8")):
            assert alt.strip(), path.name
