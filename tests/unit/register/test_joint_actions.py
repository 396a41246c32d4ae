"""An operation of two services that opens a page is an engagement; a foreign arrest is none."""

from __future__ import annotations

from tests.unit.register.pages import read

PAGE = """Desarticulada una red de cocaína

Madrid, 12 de septiembre de 2025.- {}

La fase de explotación se llevó a cabo el pasado 3 de septiembre en los dos países. Se \
practicaron nueve registros.

La Policía Nacional de España difundió imágenes. Guardia Civil. Ministerio del Interior.
"""
JOINT = (
    "La Guardia Civil y la Policía Judiciária de Portugal, con el apoyo de Europol, han "
    "desarticulado en una operación conjunta una organización criminal dedicada a la cocaína."
)


def test_what_two_services_dismantled_together_is_an_operation_of_its_own_days() -> None:
    (found,) = read(PAGE.format(JOINT)).engagements
    assert found.kind == "operation"
    assert found.date is not None
    assert (found.date.start, found.date.end) == ("2025-09-03", "2025-09-03")
    assert {each.country for each in found.participants if each.side != "home"} == {"PT", "int"}
    assert [(o.type, o.status) for o in found.outcomes] == [("networks_dismantled", "in_force")]


def test_an_arrest_of_which_a_foreign_service_is_only_told_is_none() -> None:
    alone = (
        "La Guardia Civil ha detenido en Vigo a un ciudadano buscado por la Policía Judiciária de "
        "Portugal, que había dictado contra él una orden de detención por tráfico de drogas."
    )
    assert read(PAGE.format(alone)).engagements == ()


def test_ministers_who_met_after_an_operation_had_a_meeting_and_no_operation() -> None:
    met = (
        "El director de la Guardia Civil, Juan Vidal, se reunió el jueves con el director de la "
        "Policía Judiciária de Portugal, Nuno Dias, tras la operación conjunta que ha "
        "desarticulado una organización criminal dedicada a la cocaína."
    )
    assert [each.kind for each in read(PAGE.format(met)).engagements] == ["bilateral"]


def test_a_national_office_that_bears_interpols_name_is_not_interpol() -> None:
    after = f"{JOINT} La Dirección de Investigación Criminal e Interpol de Portugal dio el aviso."
    (found,) = read(PAGE.format(after)).engagements
    assert {each.org for each in found.participants} >= {"EUROPOL"}
    assert "INTERPOL" not in {each.org for each in found.participants}
