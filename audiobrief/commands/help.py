"""``audiobrief help``: the pages of docs/, the help of a command, the man page; ``audiobrief completion``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.options import example
from audiobrief.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_INDEX = "audiobrief help TOPIC prints a page, audiobrief help COMMAND the help of a command."
_LINK = re.compile(r"\[([^\]]+)\]\(([\w-]+)\.md(?:#[^)]*)?\)")
"""From one page to another."""


def contexts(group: click.Context) -> Iterator[tuple[str, click.Context]]:
    """Returns every command that is shown, by its words behind the group's, a group before its own."""
    for name, command in sorted(getattr(group.command, "commands", {}).items()):
        if not command.hidden:
            context = click.Context(command, parent=group, info_name=name, **command.context_settings)
            yield name, context
            yield from ((f"{name} {verb}", inner) for verb, inner in contexts(context))


def _names(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Completes a topic or a command; behind the words of a family, its verbs."""
    from click.shell_completion import CompletionItem

    before = "".join(f"{word} " for word in context.params.get("words") or ())
    known = (*_pages(), *dict(contexts(context.find_root())))
    names = (name.removeprefix(before) for name in known if name.startswith(before + incomplete))
    return [CompletionItem(name) for name in names if " " not in name]


@click.command("help", epilog=example("help", "help hosting", "help feed update", "help --man > audiobrief.1"))
@click.argument("words", metavar="[TOPIC|COMMAND]", nargs=-1, shell_complete=_names)
@click.option("--man", is_flag=True, help="Print the man page of all commands, in roff.")
@click.pass_context
def show_help(context: click.Context, words: tuple[str, ...], man: bool) -> None:
    """Print a page of the documentation, the help of a command, or the list of pages."""
    root = context.find_root()
    if man:
        from audiobrief.commands import man_page

        click.echo(man_page.page(root, contexts(root)), nl=False)
    elif words:
        click.echo(_told(" ".join(words), root))
    else:
        titles = (f"{name}: {_title(path)}" for name, path in _pages().items())
        click.echo("\n".join([_INDEX, "", *titles]))


def _told(name: str, root: click.Context) -> str:
    """Returns the help of a command, or a page. Raises UsageError, with what was meant, where there is neither."""
    commands, pages = dict(contexts(root)), _pages()
    if name in commands:
        return commands[name].get_help()
    if name in pages:
        text = pages[name].read_text(encoding="utf-8")
        return _LINK.sub(lambda link: f"{link[1]} (audiobrief help {link[2]})", text).rstrip("\n")
    from audiobrief.text.near import meant

    remedy = meant(name, (*pages, *commands)) or "audiobrief help lists the topics, audiobrief --help the commands"
    raise UsageError(f'"{name}"', "is no topic and no command", remedy)


def _pages() -> dict[str, Path]:
    from audiobrief.assets import docs_folder

    return {path.stem: path for path in sorted(docs_folder().glob("*.md"))}


def _title(page: Path) -> str:
    with page.open(encoding="utf-8") as lines:
        return next(lines).strip("# \n")


@click.command(
    epilog=example(
        "completion bash > ~/.local/share/bash-completion/completions/audiobrief",
        "completion zsh > ~/.zfunc/_audiobrief",
        "completion fish > ~/.config/fish/completions/audiobrief.fish",
    )
)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete commands, options, values and files.

    SHELL is bash (4.4 or newer), zsh or fish. The examples put it where that shell looks for it when it starts; the
    folder must be there, and zsh needs "fpath+=~/.zfunc; autoload -U compinit; compinit" in ~/.zshrc.
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(context.find_root().command, {}, "audiobrief", "_AUDIOBRIEF_COMPLETE").source())
