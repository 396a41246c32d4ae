"""The arguments that several commands take alike, each with what its help page says of it.

What one command alone takes stands in its own docstring; those of operations stand with them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from entraide.cli.show import Output
from entraide.vocabulary.language import mark

__all__ = [
    "Born",
    "CaseReference",
    "Discussion",
    "Document",
    "Documents",
    "GivenThread",
    "Grade",
    "HandlingCode",
    "HandlingWords",
    "HeldOrFile",
    "Issuer",
    "LegalBasis",
    "Notice",
    "Offence",
    "OneAsked",
    "OneOfSeveral",
    "OnlyThese",
    "Partner",
    "Provider",
    "Purpose",
    "RequestThread",
    "RootFile",
    "Sentences",
    "SubjectRequest",
    "TableOrJson",
    "ToBeSigned",
    "Vehicles",
]

Notice: TypeAlias = Annotated[str, Parameter(help=mark("The notice's id."))]
Issuer: TypeAlias = Annotated[
    str | None, Parameter(help=mark("Its issuer, where two have one of this id."))
]
SubjectRequest: TypeAlias = Annotated[str, Parameter(help=mark("The request."))]
RequestThread: TypeAlias = Annotated[
    str, Parameter(help=mark("The request's thread, from entraide inbox."))
]
Discussion: TypeAlias = Annotated[
    str, Parameter(help=mark("The thread, from entraide discuss list."))
]
GivenThread: TypeAlias = Annotated[str, Parameter(help=mark("The thread in which it was given."))]
OneOfSeveral: TypeAlias = Annotated[
    str | None, Parameter(help=mark("The partner, where the thread has several."))
]
Provider: TypeAlias = Annotated[
    str | None, Parameter(help=mark("The provider, where the thread has several."))
]
OneAsked: TypeAlias = Annotated[
    str | None, Parameter(help=mark("The partner, where the question went to several."))
]
Partner: TypeAlias = Annotated[str, Parameter(help=mark("The partner's id."))]
CaseReference: TypeAlias = Annotated[str, Parameter(help=mark("The case's reference."))]
HandlingWords: TypeAlias = Annotated[str, Parameter(help=mark("The words of H3."))]
LegalBasis: TypeAlias = Annotated[
    str | None, Parameter(help=mark("The law on which it rests, where the agreement asks for it."))
]
Purpose: TypeAlias = Annotated[
    str, Parameter(help=mark("For what it may be used, such as criminal-investigation."))
]
Offence: TypeAlias = Annotated[str, Parameter(help=mark("The offence, such as drugs.trafficking."))]
Documents: TypeAlias = Annotated[
    tuple[str, ...], Parameter(help=mark("Number of a passport or identity card."))
]
Born: TypeAlias = Annotated[
    tuple[str, ...], Parameter(help=mark("Date of birth: YYYY, YYYY-MM or YYYY-MM-DD."))
]
Vehicles: TypeAlias = Annotated[tuple[str, ...], Parameter(help=mark("Plate or chassis number."))]
OnlyThese: TypeAlias = Annotated[tuple[str, ...], Parameter(help=mark("Ask only these partners."))]
Sentences: TypeAlias = Annotated[Output, Parameter(help=mark("Sentences to read, or JSON."))]
TableOrJson: TypeAlias = Annotated[Output, Parameter(help=mark("A table to read, or JSON."))]
RootFile: TypeAlias = Annotated[Path, Parameter(help=mark("The root key's file."))]
Document: TypeAlias = Annotated[Path, Parameter(help=mark("The document."))]
ToBeSigned: TypeAlias = Annotated[
    Path, Parameter(help=mark("The document; the signature is added to it."))
]
HeldOrFile: TypeAlias = Annotated[
    str, Parameter(help=mark("A file, or the id or digest of a memorandum that the node holds."))
]
HandlingCode: TypeAlias = Annotated[
    str | None, Parameter(help=mark("Handling code to set: H0, H1, H2 or H3."))
]
Grade: TypeAlias = Annotated[
    str | None,
    Parameter(help=mark("4x4 evaluation to set instead of the record's own, such as A1.")),
]
