// el makes an element; children that are strings become text.
export function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.filter((c) => c !== undefined && c !== null && c !== ""));
  return node;
}

// fill draws the items into a list, each once per change, in their order. An
// item that came since the last look is marked new for a moment.
export function fill(list, items, keyOf, render, nothing) {
  const had = list.drawn || new Map();
  const drawn = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const text = JSON.stringify(item);
    const old = had.get(key);
    if (old && old.text === text) {
      drawn.set(key, old);
      continue;
    }
    const node = render(item, old && old.node);
    if (list.drawn) node.classList.add("fresh");
    drawn.set(key, { text, node });
  }
  list.drawn = drawn;
  const nodes = [...drawn.values()].map((d) => d.node);
  if (nodes.length === 0) nodes.push(el("p", { class: "empty" }, nothing));
  // Only what stands elsewhere is moved: moving would end scrolling and focus.
  nodes.forEach((node, i) => list.children[i] !== node && list.insertBefore(node, list.children[i] || null));
  while (list.children.length > nodes.length) list.lastElementChild.remove();
  for (const node of nodes) node.onShown && node.onShown();
}

const count = new Intl.NumberFormat();
export const whole = (n) => count.format(n);

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const year = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

// time is the time of today, or the day of another.
export function time(iso) {
  const at = new Date(iso);
  const today = new Date().toDateString() === at.toDateString();
  return el("time", { datetime: iso, title: at.toLocaleString() }, today ? clock.format(at) : day.format(at));
}

export const date = (iso) => year.format(new Date(iso));
