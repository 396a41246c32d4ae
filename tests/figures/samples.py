"""Figures with invented data, as the register and the console would draw them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from entraide.figures import (
    VIEWS,
    Bars,
    Calendar,
    Deadline,
    Deadlines,
    Event,
    Exchanged,
    Figure,
    Flow,
    Form,
    Health,
    Lay,
    Lines,
    PartnerHealth,
    Passage,
    Place,
    Reciprocity,
    Route,
    Schedule,
    Series,
    Span,
    Stand,
    Stop,
    Timeline,
    When,
    WorldMap,
)
from entraide.figures.places import country_name
from entraide.figures.style import Style

__all__ = ["WORDS", "samples"]

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

WORDS: dict[str, tuple[str, str, str]] = {
    "Meetings by theme": ("Réunions par thème", "Reuniones por tema", "الاجتماعات حسب الموضوع"),
    "Requests by month": ("Demandes par mois", "Solicitudes por mes", "الطلبات حسب الشهر"),
    "Exchanges in 2026": ("Échanges en 2026", "Intercambios en 2026", "عمليات التبادل في 2026"),
    "Europe and Maghreb": ("Europe et Maghreb", "Europa y Magreb", "أوروبا والمغرب العربي"),
    "Meetings of 2025": ("Réunions de 2025", "Reuniones de 2025", "اجتماعات 2025"),
    "Open requests": ("Demandes en cours", "Solicitudes abiertas", "الطلبات المفتوحة"),
    "Partner health, 30 days": (
        "Santé des partenaires, 30 jours", "Salud de los socios, 30 días",
        "حالة الشركاء خلال 30 يومًا",
    ),
    "Answers within the deadline": (
        "Réponses dans les délais", "Respuestas en plazo", "الردود في الأجل المحدد",
    ),
    "Questions asked and answered": (
        "Questions posées et répondues", "Preguntas hechas y contestadas",
        "الأسئلة المطروحة والمجاب عنها",
    ),
    "Given and received": ("Donné et reçu", "Dado y recibido", "المقدَّم والمستلَم"),
    "Questions a day": ("Questions par jour", "Preguntas por día", "الأسئلة يوميًا"),
    "Terrorism": ("Terrorisme", "Terrorismo", "الإرهاب"),
    "Organised crime": ("Criminalité organisée", "Crimen organizado", "الجريمة المنظمة"),
    "Cybercrime": ("Cybercriminalité", "Ciberdelincuencia", "الجريمة السيبرانية"),
    "Human trafficking": ("Traite des êtres humains", "Trata de personas", "الاتجار بالبشر"),
    "Major events": ("Grands événements", "Grandes eventos", "التظاهرات الكبرى"),
    "Fugitives": ("Fugitifs", "Prófugos", "الفارون من العدالة"),
    "A lorry under watch": (
        "Un camion sous surveillance", "Un camión bajo vigilancia", "شاحنة تحت المراقبة",
    ),
    "Planned against actual": ("Prévu et réel", "Previsto y real", "المقرَّر والواقع"),
    "Yard": ("Dépôt", "Almacén", "المستودع"),
    "Handover": ("Remise", "Entrega", "التسليم"),
    "Authorisation": ("Autorisation", "Autorización", "الإذن"),
    "Leg 1": ("Étape 1", "Tramo 1", "المرحلة 1"),
    "Leg 2": ("Étape 2", "Tramo 2", "المرحلة 2"),
    "Signed": ("Signés", "Firmados", "موقَّعة"),
    "Agreed": ("Convenus", "Acordados", "متفق عليها"),
    "Discussed": ("Discutés", "Debatidos", "قيد النقاش"),
    "Asked": ("Posées", "Hechas", "مطروحة"),
    "Answered": ("Répondues", "Contestadas", "مجاب عنها"),
    "Visits": ("Visites", "Visitas", "الزيارات"),
    "Joint committees": ("Comités mixtes", "Comités mixtos", "اللجان المشتركة"),
    "Memoranda": ("Mémorandums", "Memorandos", "مذكرات التفاهم"),
    "Working visit to Madrid": (
        "Visite de travail à Madrid", "Visita de trabajo a Madrid", "زيارة عمل إلى مدريد",
    ),
    "Delegation from Berlin": (
        "Délégation de Berlin", "Delegación de Berlín", "وفد من برلين",
    ),
    "Seminar on forensics": (
        "Séminaire de police scientifique", "Seminario de policía científica",
        "ندوة حول الشرطة العلمية",
    ),
    "Drugs committee with Spain and Portugal": (
        "Comité drogues avec l'Espagne et le Portugal",
        "Comité de drogas con España y Portugal", "لجنة المخدرات مع إسبانيا والبرتغال",
    ),
    "Memorandum with Qatar": (
        "Mémorandum avec le Qatar", "Memorando con Catar", "مذكرة تفاهم مع قطر",
    ),
    "World Cup security cell": (
        "Cellule de sûreté de la Coupe du monde", "Célula de seguridad del Mundial",
        "خلية أمن كأس العالم",
    ),
    "Draft under study": ("Projet à l'étude", "Proyecto en estudio", "مشروع قيد الدراسة"),
}  # fmt: skip
"""Words of the samples in French, Spanish and Arabic."""


@dataclass(frozen=True)
class Speaker:
    """Says the samples' words in one language."""

    language: str

    def __call__(self, word: str) -> str:
        at = ("fr", "es", "ar").index(self.language) if self.language != "en" else -1
        return word if at < 0 else WORDS[word][at]


