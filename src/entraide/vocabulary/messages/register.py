"""Sentences of the error codes raised by the part *register*."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "register.no_statement": mark("The rule {rule} of contradictions has no such sentence."),
    "register.file_encoding": mark(
        "The file {path} is neither UTF-8 nor UTF-16, nor in an encoding that it declares."
    ),
    "register.file_large": mark("The file {path} has {bytes} bytes; a page has at most {most}."),
    "register.file_unreadable": mark("The file {path} cannot be read: {reason}."),
    "register.language_unknown": mark("{found} is no language of the reader; known: {known}."),
    "register.pages_unread": mark("{unread} of {pages} pages could not be read."),
    "register.pdf_unreadable": mark("The file {path} is damaged: its PDF cannot be read."),
    "register.pdf_without_text": mark(
        "The file {path} holds pictures of pages and no text; run text recognition on it first."
    ),
    "register.proposer_unknown": mark(
        "No language model named {found} is installed; installed: {known}."
    ),
    "register.reading_malformed": mark(
        "This is no reading: a field is missing or of a wrong kind."
    ),
    "register.readings_malformed": mark("Line {line} of {path} is no reading."),
    "register.schema_unknown": mark("The reading has the unknown version {found}."),
    "register.vocabulary_class": mark(
        "The form {form} names the class {name}, which the vocabulary does not have."
    ),
    "register.vocabulary_language": mark(
        "The vocabulary file {file} names the language {language}; it is fr, es, en, ar or world."
    ),
    "register.vocabulary_row": mark(
        "Line {line} of the vocabulary file {file} is not: table, tab, code, tab, forms."
    ),
    "register.vocabulary_stem": mark(
        "Line {line} of the vocabulary file {file}: a form before * has at least two letters."
    ),
    "register.weights_row": mark("Line {line} of the table of weights {file} is no row."),
}
