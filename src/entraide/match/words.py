"""Words of names that are not names: particles, titles, abbreviations, and the parts of compounds.

Written as ``tokens.fold`` leaves them (lower case, unmarked). A particle or a title costs nothing
when the other name lacks it and is worth next to nothing when both have it; a name that is made of
nothing else is compared as it stands.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ABBREVIATIONS",
    "ABU",
    "ALLAH",
    "AMBIGUOUS",
    "ARTICLES",
    "DIN",
    "FILIATION",
    "FULL_FORM",
    "KOREAN_SURNAMES",
    "LEADS",
    "PARTICLES",
    "SERVANT",
    "TITLES",
]


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


def _pairs(*lines: str) -> dict[str, str]:
    return {
        short: full for pair in " ".join(lines).split() for short, _, full in [pair.partition("=")]
    }


ARTICLES: Final = _words(
    "al el ul il ol as es us ash esh ush ech ach ad ed ud id ar er ur ir at et ut an en un",
    "az ez uz ath adh edh ال",
)
"""The Arabic article, alone, in every assimilated form that romanisations write."""

FILIATION: Final = _words(
    "bin ben ibn ibnu bn bint binti bent bt ould wuld uld mint بن ابن بنت ولد منت"
)
"""*Son of*, *daughter of*, between two names."""

PARTICLES: Final = (
    ARTICLES
    | FILIATION
    | _words(
        # descent: Arabic, Berber, Turkic
        "oulad walad ag ait ايت oglu ogly kyzy kizi qizi",
        # nobility and origin: Romance, Germanic, Slavic
        "de del della di da dos das do du des d la le las los van von der den ter ten zu zur vom",
        "av zum te дe де ван фон",
        # and
        "und and et",
    )
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
    "sidi moulay moulaye mulay lalla سيدي مولاي لالا لاله الامير امير الملك الرئيس",
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
    "abd abdu abdul abdel abdal abdol abdur abder abdus abdes abdun abdou adb adbul abudl عبد عبدال"
)
"""*Servant of*: never a name by itself; it is written together with the next word."""

DIN: Final = _words(
    "din deen dine eddin eddine uddin aldin deddine الدين دين الدین دین الددين الددین"
)
ALLAH: Final = _words("allah ullah ollah ellah lah الله اله")
"""*Of the faith*, *of God*: written together with the word before."""

ABU: Final = _words("abu abou abo bou bu aba abi umm um oum om ابو ابي ابا ام بو")
"""*Father of*, *mother of*: written together with the next word, which stays readable alone."""

AMBIGUOUS: Final = _words(
    "ben an le van do la das di na un",
    "mufti amir emir امير king prince queen major hajji haji bey pasha general don",
)
"""Particles and titles that are also names: content where the name would have one token."""

LEADS: Final = _words(
    "mohammad mohammed muhammad mohamed mohamad muhammed muhamed syed seyed sayed sayyid sayyed",
    "saiyid seyyed mir mirza محمد سيد سید مير میر",
)
"""First names that many bear before the one they are called by, and leave out as easily."""

KOREAN_SURNAMES: Final = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노로하곽성차주우구민진지엄채원천방공현"
    "함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국라나리량련렬"
)
"""One syllable each; they are borne by all but a few of those whose name is Korean."""

FULL_FORM: Final = _pairs(
    # English, French, German
    "alex=alexander al=albert andy=andrew ben=benjamin bill=william bob=robert chris=christopher",
    "dan=daniel dave=david dick=richard ed=edward fred=frederick greg=gregory jim=james joe=joseph",
    "ken=kenneth larry=lawrence liz=elizabeth matt=matthew mike=michael nick=nicholas pat=patrick",
    "pete=peter rob=robert ron=ronald sam=samuel steve=steven ted=theodore tim=timothy tom=thomas",
    "tony=anthony will=william fritz=friedrich sepp=josef heinz=heinrich uli=ulrich",
    # Spanish, Italian, Hebrew
    "pepe=jose paco=francisco pancho=francisco lalo=eduardo memo=guillermo beto=alberto",
    "nacho=ignacio chema=jose quique=enrique kike=enrique lupe=guadalupe gigi=luigi beppe=giuseppe",
    "pino=giuseppe toto=salvatore bibi=benjamin",
    # Russian
    "sasha=aleksandr misha=mikhail kolya=nikolai volodya=vladimir vova=vladimir dima=dmitri",
    "zhenya=evgeny alyosha=aleksei vanya=ivan seryozha=sergei pasha=pavel katya=ekaterina",
    "masha=maria natasha=natalia tanya=tatiana lena=elena",
)
"""Short forms in common use and the names that they stand for."""
