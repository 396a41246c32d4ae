"""Takes the examples of the document from two running nodes: ``python -m tests.api.redraw``."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.api.examples import FILE, taken
from tests.api.running import two
from tests.api.story import tell


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="entraide-api-") as folder, two(Path(folder)) as nodes:
        tell(nodes)
        found = taken(nodes)
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"taken: {len(found)} examples\n")


if __name__ == "__main__":
    main()
