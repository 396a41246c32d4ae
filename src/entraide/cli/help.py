"""Help pages in the reader's language: what cyclopts gathers from docstrings, through gettext.

In English cyclopts draws its own pages. In another language this formatter draws the same panels
from the same docstrings, each paragraph and each parameter looked up in the catalogue;
``tools/catalogue.py`` puts them there through ``paragraphs``. Names of options and placeholders
(PATH, STR) are what is typed and stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from entraide.vocabulary.language import mark, translate

if TYPE_CHECKING:
    from cyclopts import App
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions, RenderableType

__all__ = ["PANELS", "TranslatedHelp", "load_listed", "paragraphs", "translate_help"]

PANELS: Final = (
    mark("Commands"),
    mark("Parameters"),
    mark("Arguments"),
    mark("Display this message and exit."),
    mark("Display application version."),
)
"""What cyclopts itself writes on a page."""


def translate_help(app: App) -> None:
    """Let an app and all its commands show their help in the reader's language."""
    app.help_format = "plaintext"
    app.help_formatter = TranslatedHelp()


def load_listed(root: App, arguments: Sequence[str]) -> None:
    """Load the commands that the page asked for lists, so that each says there what it does.

    The first page loads none: what its commands do stands beside their names (``cli.commands``).
    """
    named = [each for each in arguments if each not in root.help_flags]
    *_, above = root.parse_commands(named)[1]
    asked = len(named) < len(arguments) or above.default_command is None
    if above is not root and asked:
        for name in above:
            above[name]


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a docstring's description, each on one line."""
    for paragraph in text.split("\n\n"):
        line = " ".join(paragraph.split())
        if line:
            yield line


class TranslatedHelp:
    """The formatter that cyclopts calls for each part of a page."""

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """Draw one panel: commands, or parameters."""
        from cyclopts.help import DefaultFormatter  # noqa: PLC0415 - only where a page is drawn

        shown = panel.copy(title=translate(str(panel.title)))
        draw = DefaultFormatter(column_specs=partial(_columns, panel.format))
        draw(console, options, shown)

    def render_usage(self, console: Console, _: ConsoleOptions, usage: Any) -> None:
        """Write the line that shows how the command is called."""
        if usage:
            console.print(f"{translate(mark('Usage:'))} {usage}", style="bold", markup=False)

    def render_description(self, console: Console, _: ConsoleOptions, description: Any) -> None:
        """Write the command's own paragraphs."""
        for line in paragraphs(_plain(description)):
            console.print(translate(line), "", sep="\n", markup=False, highlight=False)


def _columns(
    kind: str, console: Console, options: ConsoleOptions, entries: list[HelpEntry]
) -> tuple[Any, ...]:
    from cyclopts.help import specs  # noqa: PLC0415 - only where a page is drawn

    commands = kind == "command"
    build = specs.get_default_command_columns if commands else specs.get_default_parameter_columns
    *names, description = build(console, options, entries)
    return (*names, description.copy(renderer=_describe))


def _describe(entry: HelpEntry) -> RenderableType:
    from rich.text import Text  # noqa: PLC0415 - only where a page is drawn

    from entraide.cli.show import IsolatedLines  # noqa: PLC0415 - the same

    said = " ".join(translate(line) for line in paragraphs(_plain(entry.description)))
    pieces: list[Text] = [Text(said)]
    pieces += [Text(f" [{note}]", style="dim") for note in _notes(entry)]
    if entry.required:
        pieces.append(Text(f" [{translate(mark('required'))}]", style="red"))
    return IsolatedLines(Text.assemble(*pieces))


def _notes(entry: HelpEntry) -> Iterator[str]:
    if entry.choices:
        yield translate(mark("choices: {choices}"), choices=", ".join(entry.choices))
    if entry.env_var:
        yield translate(mark("variable: {name}"), name=", ".join(entry.env_var))
    if entry.default not in {None, "()"}:
        yield translate(mark("default: {value}"), value=entry.default)


def _plain(description: Any) -> str:
    """Return the text that cyclopts wrapped for drawing."""
    return str(getattr(description, "primary_renderable", None) or "")
