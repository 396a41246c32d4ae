"""The words of the field's codes as pages show them: purposes, offences, forms, fields of a record.

Programs, files and the command line keep the codes, which officers type there. A page shows the
word, with the code as its title; a code without a word stands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from entraide.agreements.terms import TERM_LABELS, OtherForm
from entraide.node.actions import ACTIONS
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.offences import OFFENCES
from entraide.vocabulary.oversight import VIEWS
from entraide.vocabulary.purposes import PURPOSES
from entraide.vocabulary.threats import THREATS

__all__ = ["CODE_WORDS", "action_word", "code_word", "coded"]

_PROPERTIES: Final = {
    "name": mark("Name"),
    "alias": mark("Also known as"),
    "previousName": mark("Former name"),
    "weakAlias": mark("Nickname"),
    "firstName": mark("First name"),
    "lastName": mark("Family name"),
    "fatherName": mark("Father's name"),
    "motherName": mark("Mother's name"),
    "birthDate": mark("Date of birth"),
    "birthPlace": mark("Place of birth"),
    "birthCountry": mark("Country of birth"),
    "deathDate": mark("Date of death"),
    "gender": mark("Sex"),
    "nationality": mark("Nationality"),
    "citizenship": mark("Citizenship"),
    "country": mark("Country"),
    "passportNumber": mark("Passport number"),
    "idNumber": mark("Identity number"),
    "taxNumber": mark("Tax number"),
    "registrationNumber": mark("Registration number"),
    "address": mark("Address"),
    "phone": mark("Telephone"),
    "email": mark("E-mail"),
    "position": mark("Position held"),
    "height": mark("Height"),
    "weight": mark("Weight"),
    "eyeColor": mark("Colour of the eyes"),
    "hairColor": mark("Colour of the hair"),
    "appearance": mark("Appearance"),
    "notes": mark("Remarks"),
    "publicKey": mark("Wallet"),
}
_SEXES: Final = {"female": mark("female"), "male": mark("male"), "other": mark("other")}
_FORMS: Final = {
    "hit-no-hit": mark("hit/no-hit search"),
    "notice": mark("notice"),
    "request": mark("request"),
    "screening": mark("screening of lists"),
    "spontaneous": mark("spontaneous information"),
    "standing": mark("standing question"),
}
CODE_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "category": {each.code: each.label for each in CATEGORIES},
        "form": _FORMS,
        "gender": _SEXES,
        "offence": {each.code: each.label for each in (*THREATS, *OFFENCES)},
        "prop": _PROPERTIES,
        "purpose": {
            **{each.value: TERM_LABELS[each] for each in OtherForm},
            **{each.code: each.label for each in (*VIEWS, *PURPOSES)},
        },
    }
)
"""Words by field and code."""


def code_word(field: str, code: str) -> str:
    """Return the reader's word for a code of the field; the code where there is none."""
    return translate(CODE_WORDS.get(field, {}).get(code, "")) or code


def action_word(action: str) -> str:
    """Return in the reader's language what an action of the node does; nothing for what is none."""
    return translate(ACTIONS[action].does) if action in ACTIONS else ""


def coded(field: str, code: str) -> Markup:
    """Return the word with the code as its title, or the code apart from the text around it."""
    said = code_word(field, code)
    if said == code:
        return Markup("<bdi>{}</bdi>").format(code)
    return Markup('<span title="{}">{}</span>').format(code, said)
