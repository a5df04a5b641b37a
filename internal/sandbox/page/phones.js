import { el, time, whole } from "./draw.js";

const words = {
  accepted: "accepted", queued: "queued", sending: "sending", sent: "sent", delivered: "delivered",
  undelivered: "not delivered", failed: "failed",
};

const marks = {
  sent: "M4 6.5l3.2 3.2L13.5 2",
  delivered: "M1 6.5l3.2 3.2L10.5 2M8.2 9.2l.5.5L15 2",
};

// ticks are as a messenger has them: one is sent, two are delivered.
function ticks(status) {
  if (!marks[status]) return el("i", { class: "dots" });
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 17 12");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", marks[status]);
  svg.append(path);
  return svg;
}

function bubble(m) {
  const bad = m.status === "failed" || m.status === "undelivered";
  return el("li", { class: "sms " + m.status },
    el("p", {}, m.body),
    el("footer", {}, time(m.at), el("span", { class: "state" }, bad ? el("i", { class: "bang" }, "!") : ticks(m.status), words[m.status] || m.status)),
    bad ? el("p", { class: "why" }, `${m.code} ${m.error}`) : "");
}

export function phone(p, old) {
  const before = old && old.querySelector("ol");
  const wasAtEnd = !before || before.scrollHeight - before.scrollTop - before.clientHeight < 24;
  const screen = el("ol", { tabindex: "0", "aria-label": "Messages to " + p.number },
    p.earlier ? el("li", { class: "earlier" }, whole(p.earlier) + " earlier") : "",
    ...p.messages.map(bubble));
  const from = p.messages[p.messages.length - 1].from;
  const node = el("article", { class: "phone" },
    el("header", {}, el("b", {}, p.number), el("span", {}, "from " + from)), screen);
  let first = true;
  node.onShown = () => {
    if (first) screen.scrollTop = wasAtEnd ? screen.scrollHeight : before.scrollTop;
    first = false;
  };
  return node;
}
