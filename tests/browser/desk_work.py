"""What officers do at the screens of notices, operations, the register and memoranda, by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from playwright.async_api import expect

from entraide.agreements.signing import SignedAgreement, encode_signed, sign_agreement
from tests.browser.desk import Seat
from tests.nodes import ES, MA, Bureau, memorandum, today
from tests.notices import LAST_DAY, RED, WHY, wanted

PAGE = """Tunis : le patron de la police reçoit son homologue maltais

Publié le 14/05/2031

TUNIS - Le directeur général de la sûreté publique tunisienne, Karim Belhadi, a reçu mardi 13 mai \
2031 à Tunis le commissaire de la police maltaise, Joseph Zammit Cutajar.

Les deux responsables ont convenu de créer une équipe conjointe pour enquêter sur les réseaux de \
passeurs.

Une seconde réunion des deux délégations s'est tenue à La Valette le lundi 27 mai 2031."""
ARABIC = """المدير العام للأمن الوطني يستقبل نظيره الإسباني

الرباط في 14 ماي 2031

استقبل المدير العام للأمن الوطني، يوم الثلاثاء 13 ماي 2031 بالرباط، المدير العام للشرطة الوطنية \
الإسبانية. واتفق الجانبان على إحداث فرق تحقيق مشتركة."""


