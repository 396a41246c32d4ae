"""Whose page it is where somebody was received, an embassy names itself, or a handle a country."""

from __future__ import annotations

from tests.unit.register.pages import read


def test_a_guest_whom_a_bare_office_received_is_not_at_home() -> None:
    page = (
        "Firman acuerdo\n\nEl director general de la Policía Nacional de España, Ramón Ulloa, "
        "realiza una visita oficial a Costa Rica.\n\nEl jefe policial español fue recibido el "
        "lunes por el ministro de Seguridad Pública, Esteban Quirós, en el despacho ministerial.\n"
    ).replace("\\\n", "\n")
    assert read(page).home == "CR"


def test_an_embassy_under_the_name_of_its_host_is_of_its_own_country() -> None:
    page = (
        "GOV.UK\nHome > World > Kenya > British High Commission Nairobi\n\n"
        "Laboratory for detectives\n\nPublished 12 March 2026\n\n"
        "The High Commissioner, Neil Harris, met on 11 March 2026 with the Director of Criminal "
        "Investigations, Josphat Kimutai, in Nairobi.\n"
    )
    assert read(page).home == "GB"


def test_the_name_of_a_service_on_a_network_says_its_country() -> None:
    page = (
        "Hilo @CarabinerosCL - 2 oct. 2025\n\nEl General Director, Ricardo Lobos, se encuentra en "
        "Lisboa, donde hoy fue recibido por el Comandante General de la Guardia Nacional "
        "Republicana, Rui Veloso.\n"
    )
    assert read(page).home == "CL"
