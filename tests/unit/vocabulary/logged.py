"""Every action that the source can write into a node's log, collected from the source itself.

What stands there in full is read from the syntax: constants, a choice of two, a name bound to
either, a parameter that callers in the same module fill. What is composed of a message's kind, a
change or a verdict cannot be read so; it stands in ``COMPOSED``, and one that is missing there is
an error: nothing is logged that was not looked at.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from entraide.exchange.bodies import KINDS
from entraide.exchange.notice.bodies import Verdict

SOURCE: Final = Path(__file__).parents[3] / "src" / "entraide"
WRITER: Final = "entraide.adapters.store.writer"
FORWARDS: Final = {"node/call.py"}
"""Where an entry is made of what the caller says: each caller is looked at itself."""

_OF_KINDS: Final = tuple(KINDS)


def _each(*ways: str) -> frozenset[str]:
    return frozenset(f"{kind}.{way}" for kind in _OF_KINDS for way in ways)


_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

COMPOSED: Final = {
    ("node/mail/post.py", "f'{message.kind}.{way}'"): _each("sent", "received"),
    ("node/mail/delivery.py", "f'{message.kind}.{event}'"): _each("expired", "refused"),
    ("node/request/overtaking.py", "f'{earlier.kind}.{OVERTAKEN}'"): _each("overtaken"),
    ("node/request/releasing.py", "f'{body.KIND}.ordered'"): _each("ordered"),
    ("node/giving/onward.py", "f'{message.kind}.ordered'"): _each("ordered"),
    ("node/notice/changing.py", "f'notice.{change.value}'"): frozenset(
        {"notice.suspend", "notice.resume"}
    ),
    ("node/notice/copies.py", "f'notice.{verdict.value}'"): frozenset(
        f"notice.{verdict.value}" for verdict in Verdict
    ),
    ("node/people/approvals.py", "f'{action}.approved'"): frozenset(),  # its callers say it
    ("node/people/suspending.py", "f'officer.{what}'"): frozenset(
        {"officer.suspended", "officer.restored"}
    ),
}  # fmt: skip


COUNTED: Final = {
    "node/call.py": {"order", "order_signature"},
    "adapters/store/writer.py": {"subject"},
    "node/mail/reconciled.py": {"sent", "received"},
    "node/mail/reconciling.py": {"sent", "received"},
    "node/mail/posting.py": {
        "received", "refused", "answered", "refused_there", "not_believed", "known",
    },
    "node/notice/drafting.py": {"colour", "purpose", "version"},
    "node/operation/journaling.py": {"kind", "entry"},
    "node/question/standing_held.py": {"reason"},
    "node/record/erasure.py": {"reason"},
    "node/record/importing.py": {"added", "changed", "unchanged", "rejected"},
    "node/record/retaining.py": {
        "records", "values", "replies", "cases", "notices", "operations", "checks",
        "subject_requests", "papers", "watch",
    },
}  # fmt: skip
"""Keys of entries that are counted up or handed on, where no syntax shows them."""


def logged() -> frozenset[str]:
    """Return every action; AssertionError names what is composed and not listed here."""
    return _said()[0]


def named() -> frozenset[str]:
    """Return every key of an entry's ids and digests; AssertionError names what is hidden."""
    return _said()[1]


@cache
def _said() -> tuple[frozenset[str], frozenset[str]]:
    """Read each module once for both, and keep none: their trees would weigh on what follows."""
    actions, keys = set[str](), set[str]()
    for path in sorted(SOURCE.rglob("*.py")):
        module = _Module(path)
        actions |= {*module.logged(), *module.approved()}
        keys |= COUNTED.get(module.name, set()) | set(module.named())
    return frozenset(actions), frozenset(keys)