async def press(seat: Seat, button: str, **typed: str) -> str:
    """Fill fields of the form with this button, press it, and return what the console then says."""
    form = seat.page.locator("form", has=seat.page.get_by_role("button", name=button)).last
    for name, value in typed.items():
        field = form.locator(f'[name="{name}"]')
        if await field.evaluate("each => each.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)
    await seat.page.evaluate("document.querySelector('.words')?.remove()")
    await form.get_by_role("button", name=button).click()
    await seat.page.wait_for_selector(".words")
    said = await seat.page.text_content(".words")
    return str(said).replace("\u2068", "").replace("\u2069", "").strip()


async def unfold(seat: Seat, summary: str, within: str = "main") -> None:
    """Open what is folded under these words, and leave it open."""
    folded = seat.page.locator(f"{within} summary", has_text=summary).first
    if not await folded.evaluate("each => each.parentElement.open"):
        await folded.click()


# Notices


async def hold_sought(*bureaus: Bureau) -> None:
    """Let bureaus hold the person whom a notice seeks."""
    for each in bureaus:
        await each.open_case("N-1")
        await each.hold(wanted(f"EX-{each.id[:2].upper()}-1"))


async def draft(seat: Seat) -> str:
    """Draft a red notice from a record and hand it to review; return its id."""
    await seat.open("/notices/draft")
    names = ("colour", "purpose", "offence", "case", "record", "status")
    judicial = ("stage", "charge", "law", "document", "authority", "max_months")
    typed = {name: str(RED[name]) for name in (*names, *judicial)}
    facts = {"text-facts": RED["texts"][0][1], "countries": "ES", "expires": LAST_DAY}
    await press(seat, "Keep the draft, with passkey", **typed, **facts)
    notice = seat.page.url.rsplit("/", 1)[1]
    await expect(seat.page.locator("text=Nothing stands against it.")).to_be_visible()
    await press(seat, "Hand to review, with passkey")
    return notice


async def review(seat: Seat, notice: str) -> None:
    """Answer every question in writing, and sign."""
    from tests.notices import CLEAR  # noqa: PLC0415 - the answers that let a notice pass

    await seat.open(f"/notices/{notice}")
    typed = {f"choice-{code}": choice for code, choice in CLEAR.items()}
    typed |= {f"words-{code}": WHY for code in CLEAR}
    await press(seat, "Keep the answers, with passkey", **typed)
    await press(seat, "Sign the review with passkey")


async def confirm(seat: Seat, notice: str) -> str:
    """Confirm the review as the second officer, and publish."""
    await seat.open(f"/notices/{notice}")
    await press(seat, "Confirm the review with passkey")
    return await press(seat, "Publish to the addressees, with passkey")


# Operations


def delivery_fields(digest: str) -> dict[str, str]:
    """Return what is typed into the request of a controlled delivery between two states."""
    expected = (dt.datetime.combine(today(), dt.time(6)) + dt.timedelta(days=1)).isoformat()
    rows = {
        "states.0": {"country": "MA", "party": MA, "law": "Law on controlled deliveries"},
        "states.1": {"country": "ES", "party": ES, "law": "Art. 263 bis LECrim"},
        "legs.0": {"origin": "MA", "destination": "ES", "border": "Tanger Med",
                   "expected_ms": expected[:16], "means": "Lorry", "surveillance": "Two cars"},
        "contacts.0": {"party": MA, "name": "Desk Rabat", "reached_by": "+0 000"},
        "contacts.1": {"party": ES, "name": "Desk Madrid", "reached_by": "+0 001"},
    }  # fmt: skip
    plain = {
        "subject": "The lorry", "agreement": digest, "purpose": "criminal-investigation",
        "offence": "drugs.trafficking", "case": "R-1", "conduct": "full", "goods": "Resin",
        "quantity": "40 kg", "concealment": "Under oranges", "risk": "Armed driver",
        "intervention": "At the yard", "intervention_decided_by": ES,
    }  # fmt: skip
    named = {f"{row}.{name}": value for row, each in rows.items() for name, value in each.items()}
    return {**plain, **named}


async def request_delivery(seat: Seat) -> str:
    """Request a controlled delivery by the form; return the operation."""
    await seat.open("/cases/new?kind=delivery.requested")
    for name, value in (("members", MA), ("members", ES), ("categories", "names")):
        await seat.page.check(f'[name="{name}"][value="{value}"]')
    fields = delivery_fields(seat.bureau.node.policies[0].digest)
    await press(seat, "Propose with passkey", **fields)
    return seat.page.url.rsplit("/", 1)[1]


async def enter(seat: Seat, operation: str, summary: str, **typed: str) -> str:
    """Write an entry whose form is folded under these words."""
    await seat.open(f"/cases/{operation}")
    await unfold(seat, summary)
    return await press(seat, f"With passkey: {summary}", **typed)


async def make_ready(seat: Seat, operation: str, country: str) -> None:
    """Authorise our state's part for two days around now, and compare with our own operations."""
    now = dt.datetime.combine(today(), dt.time(0))
    valid = {"valid_from": now - dt.timedelta(days=1), "valid_to": now + dt.timedelta(days=2)}
    typed = {name: each.isoformat()[:16] for name, each in valid.items()}
    typed |= {"authority": "Prosecutor", "reference": f"A-{country}", "conditions": "None"}
    said = "Grant a state's authorisation, from when until when"
    await enter(seat, operation, said, **typed)
    compare = "Answer whether another operation of one's own meets this one; computed"
    await enter(seat, operation, compare)


# The register


async def read_page(seat: Seat, text: str = PAGE, source: str = "press/visit.txt") -> str:
    """Read a pasted page into the register; return its digest."""
    await seat.open("/register")
    await unfold(seat, "Read a page into the register")
    await press(seat, "Read with passkey", text=text, source=source)
    return seat.page.url.rsplit("/", 1)[1]


async def upload_page(seat: Seat, path: Path) -> str:
    """Read a page's file into the register; return its digest."""
    await seat.open("/register")
    await unfold(seat, "Read a page into the register")
    await seat.page.set_input_files("[name=content]", path)
    await press(seat, "Read with passkey", source=path.name)
    return seat.page.url.rsplit("/", 1)[1]


# Memoranda


def later_text(*parties: Bureau, **changed: Any) -> SignedAgreement:
    """Return a text of the same parties that says something else, signed by the first alone."""

    def change(body: dict[str, Any]) -> None:
        body["exchange"]["budgets"][0]["limit"] = 7
        body["title"] = "Memorandum with a smaller budget"
        body.update(changed)

    whole = memorandum(*parties, change=change)
    bare = SignedAgreement(whole.agreement)
    return sign_agreement(bare, parties[0].id, parties[0].roots[0])


def as_file(signed: SignedAgreement) -> str:
    return encode_signed(signed).decode()
