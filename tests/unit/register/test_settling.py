"""Days that a meeting takes from what else its page tells: counted, or of a round of meetings."""

from __future__ import annotations

from tests.unit.register.pages import read

ROUND = """Ministerio del Interior

Boletín del jueves 12 de junio de 2025

El ministro del Interior del Paraguay, Enrique Riera, mantuvo el jueves 12 de junio de 2025 tres \
reuniones en su despacho, en Asunción.

Recibió al embajador de España, Javier Soto.

También recibió al embajador de Italia, Marco Rossi.
"""


def _days(text: str) -> list[str | None]:
    return [each.date.start if each.date else None for each in read(text).engagements]


def test_what_is_also_told_of_a_round_of_one_day_was_on_that_day() -> None:
    assert _days(ROUND)[-1] == "2025-06-12"


def test_what_is_also_told_where_no_round_opens_the_page_has_no_day() -> None:
    alone = ROUND.replace("tres reuniones", "una rueda de prensa").replace(
        "Recibió al", "Saludó al"
    )
    assert _days(alone)[-1] is None


def test_the_same_afternoon_is_on_the_day_of_what_was_told_before() -> None:
    page = (
        "La directora en Tegucigalpa\n\nTegucigalpa, 19 de noviembre de 2025.- El director de la "
        "Policía Nacional de Honduras, Juan Aguilar, recibió el martes 18 de noviembre a la "
        "directora de la Policía Nacional de España, Ana Ruiz.\n\nEsa misma tarde, Ana Ruiz se "
        "reunió con el ministro de Seguridad de Honduras, Gustavo Reyes.\n"
    )
    assert _days(page) == ["2025-11-18", "2025-11-18"]