class _Module:
    def __init__(self, path: Path) -> None:
        self.name = path.relative_to(SOURCE).as_posix()
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.calls = [each for each in ast.walk(self.tree) if isinstance(each, ast.Call)]
        self.inside: dict[int, _Function] = {
            id(inner): outer
            for outer in ast.walk(self.tree)
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
            for inner in ast.walk(outer)
            if inner is not outer
        }
        self.entries = {
            alias.asname or alias.name
            for each in ast.walk(self.tree)
            if isinstance(each, ast.ImportFrom) and each.module == WRITER
            for alias in each.names
            if alias.name == "Event"
        }

    def logged(self) -> Iterator[str]:
        if self.name in FORWARDS:
            return
        for call in self.calls:
            if call.args and self._writes(call.func):
                yield from self._read(call.args[0], call)

    def named(self) -> Iterator[str]:
        for call in self.calls:
            if call.args and (self._writes(call.func) or self._changes(call)):
                said = [each.value for each in call.keywords if each.arg in {"ids", "digests"}]
                for each in (*said, *call.args[self._first_of_ids(call.func) :]):
                    yield from self._keys(each, call)

    def _first_of_ids(self, func: ast.expr) -> int:
        """Return the place from which a call's arguments are ids and digests."""
        return 2 if ast.unparse(func).rpartition(".")[2] == "because" else 4

    def _changes(self, call: ast.Call) -> bool:
        """Tell whether a call makes an entry of an entry: ``replace(event, ids=...)``."""
        of_entry = ast.unparse(call.args[0]).rpartition(".")[2] in {"event", "entry"}
        return ast.unparse(call.func) == "replace" and of_entry

    def _keys(self, said: ast.expr, where: ast.AST) -> Iterator[str]:
        match said:
            case ast.Dict():
                for key, value in zip(said.keys, said.values, strict=True):
                    yield from self._keys(value, where) if key is None else _constant(key)
            case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
                yield from self._keys(one, where)
                yield from self._keys(other, where)
            case ast.BoolOp(values=(_, ast.Dict() as other)):
                yield from self._keys(other, where)
            case ast.Name():
                yield from self._keys_bound(said.id, where)
            case ast.Attribute(attr="ids" | "digests"):
                return  # of an entry that was made elsewhere
            case _:
                assert self.name in COUNTED, f"{self.name}: say in COUNTED {ast.unparse(said)}"

    def _keys_bound(self, name: str, where: ast.AST) -> Iterator[str]:
        function: ast.AST | None = self.inside[id(where)]
        while function is not None:
            found = [each for each in ast.walk(function) if name in _targets(each)]
            for each in found:
                yield from self._keys(_value_of(each), each)
            if found:
                return
            function = self.inside.get(id(function))
        for each in self.tree.body:
            if name in _targets(each):
                yield from self._keys(_value_of(each), each)
                return
        yield from self._keys_from_callers(self.inside[id(where)], name)

    def _keys_from_callers(self, function: _Function, name: str) -> Iterator[str]:
        names = [each.arg for each in function.args.args if each.arg != "self"]
        for call in self.calls:
            if name in names and ast.unparse(call.func).rpartition(".")[2] == function.name:
                yield from self._keys(call.args[names.index(name)], call)
                return
        assert self.name in COUNTED, f"{self.name}: say in COUNTED what {name} holds"

    def approved(self) -> Iterator[str]:
        """Yield the entries of approvals: ``approve`` composes them of what its callers say."""
        for call in self.calls:
            if isinstance(call.func, ast.Name) and call.func.id == "approve":
                said = call.args[-1]
                assert isinstance(said, ast.Constant), (self.name, ast.unparse(call))
                yield f"{said.value}.approved"

    def _writes(self, func: ast.expr) -> bool:
        if isinstance(func, ast.Attribute):
            is_call = ast.unparse(func.value).rpartition(".")[2] == "call"
            return func.attr == "because" or (func.attr == "event" and is_call)
        return isinstance(func, ast.Name) and func.id in {*self.entries, "because", "event"}

    def _read(self, said: ast.expr, where: ast.AST) -> Iterator[str]:
        if isinstance(said, ast.Constant):
            yield str(said.value)
        elif isinstance(said, ast.IfExp):
            yield from self._read(said.body, where)
            yield from self._read(said.orelse, where)
        elif isinstance(said, ast.Name):
            yield from self._bound(said.id, where)
        else:
            key = (self.name, ast.unparse(said))
            assert key in COMPOSED, f"{key} is logged: say in COMPOSED what it can be"
            yield from COMPOSED[key]

    def _bound(self, name: str, where: ast.AST) -> Iterator[str]:
        """Yield what a name can be: bound in or around its function, by callers, by the module."""
        function = self.inside.get(id(where))
        if function is None:
            yield from self._assigned(self.tree.body, name)
            return
        names = [each.arg for each in function.args.args if each.arg != "self"]
        if name in names:
            yield from self._from_callers(function.name, names.index(name))
            return
        said = tuple(self._assigned(ast.walk(function), name))
        yield from said or self._bound(name, function)

    def _assigned(self, among: Iterable[ast.AST], name: str) -> Iterator[str]:
        for each in among:
            if isinstance(each, ast.Assign | ast.AnnAssign) and name in _targets(each):
                yield from self._read(each.value or ast.Constant(name), each)

    def _from_callers(self, function: str, place: int) -> Iterator[str]:
        for call in self.calls:
            if ast.unparse(call.func).rpartition(".")[2] == function:
                yield from self._read(call.args[place], call)


def _targets(each: ast.AST) -> set[str]:
    if not isinstance(each, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return set()
    targets = each.targets if isinstance(each, ast.Assign) else [each.target]
    return {to.id for to in targets if isinstance(to, ast.Name)}


def _value_of(each: ast.AST) -> ast.expr:
    """Return what an assignment binds; nothing is bound where it only says a type."""
    found = getattr(each, "value", None)
    return found if isinstance(found, ast.expr) else ast.Dict([], [])


def _constant(key: ast.expr) -> Iterator[str]:
    assert isinstance(key, ast.Constant), ast.unparse(key)
    yield str(key.value)
