"""Sentences of the error codes of what comes over HTTP to the staff listener."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "client.answer_too_long": mark("What {address} answered is longer than {most} bytes."),
    "client.bad_address": mark(
        "“{address}” is no address of a node: http on this machine, https elsewhere, no path."
    ),
    "client.no_answer": mark("No answer from {address}: {reason}"),
    "client.not_a_node": mark("What answers at {address} is not a node (status {status})."),
    "client.other_type": mark("The order {action} answers {answers}, not {wanted}."),
    "content.not_json": mark("The body is not JSON: {reason} (line {line}, column {column})."),
    "content.not_object": mark("The body is to be one JSON object."),
    "content.other_type": mark("The body is to be {expected}; it says that it is {found}."),
    "content.too_long": mark("The body is longer than {most} bytes."),
    "content.too_slow": mark("The body did not come within {seconds} seconds."),
    "filter.unknown": mark("{filter} is no filter of this list; known: {known}."),
    "page.method": mark("{method} is not possible here; possible: {allowed}."),
    "page.unknown": mark("There is no such page."),
    "request.foreign": mark("The request does not come from this console: {header} is “{found}”."),
    "session.many_requests": mark("Too many requests in this session: wait {seconds} seconds."),
    "session.case_or_desk": mark("Reading for “{purpose}” belongs to no case: name none."),
    "session.needs_case": mark("Reading for “{purpose}” needs the case that it is for."),
    "session.of_another_node": mark("The session was ordered for {named}; this is {ours}."),
    "order.files_here": mark(
        "“{action}” names a file on the node's own machine: order it there, with the command line."
    ),
    "order.malformed": mark("The order cannot be read: {field} ({reason})."),
    "order.no_officer": mark("Over HTTP every order names its officer."),
    "order.not_believed": mark("The order is not signed by an officer of this node."),
    "order.other_action": mark("The address says “{named}”, the signed order “{action}”."),
    "order.too_many": mark("Too many orders come in at once: try again in a moment."),
}
