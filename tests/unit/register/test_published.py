"""The day of a page where it stands among a menu's words, opens the article, or lacks its year."""

from __future__ import annotations

from tests.unit.register.pages import read

MEETING = (
    "El director general de la Policía Nacional de España, Álvaro Serrano, ha recibido {} en "
    "Madrid al director general de la Policía Nacional de Colombia, Mauricio Restrepo.\n"
)


def _day(text: str) -> str | None:
    (found,) = read(text).engagements
    return found.date.start if found.date else None


def test_a_line_of_author_day_and_update_above_the_article_says_the_day() -> None:
    page = (
        "Accueil | National | Économie | Sport\n\nMigration : entretien à Tunis\n"
        "Par la rédaction | Publié le 18 février 2026 à 19:42 | Mis à jour le 18 février 2026\n\n"
        "Le ministre tunisien de l'Intérieur, Khaled Romdhane, a reçu mercredi à Tunis le chef de "
        "la police italienne, Lorenzo Bassani.\n"
    )
    assert _day(page) == "2026-02-18"


def test_an_article_that_opens_with_its_day_was_published_on_it() -> None:
    page = f"Visita de Colombia\n\n25-noviembre-2025.- {MEETING.format('hoy')}"
    assert _day(page) == "2025-11-25"


def test_a_dateline_without_a_year_is_of_the_year_of_the_copyright() -> None:
    page = (
        f"Visita de Colombia\n\nMADRID, 18 Jun. (AGENCIA) -\n\n{MEETING.format('este miércoles')}"
    )
    assert _day(f"{page}\n© 2025 Agencia\n") == "2025-06-18"
    assert _day(page) is None
