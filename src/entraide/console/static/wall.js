// The wall's one module: figures change in their places, text enters as text, silence is told.

const source = new EventSource(document.body.dataset.wall);
const stale = document.querySelector("[data-stale]");
const cells = new Map([...document.querySelectorAll("[data-cell]")].map((each) => [each.dataset.cell, each]));
const silence = 15000;
let heard = Date.now();

source.addEventListener("board", (event) => {
  heard = Date.now();
  stale.hidden = true;
  const now = JSON.parse(event.data);
  const names = Object.keys(now);
  if (names.length !== cells.size || names.some((name) => !cells.has(name))) return location.reload();
  for (const [name, cell] of cells) {
    if (cell.textContent !== now[name].text) cell.textContent = now[name].text;
    if (cell.dataset.state !== now[name].state) cell.dataset.state = now[name].state;
  }
});
source.addEventListener("over", () => {
  source.close();
  location.reload();
});

setInterval(() => {
  if (Date.now() - heard < silence || !stale.hidden) return;
  stale.querySelector("[data-since]").textContent = `${new Date(heard).toISOString().slice(11, 16)} UTC`;
  stale.hidden = false;
}, 1000);
