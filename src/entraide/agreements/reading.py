"""A text becomes a memorandum, or an error that says where.

The tree of ``document`` is walked by the provisions that the chapters declare: an unknown key, a
missing one, another shape than the provision's, an unknown code are refused with the path
(``exchange.purposes[2]``) and the line. Nothing is guessed and nothing has a default.
"""

from __future__ import annotations

from typing import Any

from entraide.agreements.agreement import Agreement, to_json
from entraide.agreements.document import Items, Keys, Node, Scalar, from_json, read_yaml
from entraide.agreements.provisions import Many, Part, Shape, key_of, provisions_of
from entraide.agreements.scalars import read_scalar
from entraide.errors import InputError
from entraide.kernel.canonical import encode_canonical
from entraide.vocabulary.codes import nearest_of

__all__ = ["agreement_of_json", "parse_agreement"]


def parse_agreement(text: str) -> Agreement:
    """Read a memorandum from YAML; InputError with ``path`` and ``line`` where it is not one."""
    return _agreement_of(read_yaml(text))


def agreement_of_json(value: Any) -> Agreement:
    """Read a memorandum from its decoded JSON form; InputError with ``path`` (``line`` is 0)."""
    return _agreement_of(from_json(value))


def _agreement_of(tree: Node) -> Agreement:
    try:
        agreement: Agreement = _part(tree, Agreement, "")
    except InputError as error:
        if error.data.get("line"):
            raise
        line = _line_of(tree, str(error.data.get("path", "")))
        raise InputError(error.code, **{**error.data, "line": line}) from error
    return agreement


def _read(node: Node, shape: Shape, path: str) -> Any:
    if isinstance(shape, Part):
        return _part(node, shape.kind, path)
    if isinstance(shape, Many):
        return _many(node, shape, path)
    if not isinstance(node, Scalar):
        raise InputError("agreement.not_a_word", path=path, line=node.line)
    try:
        return read_scalar(node.text, shape)
    except InputError as error:
        raise InputError(error.code, **{**error.data, "path": path, "line": node.line}) from error


def _part(node: Node, kind: type[Any], path: str) -> Any:
    if not isinstance(node, Keys):
        raise InputError("agreement.not_a_group", path=path, line=node.line)
    known = {key_of(name): name for name, _ in provisions_of(kind)}
    for key, line in node.lines.items():
        if key not in known:
            near = nearest_of(key, tuple(known))
            where = _below(path, key[:64])
            raise InputError("agreement.unknown_key", path=where, line=line, nearest=near)
    optional = {key_of(name) for name, one in provisions_of(kind) if one.optional}
    for key in known:
        if key not in node.nodes and key not in optional:
            raise InputError("agreement.missing_key", path=_below(path, key), line=node.line)
    return kind(
        **{
            name: _read(node.nodes[key_of(name)], one.shape, _below(path, key_of(name)))
            for name, one in provisions_of(kind)
            if key_of(name) in node.nodes
        }
    )


def _many(node: Node, shape: Many, path: str) -> tuple[Any, ...]:
    if not isinstance(node, Items):
        raise InputError("agreement.not_a_list", path=path, line=node.line)
    if not shape.least <= len(node.nodes) <= shape.most:
        raise InputError(
            "agreement.list_length", path=path, line=node.line, least=shape.least, most=shape.most
        )
    values: dict[bytes, Any] = {}
    for at, inner in enumerate(node.nodes):
        value = _read(inner, shape.each, f"{path}[{at}]")
        form = encode_canonical(to_json(value))
        if form in values:
            raise InputError("agreement.item_twice", path=f"{path}[{at}]", line=inner.line)
        values[form] = value
    return tuple(values[form] for form in (values if shape.ordered else sorted(values)))


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _line_of(tree: Node, path: str) -> int:
    line = tree.line
    for key in path.split("."):
        if not isinstance(tree, Keys) or key not in tree.nodes:
            break
        line, tree = tree.lines[key], tree.nodes[key]
    return line
