"""How the demonstration speaks: numbered steps with their times, or one JSON object at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from entraide.cli.show import print_json
from entraide.vocabulary.language import translate

__all__ = ["Telling"]


@dataclass(slots=True)
class Telling:
    """Tells the story to a person, and keeps what was measured for a program."""

    as_json: bool
    facts: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    console: Console = field(
        default_factory=lambda: Console(highlight=False, soft_wrap=True, file=sys.stdout)
    )

    @contextmanager
    def step(self, name: str, title: str, /, **values: object) -> Iterator[None]:
        """Tell a step, do it, and note how long it took."""
        started = time.monotonic()
        number = len(self.seconds) + 1
        if not self.as_json:
            self.console.print(f"\n[bold]{number}. {translate(title, **values)}[/bold]")
        yield
        self.seconds[name] = round(time.monotonic() - started, 3)
        if not self.as_json:
            self.console.print(f"   [dim]{self.seconds[name]:.2f} s[/dim]")

    def say(self, message: str, /, **values: object) -> None:
        """Tell a sentence of the present step."""
        if not self.as_json:
            self.console.print(f"   {translate(message, **values)}", markup=False)

    def show(self, command: str) -> None:
        """Show the command that somebody types."""
        if not self.as_json:
            self.console.print(f"   $ {command}", style="cyan", markup=False)

    def end(self) -> None:
        """Print the facts where a program asked for them."""
        self.facts["seconds"] = self.seconds
        self.facts["seconds_in_all"] = round(sum(self.seconds.values()), 3)
        if self.as_json:
            print_json({"exercise": True, **self.facts})
