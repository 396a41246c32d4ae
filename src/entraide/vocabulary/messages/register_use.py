"""Sentences of the error codes of keeping, reviewing and using the register."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "register.code_unknown": mark("{found} is no code of the register."),
    "register.damaged": mark("Line {line} of {path} is damaged."),
    "register.judgement_malformed": mark("This is no judgement: {field} is missing or wrong."),
    "register.name_document": mark("Name the document that the fact stands in."),
    "register.no_document": mark(
        "{count} documents of the register begin with {document}; give at least six digits of one."
    ),
    "register.no_fact": mark("No fact {fact} waits for review in this document."),
    "register.no_folder": mark(
        "{path} is no register; entraide register keep FILE --register {path} makes one."
    ),
    "register.no_partner": mark("No page of the register names {partner}."),
    "register.nothing_promised": mark(
        "The register tells of nothing that these parties promised each other: {parties}."
    ),
    "register.one_answer": mark("Give one of --accept, --reject and --correct."),
    "register.one_page": mark("Give a page's text, or its file: one of the two."),
    "register.report_needs_file": mark("A report as {form} needs --out FILE."),
    "register.typed_value": mark("{found} is no {field}. Possible: {wanted}."),
    "report.not_typeset": mark("The report cannot be typeset: {reason}."),
}
