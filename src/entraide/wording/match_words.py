"""Words of matching: how tokens stand to each other, what a band says, what a hit may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MATCH_WORDS"]

_EVIDENCE: Final = {
    "same": mark("same"),
    "spelled alike": mark("spelled alike"),
    "transliteration": mark("transliteration"),
    "initial": mark("initial"),
    "particle dropped": mark("particle dropped"),
    "missing": mark("missing"),
    "contradicted": mark("contradicted"),
}
_BAND_SAYS: Final = {
    "strong": mark("What was asked and the holder's record agree in nearly everything both know."),
    "possible": mark("They agree in part; somebody else may bear the name."),
    "weak": mark("Little of them agrees."),
}
_DETAIL: Final = {
    "none": mark("only that there is a hit"),
    "band": mark("how near a hit is, without a reference"),
    "band+reference": mark("how near a hit is, and a reference for a request"),
}

_ASKED: Final = {
    "name": mark("Names"),
    "born": mark("Date of birth"),
    "nationality": mark("Nationality"),
    "sex": mark("Sex"),
    "document": mark("Passport or identity card"),
    "phone": mark("Telephone"),
    "email": mark("E-mail"),
    "iban": mark("Bank account"),
    "vehicle": mark("Vehicle"),
    "wallet": mark("Wallet"),
}

MATCH_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "evidence_of_token": _EVIDENCE,
    "band_says": _BAND_SAYS,
    "hit_detail": _DETAIL,
    "asked": _ASKED,
}
