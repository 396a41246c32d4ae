// The page of a question: its answers as partners give them, also long after the order has ended.
// Each fills its column; where what lies under the pointer would move and the page cannot be scrolled
// by as much, the answer waits until the pointer has left.
import { steadily } from "./live.js";

const live = document.querySelector("[data-stream]");
const shown = new Map(); // the last that was taken in of each partner
const held = new Map(); // of that, what is not on the page yet
let owed = true;
let asking = false;
let again = false;

const columnOf = (partner) => {
  const found = [...live.children].find((each) => each.dataset.partner === partner);
  if (found) return found;
  const made = document.getElementById("answer").content.cloneNode(true).firstElementChild;
  made.dataset.partner = partner;
  made.querySelector("bdi").textContent = partner;
  live.append(made);
  return made;
};
const hitOf = (hit) => {
  const made = document.getElementById("hit").content.cloneNode(true);
  made.querySelector("b").textContent = hit.band;
  made.querySelector("code").textContent = hit.reference.slice(0, 8);
  made.querySelector("span").textContent = hit.says;
  return made;
};
// What an answer is comes first, in the line that stands there already; what it holds may need room.
const parts = [
  (column, answer) => {
    column.querySelector(".result").textContent = answer.word;
    column.querySelector(".result").className = `result ${answer.result}`;
    column.querySelector("time").textContent = answer.when;
  },
  (column, answer) => {
    column.querySelector(".why").textContent = answer.why;
    column.querySelector(".hits").replaceChildren(...answer.hits.map(hitOf));
  },
];

function show() {
  for (const [partner, left] of held) {
    const before = [...live.childNodes].map((each) => each.cloneNode(true));
    const fill = () => left.parts[0](columnOf(partner), left.answer);
    if (steadily(fill, () => live.replaceChildren(...before))) left.parts.shift();
    if (!left.parts.length) held.delete(partner);
  }
}

function take(answer) {
  const said = JSON.stringify(answer);
  if (shown.get(answer.partner) === said) return;
  shown.set(answer.partner, said);
  held.set(answer.partner, { answer, parts: [...parts] });
  parts.forEach(show);
}

// Browsers open six connections to one place: of all tabs, three follow their answers at a time.
const place = `entraide-answers-${Math.floor(Math.random() * 3)}`;
const follow = (ended) => {
  const source = new EventSource(live.dataset.stream);
  const end = () => {
    source.close();
    ended();
  };
  source.addEventListener("answer", (event) => take(JSON.parse(event.data)));
  source.addEventListener("done", (event) => {
    end();
    const said = JSON.parse(event.data);
    owed = said.owed;
    document.querySelector("[data-waiting]").classList.toggle("unseen", !owed); // its line stays
    document.querySelector("[data-fault]").textContent = said.fault;
    const link = document.querySelector("[data-thread]");
    link.href = `/threads/${said.thread}`;
    link.hidden = !said.thread;
  });
  source.addEventListener("error", end); // signed out, or the node has stopped
};
async function ask() {
  again = asking;
  if (asking) return;
  asking = true;
  await navigator.locks.request(place, () => new Promise(follow));
  asking = false;
  if (again && owed) void ask();
}

// The order has ended and an answer is owed: the stream of all tabs tells that the log has grown.
new BroadcastChannel("entraide-live").addEventListener("message", (event) => {
  if (event.data.grown && owed) void ask();
});
setInterval(show, 1000);
document.documentElement.addEventListener("pointerleave", show);
void ask();
