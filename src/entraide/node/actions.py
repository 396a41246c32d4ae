"""The action table: every action of a node, who may do it, what it takes and what performs it.

One row is one action. Commands, the control socket and later the console all go through
``perform``, so that a role, a signature or a log entry cannot be forgotten on one of the ways in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from pydantic import ValidationError

from entraide.errors import InputError, PolicyError
from entraide.kernel.canonical import Json
from entraide.node import reading_sessions, status
from entraide.node.action import (
    ASKING,
    DECIDING,
    ERASING,
    EVERYONE,
    KEEPING,
    OVERSIGHT,
    PROTECTING,
    Action,
    Perform,
)
from entraide.node.call import Call, Parameters
from entraide.node.duty.actions import DUTY_ACTIONS
from entraide.node.duty.four_eyes import forget_done
from entraide.node.event.actions import EVENT_ACTIONS
from entraide.node.files import attaching, attachments
from entraide.node.giving import self_erased
from entraide.node.giving.actions import COPY_ACTIONS
from entraide.node.glass.opening import glass_actor
from entraide.node.keys import identity
from entraide.node.log import auditing, proving, vouched
from entraide.node.mail import posting, reconciling
from entraide.node.memorandum.actions import MEMORANDUM_ACTIONS
from entraide.node.notice.actions import NOTICE_ACTIONS
from entraide.node.operation.actions import OPERATION_ACTIONS
from entraide.node.operation.office_actions import OFFICE_ACTIONS
from entraide.node.oversight.actions import SAFEGUARD_ACTIONS
from entraide.node.partner import partners, partnership, reviewing, succession
from entraide.node.people import officers, passkeys, suspending
from entraide.node.people.actor import KEEPER, Actor, Order, Role, check_role, verify_order
from entraide.node.people.warrants import READING, GlassWarrant
from entraide.node.question import (
    answers,
    asking,
    batch_rows,
    batches,
    finding,
    foreseeing,
    referrals,
)
from entraide.node.record import erasure, importing, retaining, retention_due
from entraide.node.register.actions import REGISTER_ACTIONS
from entraide.node.request import (
    cases,
    choosing,
    progressing,
    recalling,
    releasing,
    requesting,
    threads,
)
from entraide.node.runtime import Node
from entraide.node.upkeep import backup, health
from entraide.vocabulary.language import mark

__all__ = ["ACTIONS", "Action", "Perform", "perform"]


def _noted(action: str, read: Perform, subject: Callable[[Any], str]) -> Perform:
    """Return a reading that leaves its entry in the access log."""

    async def performed(call: Call, wanted: Any) -> Json:
        result = await read(call, wanted)
        await call.node.writer.run(lambda t: t.log(call.event(action, subject(wanted))))
        return result

    return performed


_ROWS: Final = (
    Action("node.status", mark("Show the node's state"), EVERYONE, Parameters,
           status.show_status, keeper=True),
    Action("node.card", mark("Write the node's card"), EVERYONE, Parameters,
           identity.show_card, keeper=True),
    Action("node.propose-keys", mark("Write the node's public keys for the root keys to sign"),
           KEEPING, identity.ProposeKeySet, identity.propose_key_set, keeper=True),
    Action("node.adopt-keys", mark("Adopt a key set signed by the root keys"), KEEPING,
           identity.AdoptKeySet, identity.adopt_key_set, keeper=True),
    Action("node.backup", mark("Write a sealed backup of the node"), KEEPING, backup.BackUp,
           backup.back_up, keeper=True),
    Action("node.health", mark("Show when keys and certificates end, backup and disk"),
           KEEPING | PROTECTING, Parameters, health.show_health, keeper=True),
    Action("officer.add", mark("Add an officer"), KEEPING, officers.AddOfficer,
           officers.add_officer, keeper=True),
    Action("officer.list", mark("List the officers"), EVERYONE, Parameters,
           officers.list_officers, keeper=True),
    Action("officer.suspend", mark("Suspend an officer: nothing is ordered or approved any more"),
           KEEPING, suspending.NameOfficer, suspending.suspend_officer, keeper=True),
    Action("officer.restore", mark("Let a suspended officer work again"), KEEPING,
           suspending.NameOfficer, suspending.restore_officer, keeper=True),
    Action("officer.passkey", mark("Issue a code with which the officer registers a passkey"),
           EVERYONE, Parameters, passkeys.issue_code),
    Action("session.order", mark("Order a session in which a program reads"), EVERYONE,
           reading_sessions.OrderSession, reading_sessions.order_session),
    Action("partner.add", mark("Pin a partner's card"), KEEPING | DECIDING, partners.AddPartner,
           partners.add_partner),
    Action("key.revoke", mark("Adopt a revocation of a key from a file"), KEEPING | DECIDING,
           succession.AdoptRevocation, succession.adopt_revocation),
    Action("partner.list", mark("List the partners"), EVERYONE, Parameters,
           partners.list_partners),
    Action("partner.figures", mark("Show how exchange with each partner goes"), EVERYONE,
           partnership.CountPartners, partnership.count_partners),
    Action("records.import", mark("Import records from a file"), KEEPING | ASKING,
           importing.ImportRecords, importing.import_records),
    Action("records.erase", mark("Erase records for good"), ERASING, erasure.EraseRecords,
           erasure.erase_named),
    Action("messages.erase", mark("Erase what is held of a message for good"), PROTECTING,
           self_erased.EraseMessage, self_erased.erase_messages),
    Action("retention.run", mark("Erase what may not be kept any longer"), ERASING, Parameters,
           retaining.run_retention),
    Action("retention.due", mark("Show what may not be kept any longer, and when"), ERASING,
           Parameters, retention_due.list_due),
    Action("retention.log", mark("Show what went at each purge: kinds and numbers"), ERASING,
           Parameters, retention_due.list_purges),
    *MEMORANDUM_ACTIONS,
    Action("case.open", mark("Open a case"), ASKING, cases.OpenCase, cases.open_case),
    Action("case.list", mark("List the cases"), ASKING | PROTECTING,
           Parameters, cases.list_cases),
    Action("case.show", mark("Show a case and its threads"),
           ASKING | PROTECTING, cases.NameCase, cases.show_case),
    Action("case.assign", mark("Hand a case over to another officer"), ASKING, cases.AssignCase,
           cases.assign_case),
    Action("case.close", mark("Close a case"), ASKING, cases.CloseCase, cases.close_case),
    Action("ask", mark("Ask partners whether they know a person or thing"), ASKING, asking.Ask,
           asking.ask),
    Action("ask.foresee", mark("Show what would become of a question before it is asked"),
           ASKING, asking.Ask, foreseeing.foresee),
    Action("records.find", mark("Find a record of ours, and why it is found"), ASKING,
           asking.Ask, finding.find_records),
    Action("batch.foresee", mark("Show what would become of a batch before it is asked"),
           ASKING, batches.AskBatch, batches.foresee_batch),
    Action("batch.ask", mark("Ask a batch of questions in one case"), ASKING, batches.AskBatch,
           batches.ask_batch),
    Action("batch.resume", mark("Go on with a batch that was cut off"), ASKING,
           batches.NameBatch, batches.resume_batch),
    Action("batch.drop", mark("Give up what is left of a batch"), ASKING, batches.NameBatch,
           batches.drop_batch),
    Action("batch.list", mark("List the batches of questions"), ASKING | PROTECTING,
           Parameters, batch_rows.list_batches),
    Action("batch.show", mark("Show a batch with the answers so far"), ASKING,
           batch_rows.ShowBatch, batch_rows.show_batch),
    Action("answers", mark("Show what partners answered"), ASKING | PROTECTING,
           answers.ShowAnswers,
           _noted("answers.read", answers.show_answers, lambda each: each.thread or "latest")),
    Action("inbox", mark("Show the questions that wait for a person"), EVERYONE, Parameters,
           referrals.show_inbox),
    Action("references", mark("Show which of our records partners were told of"), ASKING,
           Parameters, _noted("references.read", referrals.show_references, lambda _: "latest")),
    Action("answer", mark("Decide a question that waits for a person"), DECIDING,
           referrals.DecideReferral, referrals.decide_referral),
    Action("request", mark("Request the data behind a hit"), ASKING, requesting.MakeRequest,
           requesting.make_request),
    Action("thread", mark("Read a thread whole"), ASKING | PROTECTING,
           threads.ShowThread, threads.show_thread),
    Action("release.preview", mark("Preview what a request would release"), DECIDING,
           choosing.Preview,
           _noted("release.previewed", releasing.preview_release, lambda each: each.thread)),
    Action("release", mark("Approve and send a release"), DECIDING, releasing.Release,
           releasing.release),
    Action("refuse", mark("Refuse a request"), DECIDING, releasing.Refuse,
           releasing.refuse_request),
    Action("clarify", mark("Ask what a request means"), DECIDING, progressing.Clarify,
           progressing.clarify),
    Action("explain", mark("Answer what a partner asks about our request"), ASKING,
           progressing.Explain, progressing.explain),
    Action("delay", mark("Tell that an answer takes longer, and why"), DECIDING,
           progressing.TellDelay, progressing.tell_delay),
    Action("close", mark("Close a thread of ours, with what came of it"), ASKING,
           progressing.CloseThread, progressing.close_thread),
    Action("withdraw", mark("Take back what was released"), DECIDING, recalling.TakeBack,
           recalling.withdraw),
    Action("correct", mark("Correct what was released"), DECIDING, recalling.TakeBack,
           recalling.correct),
    *COPY_ACTIONS,
    *OPERATION_ACTIONS,
    Action("attach", mark("Send a file to a partner in a conversation"), ASKING,
           attaching.Attach, attaching.attach),
    Action("attachments", mark("Show the files sent and received, and how far they are"),
           ASKING | PROTECTING, Parameters, attachments.list_attachments),
    Action("attachments.save", mark("Decrypt a received file"), ASKING,
           attachments.SaveAttachment, attachments.save_attachment),
    Action("attachments.drop", mark("Stop sending a file, or delete a received one"), ASKING,
           attachments.NameAttachment, attachments.drop_attachment),
    *NOTICE_ACTIONS, *OFFICE_ACTIONS, *EVENT_ACTIONS, *REGISTER_ACTIONS, *DUTY_ACTIONS,
    Action("reconcile", mark("Compare with a partner what each sent the other"), OVERSIGHT,
           reconciling.NamePartner, reconciling.reconcile),
    Action("post.export", mark("Write what waits for a partner to a file"), KEEPING | ASKING,
           posting.ExportPost, posting.export_post),
    Action("post.import", mark("Take in a partner's post file, and answer with another"),
           KEEPING | ASKING, posting.ImportPost, posting.import_post),
    Action("review", mark("Review a partnership with the partner: who asked, answered, kept time"),
           DECIDING | {Role.LIAISON_OFFICER}, reviewing.MakeReview, reviewing.make_review),
    Action("audit.verify", mark("Verify the whole log"), OVERSIGHT, auditing.Verify,
           auditing.verify_own_log, keeper=True),
    Action("audit.prove", mark("Prove one log entry"), OVERSIGHT, proving.Prove,
           proving.prove_entry, keeper=True),
    Action("audit.entry", mark("Show one log entry"), OVERSIGHT, proving.Prove,
           proving.show_entry, keeper=True),
    Action("audit.vouched", mark("Show the epochs of the log and who cosigned them when"),
           OVERSIGHT, vouched.ShowVouched, vouched.show_vouched, keeper=True),
    Action("audit.log", mark("Show the last log entries"), OVERSIGHT, auditing.ShowLog,
           auditing.show_log, keeper=True),
    Action("audit.witnessed", mark("Write a partner's checkpoint that we cosigned"), OVERSIGHT,
           auditing.WriteWitnessed, auditing.write_witnessed, keeper=True),
    *SAFEGUARD_ACTIONS,
)  # fmt: skip

ACTIONS: Final[Mapping[str, Action]] = {row.name: row for row in _ROWS}


async def perform(node: Node, order: Order, emit: Callable[[Mapping[str, Any]], None]) -> Json:
    """Perform an order.

    1. the action is known;
    2. the officer is known and signed the order just now, with the officer's own key or passkey (a
       session suffices to read), or the keeper did, who alone opens the node's own signing key,
       and may do the action; or the sealed account reads what it opens;
    3. the officer's role allows it;
    4. the parameters are complete and of their types;
    5. the action is performed, and logs what it did with the order's digest.
    """
    action = ACTIONS.get(order.action)
    if action is None:  # 1
        raise InputError("action.unknown", action=order.action)
    actor = await _actor(node, order, action)  # 2
    check_role(actor, action.name, action.roles)  # 3
    parameters = _parameters(action, order)  # 4
    call = Call(node=node, actor=actor, order=order, emit=emit)
    result = await action.perform(call, parameters)  # 5
    await forget_done(node, order, result)
    return result


async def _actor(node: Node, order: Order, action: Action) -> Actor:
    name = order.officer
    if isinstance(order.warrant, GlassWarrant):
        actor = await glass_actor(node, order, order.warrant)
        node.use_once(order.nonce, order.at_ms)
        return actor
    if name is None:
        if not action.keeper:
            raise PolicyError("actor.officer_needed", action=action.name)
        actor = replace(KEEPER, key=node.keyring.signing.public)
    else:
        actor = node.read(lambda c: officers.find_officer(c, name))
    if order.warrant is None:
        verify_order(order, actor, node.world.now_ms())
    else:
        reading = action.name in READING
        await passkeys.verify_warrant(node, order, order.warrant, actor, reading=reading)
    node.use_once(order.nonce, order.at_ms)
    return actor


def _parameters(action: Action, order: Order) -> Parameters:
    try:
        return action.takes.model_validate(order.parameters, strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        what = {"action": action.name, "field": field, "reason": first["msg"]}
        raise InputError("action.bad_parameter", **what) from error
