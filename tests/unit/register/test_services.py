"""Services and wordings of English and Spanish press offices, each in an invented sentence.

Customs, border guards, coast guards, prosecutors and immigration are sides as police are;
dialogues, tours, calls and delegations from abroad are meetings. Each row names the partners.
"""

from __future__ import annotations

import pytest

from tests.unit.register.pages import read

MET = (
    (
        "en",
        (
            "NEW DELHI, 3 March 2025: A 20-member delegation of the Nepal Police on Monday "
            "visited the Police Headquarters in New Delhi, where they interacted with "
            "Commissioner of Police Rakesh Bhanot and were briefed on crowd control."
        ),
        "NP",
    ),
    (
        "en",
        (
            "ISLAMABAD, 5 May 2025: A four-member delegation from Qatar on Wednesday "
            "toured the control centre and was briefed on its working by Superintendent of "
            "Police Kamran Joya."
        ),
        "QA",
    ),
    (
        "en",
        (
            "DHAKA, 6 August 2024: A three-member delegation of the United States, led by "
            "Robert Neal, held a meeting with the Anti-Corruption Commission on Sunday on "
            "money laundering."
        ),
        "US",
    ),
    (
        "en",
        (
            "The General Prosecutor of Georgia, Levan Beradze, met the US Ambassador to "
            "Georgia, Susan Clarke, on 4 March 2025. The guests viewed the digital "
            "laboratory."
        ),
        "US",
    ),
    (
        "en",
        (
            "KUALA LUMPUR, 6 Nov 2024: The Malaysian Immigration Department and its "
            "Indonesian counterpart yesterday held a bilateral meeting to tackle people "
            "smuggling."
        ),
        "ID",
    ),
    (
        "en",
        (
            "GUWAHATI, 22 December 2024: The border conference between India's Border "
            "Security Force and Border Guard Bangladesh began here on Tuesday."
        ),
        "BD",
    ),
    (
        "en",
        (
            "TOKYO, 20 June 2025 (Kyodo) - The Japan Coast Guard and the Korea Coast Guard "
            "held their annual commandants' meeting on Friday in Tokyo."
        ),
        "KR",
    ),
    (
        "en",
        (
            "Prosecutor General Mihai Dobrescu discussed with a delegation made up of US "
            "federal prosecutors ways to speed up letters rogatory, the Romanian "
            "Prosecutor's Office said on Friday 7 March 2025."
        ),
        "US",
    ),
    (
        "es",
        (
            "Fiscalía General de la Nación de Colombia\n\n19 de noviembre de 2024\n\nEl "
            "fiscal general de la Nación, Ernesto Lozada, suscribió un memorando de "
            "entendimiento con la Fiscalía General del Ecuador para el intercambio de "
            "información."
        ),
        "EC",
    ),
    (
        "es",
        (
            "Ciudad de México, 15 de junio de 2025.- Tras reunirse con el secretario de "
            "Seguridad Nacional de Estados Unidos, Daniel Orton, la secretaria de "
            "Seguridad, Rosa Iglesias, destacó las coincidencias en materia de migración."
        ),
        "US",
    ),
    (
        "es",
        (
            "Madrid, 6 de junio de 2025. La directora general de la Guardia Civil, "
            "Mercedes Gilabert, ha presidido hoy junto al comandante general de la GNR "
            "portuguesa, Rui Veigas, la clausura de la cumbre bilateral."
        ),
        "PT",
    ),
    (
        "es",
        (
            "Buenos Aires, 8 de mayo de 2025. La Procuración General de la Nación fue sede "
            "de un encuentro de trabajo con fiscales paraguayos, encabezados por el fiscal "
            "general, Emilio Rolandi."
        ),
        "PY",
    ),
    (
        "es",
        (
            "Santo Domingo, 3 de junio de 2025. El director general de Aduanas, Eduardo "
            "Sanzol, se reunió con directivos de la Oficina de Aduanas y Protección "
            "Fronteriza de Estados Unidos."
        ),
        "US",
    ),
    (
        "es",
        (
            "La Paz, 14 de marzo de 2025. Representantes de ambos ejecutivos sostuvieron en "
            "Lima la XX Reunión Ordinaria de la Comisión Binacional de Fronteras entre "
            "Bolivia y Perú."
        ),
        "PE",
    ),
)
NONE = (
    (
        "en",
        (
            "LAGOS, 8 March 2025 - The Nigeria Customs Service intercepted 400 parcels of "
            "cannabis at the border on Saturday, the area controller said. Two suspects "
            "were arrested."
        ),
    ),
    (
        "en",
        (
            "Central bank governors talk inflation\n\nManila, 15 April 2025\n\nPhilippine "
            "central bank governor Eli Ramos Cruz met his Indonesian counterpart, Perry "
            "Hadi, on Tuesday to discuss cross-border payments."
        ),
    ),
    (
        "es",
        (
            "Dajabón, 8 de marzo de 2025. Agentes de la Dirección General de Aduanas "
            "decomisaron mercancía de contrabando en el paso fronterizo y detuvieron a dos "
            "haitianos."
        ),
    ),
)


@pytest.mark.parametrize(("language", "text", "partner"), MET, ids=[each[1][:30] for each in MET])
def test_services_of_every_kind_meet_as_police_do(language: str, text: str, partner: str) -> None:
    engagements = read(f"{text}\n", language=language).engagements
    sides = {
        person.country
        for each in engagements
        for person in each.participants
        if person.side == "partner"
    }
    assert sides == {partner}


@pytest.mark.parametrize(("language", "text"), NONE, ids=[each[1][:30] for each in NONE])
def test_seizures_and_other_sectors_are_no_meetings(language: str, text: str) -> None:
    assert read(f"{text}\n", language=language).engagements == ()
