// The console's one module on every page. It signs with passkeys, moves by keys and keeps what was
// typed. Text only ever enters the page as text: no markup is parsed here.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

async function post(address, fields) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(fields),
  });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.detail ?? String(answer.status));
  return found;
}

const get = (challenge, site) =>
  navigator.credentials.get({
    publicKey: { challenge, rpId: site, userVerification: "required", timeout: 120000 },
  });

const create = (found) =>
  navigator.credentials.create({
    publicKey: {
      challenge: toBytes(found.challenge),
      rp: { id: found.site, name: found.name },
      user: { id: toBytes(found.user), name: found.name, displayName: found.name },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
      timeout: 120000,
    },
  });

// A file's bytes in base64, as an order carries them.
const content = (file) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(file);
  });

// What each kind of form does between its button and the next page.
const steps = {
  async get(form) {
    const found = await post("/challenge", {});
    const made = await get(toBytes(found.challenge), found.site);
    return post(form.getAttribute("action"), { response: JSON.stringify(made) });
  },
  async create(form, fields) {
    const made = await create(await post("/challenge", {}));
    fields.set("response", JSON.stringify(made));
    return post(form.getAttribute("action"), fields);
  },
  async order(form, fields) {
    for (const each of form.querySelectorAll("input[type=file]")) {
      if (each.files.length) fields.set(each.name, await content(each.files[0]));
      else fields.delete(each.name);
    }
    const order = await post(form.getAttribute("action"), fields);
    const made = await get(fromHex(order.challenge), order.site);
    return post(`/signed/${order.nonce}`, { response: JSON.stringify(made) });
  },
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const kind = form.dataset.passkey;
  if (!kind || event.submitter?.hasAttribute("data-plain")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const fault = form.querySelector(".fault");
  button.disabled = true;
  fault.textContent = "";
  try {
    const done = await steps[kind](form, new FormData(form));
    if (form.dataset.keep) sessionStorage.removeItem(form.dataset.keep);
    location.assign(done.then);
  } catch (error) {
    fault.textContent = error.message;
    button.disabled = false;
  }
});

// A chosen file's text, put where it can be read before it is sent.
for (const chooser of document.querySelectorAll("input[type=file][data-into]")) {
  chooser.addEventListener("change", async () => {
    const field = chooser.form.elements[chooser.dataset.into];
    if (chooser.files.length) field.value = await chooser.files[0].text();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// Unsaved typing survives a reload, in this tab alone; signing out clears it. Every order is kept:
// under a name of its own, or else by its page, its action and what its hidden fields say.
for (const form of document.querySelectorAll("form[data-passkey=order]")) {
  const hidden = [...form.querySelectorAll("input[type=hidden]")].map((each) => each.value);
  form.dataset.keep ??= [location.pathname, form.getAttribute("action"), ...hidden].join(" ");
  const held = JSON.parse(sessionStorage.getItem(form.dataset.keep) ?? "{}");
  const typed = [...form.elements].filter(
    (each) => each.name && !each.hidden && !["hidden", "file"].includes(each.type),
  );
  const said = new URLSearchParams(location.search);
  for (const each of typed) {
    if (said.has(each.name)) continue;
    const key = `${each.name}=${each.type === "checkbox" ? each.value : ""}`;
    if (key in held && each.type === "checkbox") each.checked = held[key];
    else if (key in held) each.value = held[key];
  }
  form.addEventListener("input", () => {
    const now = typed.map((each) =>
      each.type === "checkbox" ? [`${each.name}=${each.value}`, each.checked] : [`${each.name}=`, each.value],
    );
    sessionStorage.setItem(form.dataset.keep, JSON.stringify(Object.fromEntries(now)));
  });
}

// Keys, where nobody types.
function move(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.ariaSelected === "true");
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  for (const row of rows) row.removeAttribute("aria-selected");
  next.setAttribute("aria-selected", "true");
  const link = next.querySelector("a");
  if (!link) next.tabIndex = -1;
  (link ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
}

function reach(mark) {
  const found = document.querySelector(mark);
  if (!found) return;
  for (let fold = found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (found.tagName === "DETAILS") found.open = true;
  (found.querySelector("summary") ?? found).focus();
}

function search() {
  const field = document.querySelector("[data-search]");
  if (field) field.focus();
  else location.assign("/search#name");
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: () => reach("[data-approve]"),
  r: () => reach("[data-refuse]"),
  "/": search,
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
if (location.hash === "#name") document.getElementById("name")?.focus();

// A long work: how far it is, and the page anew once it has ended.
const work = document.querySelector("[data-progress]");
if (work) {
  const look = async () => {
    const answer = await fetch(work.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const found = await answer.json();
    if (found.ended) return location.reload();
    work.querySelector("[data-done]").textContent = found.done;
    work.querySelector("[data-of]").textContent = found.of || "–";
    const bar = work.querySelector("progress");
    bar.max = found.of || 1;
    bar.value = found.done;
    setTimeout(look, 700);
  };
  setTimeout(look, 300);
}

// On a narrow screen a row stands as a card (``.cards``): each cell bears the name of its column, and
// is still a cell to whoever listens. A wide matrix stays as it is.
export function label(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map((each) => each.textContent.trim());
  for (const row of table.tBodies[0]?.rows ?? []) {
    row.setAttribute("role", "row");
    for (const [at, cell] of [...row.cells].entries()) {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      if (heads[at] && cell.colSpan === 1) cell.dataset.of = heads[at];
    }
  }
}
for (const table of document.querySelectorAll(".scroll:not(.matrix) > table")) {
  if (!table.tHead || table.tHead.rows.length > 1) continue;
  table.setAttribute("role", "table");
  for (const each of table.querySelectorAll("thead, tbody")) each.setAttribute("role", "rowgroup");
  table.tHead.rows[0].setAttribute("role", "row");
  for (const each of table.tHead.rows[0].cells) each.setAttribute("role", "columnheader");
  label(table);
  table.classList.add("cards");
}
