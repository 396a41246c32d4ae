"""A process that adds, changes and deletes records until it is killed, and says what is durable.

``python -m tests.adapters.indexed STORE KEYS FIRST SEED`` prints a line for each acknowledged
write: the number of a record and the name that it now has, or nothing where it was deleted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from entraide.adapters.sealing.vault import VaultFile
from entraide.adapters.store.writer import Transaction, Writer
from entraide.node.record.holdings import add_records, remove_record, replace_record
from tests.adapters.store_kit import Place, person

_GIVEN = ("Abdellatif", "Youssef", "Layla", "Marie", "Jürgen", "Зоя", "فاطمة")
_SURNAMES = ("Benali", "El Amrani", "Haddad", "Durand", "Weiß", "Петрова", "العلوي")


def _write(writer: Writer, random: Random, rec: int, live: list[int]) -> str:
    """Do one write and return its line."""
    name = f"{random.choice(_GIVEN)} {random.choice(_SURNAMES)} {random.choice(_GIVEN)}"
    chosen = random.choice(live) if live else 0
    match random.choice(("add", "add", "change", "delete")) if live else "add":
        case "add":
            writer.do(lambda t: add_records(t, (person(f"p{rec}", name),)))
            live.append(rec)
            return f"{rec} {name}"
        case "change":
            each = person(f"p{chosen}", name)
            writer.do(lambda t: replace_record(t, chosen, each))
            return f"{chosen} {name}"
        case _:
            live.remove(chosen)

            def remove(transaction: Transaction) -> None:
                remove_record(transaction, chosen)

            writer.do(remove)
            return str(chosen)


def main() -> None:
    store, keys, first, seed = sys.argv[1:]
    writer = Place(Path(store), keys=VaultFile(Path(keys), bytes(32))).another_writer()
    random = Random(int(seed))  # noqa: S311 - any writes will do
    live, rec = list[int](), int(first)
    while True:
        line = _write(writer, random, rec, live)
        rec += line.startswith(f"{rec} ")
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
