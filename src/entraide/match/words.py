"""Words of names that are not names: particles, titles, abbreviations, and the parts of compounds.

Written as ``tokens.fold`` leaves them (lower case, unmarked). A particle or a title costs nothing
when the other name lacks it and is worth next to nothing when both have it; a name that is made of
nothing else is compared as it stands.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ABBREVIATIONS", "ABU", "ALLAH", "AMBIGUOUS", "ARTICLES", "DIN"]
__all__ += ["PARTICLES", "SERVANT", "TITLES"]


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


ARTICLES: Final = _words(
    "al el ul il ol as es us ash esh ush ech ach ad ed ud id ar er ur ir at et ut an en un",
    "az ez uz ath adh edh ال",
)
"""The Arabic article, alone, in every assimilated form that romanisations write."""

PARTICLES: Final = ARTICLES | _words(
    # filiation: Arabic, Berber, Turkic
    "bin ben ibn ibnu bn bint binti bent bt ould wuld uld oulad walad mint ag ait",
    "بن ابن بنت ولد منت ايت oglu ogly kyzy kizi qizi",
    # nobility and origin: Romance, Germanic, Slavic
    "de del della di da dos das do du des d la le las los lo van von der den ter ten zu zur vom",
    "av zum te дe де ван фон",
    # and
    "und and et",
)

TITLES: Final = _words(
    "mr mrs ms miss dr prof sir lord lady mme mlle monsieur madame herr frau senor senora don dona",
    "president presidente prasident prime minister king queen prince princess emir amir general",
    "gen colonel col major maj capt captain brigadier brig lt lieutenant sgt commander cdr admiral",
    "adm eng engineer jr sr ii iii phd md esq hon ambassador",
    "sheikh shaikh shaykh sheik cheikh cheick chaikh scheich sheykh shekh shiekh شيخ الشيخ شیخ",
    "hajj haj hajji haji hadj hadji hadjdj alhaj alhaji elhadj elhadji الحاج حاج حاجي حاجی حجي",
    "mullah mulla mollah molla maulavi maulvi mawlawi mawlavi maulana mawlana moulana",
    "ملا مولوي مولوی مولانا ayatollah ayatullah hojjatoleslam آيت اية",
    "qari mufti ustad ustadh ustaz",
    "الدكتور دكتور دکتر السيد",
    "sidi moulay mulay lalla سيدي مولاي لالا الامير امير الملك الرئيس",
    "господин bey pasha باشا efendi effendi na",
)

ABBREVIATIONS: Final = {
    "mohd": "mohammed",
    "muhd": "mohammed",
    "mhd": "mohammed",
    "mohmd": "mohammed",
    "mhamed": "mohammed",
}

SERVANT: Final = _words(
    "abd abdu abdul abdel abdal abdol abdur abder abdus abdes abdun abdou عبد عبدال"
)
"""*Servant of*: never a name by itself; it is written together with the next word."""

DIN: Final = _words("din deen dine eddin eddine uddin aldin deddine الدين دين الدین دین")
ALLAH: Final = _words("allah ullah ollah ellah lah الله اله")
"""*Of the faith*, *of God*: written together with the word before."""

ABU: Final = _words("abu abou abo bou bu aba abi umm um oum om ابو ابي ابا ام بو")
"""*Father of*, *mother of*: written together with the next word, which stays readable alone."""

AMBIGUOUS: Final = _words("ben an le van do la das di na un")
"""Particles that are also names: they count as content where the name would have one token."""
