"""``python -m entraide``: the command line, where no script is installed.

A search process reads this module too when it starts, and needs no command line.
"""

from __future__ import annotations

__all__: list[str] = []

if __name__ == "__main__":
    from entraide.cli.main import main

    main()
