"""A running node: both listeners, the control socket, the workers and the clocks.

Everything that can fail at the start (settings, lock, passphrase, store, ports) fails before
anything is served; whatever was opened until then is closed again. The staff listener serves what
``run_node`` is given, the console, by default on this machine only.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from entraide.adapters.sealing.vault import VaultFile
from entraide.adapters.searching.pool import SearchPool
from entraide.adapters.store.database import StoreAddress
from entraide.adapters.store.writer import Event
from entraide.adapters.wire import tls
from entraide.adapters.wire.attachment_routes import AttachmentService, add_attachment_routes
from entraide.adapters.wire.control import ControlServer
from entraide.adapters.wire.partner_server import PartnerService, listen, partner_application
from entraide.adapters.wire.turnstile import Pace, Turnstile
from entraide.adapters.world import SYSTEM, World
from entraide.errors import EntraideError
from entraide.kernel.encoding import Fields, from_base64
from entraide.node.actions import perform
from entraide.node.build import open_node
from entraide.node.keys.certificate import show_following
from entraide.node.keys.identity import check_may_serve
from entraide.node.log.auditing import witnessed_note
from entraide.node.log.witnessing import judge_checkpoint, log_resource, publish_checkpoint
from entraide.node.mail.receiving import receive
from entraide.node.notice.expiry import watch_notices
from entraide.node.people.actor import Order
from entraide.node.request.escalating import watch_clocks
from entraide.node.runtime import Node
from entraide.node.staff import StaffApplication, StaffListener
from entraide.node.upkeep.rounds import Rounds

__all__ = ["RunningNode", "parse_order", "run_node"]

_LOG: Final = logging.getLogger("entraide.node")


@dataclass(slots=True)
class RunningNode:
    """A node that serves; ``stop`` ends everything and gives the folder back."""

    node: Node
    console: Callable[[Node], StaffApplication] | None = None
    """What the staff listener serves; without it there is none."""
    partner_port: int = 0
    staff_port: int = 0
    _runners: list[web.AppRunner] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _control: ControlServer | None = None
    _staff: StaffListener | None = None

    async def start(self) -> None:
        """Bind both ports and the control socket, then begin the work."""
        node = self.node
        check_may_serve(node)
        context = tls.server_context(
            node.folder.tls_certificate, node.folder.tls_key, node.keyring.tls_password
        )
        node.listener_context = context
        node.renew_partners()
        settings = node.settings
        await self._listen(_partner_service(node), settings.partner.host, context)
        await self._listen_staff()
        self._control = ControlServer(node.folder.control, self._order)
        await self._control.start()
        works = (
            node.delivery.run(),
            node.carrier.run(),
            node.screening.run(),
            watch_clocks(node),
            watch_notices(node),
            _witness(node),
            Rounds(node).run(),
        )
        for work in works:
            self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """Stop taking work, finish what is being written, close."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._control is not None:
            await self._control.stop()
        if self._staff is not None:
            await self._staff.stop()
        for runner in self._runners:
            await runner.cleanup()
        await self.node.close()

    async def _listen(self, service: PartnerService, host: str, context: Any) -> None:
        application = partner_application(service, Turnstile(_pace(self.node)))
        intake = self.node.intake
        attachments = AttachmentService(intake.keep, intake.held, service.refused)
        add_attachment_routes(application, attachments)
        port = self.node.settings.partner.port
        runner, self.partner_port = await listen(application, host, port, context)
        self._runners.append(runner)

    async def _listen_staff(self) -> None:
        if self.console is None:
            return
        staff = self.node.settings.staff
        listener = StaffListener(self.console(self.node))
        self.staff_port = await listener.start(staff.host, staff.port)
        self._staff = listener

    async def _order(self, value: dict[str, Any], emit: Callable[..., None]) -> Any:
        return await perform(self.node, parse_order(value), emit)


async def run_node(
    path: Path,
    passphrase: str,
    *,
    ready: Callable[[RunningNode], None],
    console: Callable[[Node], StaffApplication] | None = None,
    world: World = SYSTEM,
) -> None:
    """Run a node until it is told to stop (SIGTERM or SIGINT)."""
    pools: list[SearchPool] = []

    def pool(store: StoreAddress, keys: VaultFile) -> SearchPool:
        pools.append(SearchPool(store, keys))
        return pools[-1]

    running = RunningNode(open_node(path, passphrase, world=world, searcher=pool), console)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        await running.start()
        await pools[0].warm()
        ready(running)
        await stopping.wait()
    finally:
        await running.stop()


def parse_order(value: object) -> Order:
    """Read an order from the control socket."""
    fields = Fields(value, "order")
    order = Order(
        action=fields.text("action", limit=64),
        parameters=fields.inner("parameters"),
        officer=fields.text_or_none("officer", limit=64),
        at_ms=fields.integer("at_ms"),
        nonce=fields.hexadecimal("nonce", digits=32),
        signature=from_base64(fields.text_or_none("signature", limit=128) or ""),
    )
    fields.done()
    return order


def _pace(node: Node) -> Pace:
    exchange = node.settings.exchange
    return Pace(
        bytes_at_once=exchange.partner_bytes_at_once,
        bytes_per_second=exchange.partner_bytes_per_second,
        refusals_per_minute=exchange.partner_refusals_per_minute,
    )


def _partner_service(node: Node) -> PartnerService:
    async def witnessed(pin: str) -> bytes:
        partner = node.partner_by_pin(pin)
        return witnessed_note(node, partner.party) if partner else b""

    async def resource(pin: str, path: str) -> bytes | None:
        return log_resource(node, path) if node.partner_by_pin(pin) else None

    async def refused(pin: str, code: str) -> None:
        partner = node.partner_by_pin(pin)
        name = partner.party if partner else "unknown"
        _LOG.warning("a message from %s was refused: %s", name, code)
        event = Event("message.refused", "node", name, name, {"code": code})
        await node.writer.run(lambda transaction: transaction.log(event))

    return PartnerService(
        receive=lambda pin, body: receive(node, pin, body),
        witness=lambda pin, body: judge_checkpoint(node, pin, body),
        witnessed=witnessed,
        log_resource=resource,
        refused=refused,
    )


async def _show_following(node: Node) -> None:
    """Show the certificate that follows once partners have heard; try again later at a fault."""
    try:
        await show_following(node)
    except EntraideError as error:
        _LOG.error("the certificate that follows cannot be shown: %s", error.code)


async def _witness(node: Node) -> None:
    """Offer our checkpoint whenever the log has grown."""
    offered = -1
    while True:
        await _show_following(node)
        size = node.writer.frontier.size
        if size != offered and node.partners:
            try:
                outcomes = await publish_checkpoint(node)
            except EntraideError as error:
                _LOG.error("no checkpoint: %s", error.code)
            else:
                settled = all(each in {"cosigned", "current"} for each in outcomes.values())
                offered = size if settled else -1
        await asyncio.sleep(node.settings.exchange.witness_every_ms / 1_000)