_COUNTS = {
    "ES": 412, "FR": 301, "DE": 122, "BE": 96, "NL": 88, "IT": 74, "PT": 51, "US": 47, "SN": 33,
    "CI": 21, "AE": 29, "QA": 26, "SA": 18, "TR": 15, "GB": 38, "MR": 12, "TN": 9, "BR": 7,
    "IN": 6, "CN": 5, "ID": 3, "KE": 4, "ZA": 4, "AU": 2, "CA": 11, "MX": 2, "GH": 6, "ML": 8,
}  # fmt: skip


def _map(title: str, view: str) -> WorldMap:
    out = [Flow(origin="MA", destination=code, count=count) for code, count in _COUNTS.items()]
    back = [
        Flow(origin=code, destination="MA", count=round(count * 0.6))
        for code, count in _COUNTS.items()
        if count > 40
    ]
    hague = Place(code="Europol", name="Europol", lon=4.28, lat=52.09)
    flows = (*out, *back, Flow(origin="MA", destination="Europol", count=44))
    return WorldMap(title=title, home="MA", flows=flows, places=(hague,), view=VIEWS[view])


def _bars(say: Speaker, form: Form) -> Bars:
    themes = ("Terrorism", "Organised crime", "Cybercrime", "Human trafficking", "Major events")
    values = {"Signed": (3, 5, 1, 2, 4), "Agreed": (8, 6, 5, 3, 2), "Discussed": (12, 9, 11, 4, 0)}
    return Bars(
        title=say("Meetings by theme"),
        categories=tuple(map(say, themes)),
        series=tuple(Series(name=say(name), values=each) for name, each in values.items()),
        form=form,
    )


def _columns(say: Speaker, months: tuple[str, ...]) -> Bars:
    asked = tuple(float(round(40 + 22 * math.sin(at / 2))) for at in range(12))
    answered = tuple(round(each * 0.8) for each in asked)
    series = (
        Series(name=say("Asked"), values=asked),
        Series(name=say("Answered"), values=answered),
    )
    return Bars(title=say("Requests by month"), categories=months, series=series, lay=Lay.COLUMNS)


def _timeline(say: Speaker) -> Timeline:
    rows = (
        ("Working visit to Madrid", "Visits", When.days(date(2025, 4, 28), date(2025, 4, 30))),
        ("Delegation from Berlin", "Visits", When.day(date(2025, 5, 13))),
        ("Working visit to Madrid", "Visits", When.day(date(2025, 5, 15))),
        ("World Cup security cell", "Visits", When.day(date(2025, 9, 3))),
        ("Seminar on forensics", "Visits", When.month(2025, 6)),
        ("Delegation from Berlin", "Visits", When.day(date(2025, 12, 9))),
        ("Drugs committee with Spain and Portugal", "Joint committees", When.day(date(2025, 2, 6))),
        ("Drugs committee with Spain and Portugal", "Joint committees", When.month(2025, 10)),
        ("Memorandum with Qatar", "Memoranda", When.day(date(2025, 1, 21))),
        ("Draft under study", "Memoranda", When.year(2025)),
    )
    events = tuple(
        Event(label=say(label), lane=say(lane), when=when, strong=label != "Draft under study")
        for label, lane, when in rows
    )
    return Timeline(title=say("Meetings of 2025"), events=events, today=date(2025, 11, 22))


def _route(say: Speaker) -> Route:
    stops = (
        Stop(name="Tanger", lon=-5.80, lat=35.77, note="06:00"),
        Stop(name="Tanger Med", lon=-5.50, lat=35.88, note="20:10"),
        Stop(name="Algeciras", lon=-5.45, lat=36.13),
        Stop(name="Le Perthus", lon=2.86, lat=42.46),
        Stop(name=f"{say('Yard')}, Hamburg", lon=9.99, lat=53.55),
    )
    legs = (Passage.DONE, Passage.DONE, Passage.UNDER_WAY, Passage.PLANNED)
    return Route(title=say("A lorry under watch"), stops=stops, legs=legs)


