// What arrives while a page is open. Browsers open six connections to one place, so of all tabs one
// holds the stream, elected by a lock; the others hear from it by a channel. Rows that arrive stand
// below the others until the page is read again, and nothing moves under the pointer: what lies
// there is kept in its place by scrolling, and where that cannot be, rows wait.

import { label } from "./entraide.js";

const channel = new BroadcastChannel("entraide-live");
const table = document.querySelector("table[data-live]");
const pointer = { x: -1, y: -1 };
const held = [];
let version = "";
let shared = null;
let leading = false;
let asking = false;

const tell = (said) => {
  channel.postMessage(said);
  hear(said);
};

function hear(said) {
  if (leading && said.hello && version) tell({ version });
  if (leading && said.want) void share(said.want);
  if (!table || said.hello || said.want || said.grown) return;
  if (said.rows && said.version !== table.dataset.version) take(said);
  else if (said.version !== table.dataset.version) tell({ want: said.version });
}

async function share(wanted) {
  if (shared?.version === wanted) return tell(shared);
  if (asking) return undefined;
  asking = true;
  try {
    const answer = await fetch("/live/rows", { headers: { Accept: "application/json" } });
    if (answer.ok) {
      shared = await answer.json();
      version = shared.version;
      tell(shared);
    }
  } finally {
    asking = false;
  }
  return undefined;
}

// Rows: what is new comes below, what is settled is struck through where it stands.
const isMine = (row) => {
  const asked = new URLSearchParams(location.search);
  const fits = ["kind", "partner", "case"].every((name) => !asked.get(name) || asked.get(name) === row[name]);
  return fits && (table.dataset.live === "all" || row.ours);
};

function take(said) {
  table.dataset.version = said.version;
  const mine = new Map(said.rows.filter(isMine).map((row) => [row.key, row]));
  for (const row of table.tBodies[0].rows) {
    row.classList.toggle("gone", !mine.has(row.dataset.key));
    mine.delete(row.dataset.key);
  }
  const more = document.querySelector("[data-live-more]");
  if (more) return void (more.hidden = mine.size <= Number(more.dataset.liveMore)); // a short list: the others stand in the inbox
  held.splice(0, held.length, ...mine.values());
  place();
}

function made(row) {
  const made = document.getElementById("live-row").content.cloneNode(true).querySelector("tr");
  made.dataset.key = row.key;
  for (const [name, text] of Object.entries(row.cells)) made.querySelector(`[data-cell=${name}]`).textContent = text;
  made.querySelector("[data-cell=left]").classList.toggle("over", row.over);
  const link = made.querySelector("a");
  if (row.link) link.href = row.link;
  else link.removeAttribute("href");
  return made;
}

// Columns keep their widths, so that no row that is read becomes taller.
function freeze() {
  if (table.dataset.frozen || table.closest("[hidden]")) return;
  table.dataset.frozen = "yes";
  const heads = [...table.tHead.rows[0].cells];
  const widths = heads.map((head) => head.getBoundingClientRect().width);
  heads.forEach((head, at) => (head.style.width = `${widths[at]}px`));
  table.style.tableLayout = "fixed";
}

const topOf = (element) => element?.getBoundingClientRect().top ?? 0;

// Change the page and scroll it by what it grew above the pointer; where that cannot be, undo it.
export function steadily(change, undo) {
  const under = pointer.x < 0 ? null : document.elementFromPoint(pointer.x, pointer.y);
  const before = topOf(under);
  const at = scrollY;
  change();
  if (topOf(under) !== before) scrollBy({ top: topOf(under) - before, behavior: "instant" });
  if (Math.abs(topOf(under) - before) < 1) return true;
  undo();
  scrollTo({ top: at, behavior: "instant" });
  return false;
}

function place() {
  if (!held.length) return;
  const rows = held.map(made);
  const region = table.closest(".scroll");
  const none = document.querySelector("[data-live-none]");
  const was = region.hidden;
  const change = () => {
    freeze();
    table.tBodies[0].append(...rows);
    label(table);
    region.hidden = false;
    none.hidden = true;
  };
  const undo = () => {
    for (const row of rows) row.remove();
    region.hidden = was;
    none.hidden = !was;
  };
  if (steadily(change, undo)) held.splice(0);
}

document.addEventListener("pointermove", (event) => Object.assign(pointer, { x: event.clientX, y: event.clientY }));
document.documentElement.addEventListener("pointerleave", () => {
  pointer.x = -1;
  if (table) place();
});
if (table) setInterval(place, 1000);

// The election: whoever has the lock listens, until its page goes.
channel.addEventListener("message", (event) => hear(event.data));
if (document.getElementById("keys")) {
  channel.postMessage({ hello: true });
  void navigator.locks.request("entraide-live", () => {
    leading = true;
    const source = new EventSource("/live");
    source.addEventListener("inbox", (event) => {
      version = event.data;
      tell({ version });
    });
    source.addEventListener("answers", (event) => tell({ grown: event.data }));
    return new Promise(() => {});
  });
}