def _schedule(say: Speaker) -> Schedule:
    def at(hour: float) -> datetime:
        return datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=hour)

    rows = (
        ("Authorisation", "ES", Stand.WINDOW, 6, 60),
        ("Authorisation", "DE", Stand.WINDOW, -30, 200),
        ("Handover", "Leg 1", Stand.PLANNED, 20, 20),
        ("Handover", "Leg 1", Stand.ACTUAL, 20.7, 20.7),
        ("Leg 1", "Leg 1", Stand.ACTUAL, 8, 20.7),
        ("Handover", "Leg 2", Stand.PLANNED, 44, 44),
        ("Leg 2", "Leg 2", Stand.ACTUAL, 22, 30),
    )
    spans = tuple(
        Span(
            label=say(label),
            lane=lane if len(lane) == 2 else say(lane),
            stand=stand,
            start=at(start),
            end=at(end),
        )
        for label, lane, stand, start, end in rows
    )
    return Schedule(title=say("Planned against actual"), spans=spans)


def _deadlines(say: Speaker) -> Deadlines:
    hours = (("T-118 ES", 8, 6.2), ("T-121 DE", 72, 20), ("T-097 FR", 168, 181),
             ("T-125 PT", 168, 3), ("T-110 BE", 72, 71.5), ("T-064 IT", 168, 700))  # fmt: skip
    rows = tuple(
        Deadline(
            label=f"{name} · {say('Fugitives')}",
            started=NOW - timedelta(hours=used),
            due=NOW + timedelta(hours=term - used),
        )
        for name, term, used in hours
    )
    return Deadlines(title=say("Open requests"), now=NOW, deadlines=rows)


def _health(say: Speaker) -> Health:
    def partner(name: str, seed: int) -> PartnerHealth:
        bad = {(7 * seed) % 30, (11 * seed + 3) % 30}
        reached = tuple(
            0.0 if seed == 3 and 12 <= at <= 14 else 0.72 if at in bad else 1.0 for at in range(30)
        )
        seconds = tuple(
            None if not each else 0.3 + 0.2 * seed * (1 + math.sin(at / 3 + seed)) / 2
            for at, each in enumerate(reached)
        )
        shown = reached if seed != 4 else (None,) * 8 + reached[8:]
        return PartnerHealth(partner=name, reached=shown, seconds=seconds)

    names = ("es.bureau", "de.bureau", "fr.office-central", "pt.bureau")
    partners = tuple(partner(name, at) for at, name in enumerate(names, start=1))
    return Health(title=say("Partner health, 30 days"), first=date(2026, 10, 24), partners=partners)


def _days() -> tuple[date, ...]:
    return tuple(date(2026, 1, 4) + timedelta(days=7 * at) for at in range(46))


def _lines(say: Speaker, style: Style, *, panels: bool) -> Lines:
    codes = ("ES", "FR", "DE", "PT", "IT", "BE") if panels else ("ES", "FR", "DE")
    series = tuple(
        Series(
            name=country_name(code, style),
            values=tuple(
                None if code == "DE" and 20 <= at <= 23
                else round(30 + 12 * math.sin(at / (4 + nth)) + 3 * nth + at * (0.4 - nth / 10), 1)
                for at in range(46)
            ),
        )
        for nth, code in enumerate(codes)
    )  # fmt: skip
    title = say("Questions asked and answered" if panels else "Answers within the deadline")
    return Lines(title=title, days=_days(), series=series, panels=panels, steps=not panels)


def _reciprocity(say: Speaker, style: Style) -> Reciprocity:
    rows = (("ES", 412, 380), ("FR", 301, 345), ("DE", 122, 60), ("BE", 96, 98), ("IT", 74, 0))
    partners = tuple(
        Exchanged(partner=country_name(code, style), given=given, received=received)
        for code, given, received in rows
    )
    return Reciprocity(title=say("Given and received"), partners=partners)


def _calendar(say: Speaker) -> Calendar:
    counts = tuple(
        max(0, round(9 * math.sin(at / 9) + 8 * math.cos(at / 3.7) + (at % 7 < 5) * 5 - 2))
        for at in range(326)
    )
    return Calendar(title=say("Questions a day"), first=date(2026, 1, 1), counts=counts)


def samples(style: Style, months: tuple[str, ...]) -> dict[str, Figure]:
    """Return one figure of each kind and form by name, in the style's language."""
    say = Speaker(style.language)
    return {
        "world-map": _map(say("Exchanges in 2026"), "world"),
        "region-map": _map(say("Europe and Maghreb"), "europe-maghreb"),
        "timeline": _timeline(say),
        "route": _route(say),
        "schedule": _schedule(say),
        "bars-grouped": _bars(say, Form.GROUPED),
        "bars-stacked": _bars(say, Form.STACKED),
        "columns": _columns(say, months),
        "lines": _lines(say, style, panels=False),
        "panels": _lines(say, style, panels=True),
        "deadlines": _deadlines(say),
        "health": _health(say),
        "reciprocity": _reciprocity(say, style),
        "calendar": _calendar(say),
    }
