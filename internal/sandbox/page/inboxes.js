import { el, time, whole } from "./draw.js";

const words = { processed: "on its way", delivered: "delivered", deferred: "deferred", bounced: "bounced", blocked: "blocked", dropped: "dropped" };

function mail(m, open) {
  return el("details", { class: "mail " + m.status, "data-id": m.id, open: open ? "" : false },
    el("summary", {},
      el("span", { class: "subject" }, m.subject || "(no subject)"),
      el("span", { class: "chip " + m.status }, words[m.status] || m.status), time(m.at),
      el("span", { class: "snippet" }, m.text)),
    m.reason ? el("p", { class: "why" }, m.reason) : "",
    el("p", { class: "from" }, "from " + m.from),
    el("p", { class: "text" }, m.text));
}

// hue is a calm colour of one's own for each address.
function hue(address) {
  let h = 0;
  for (const c of address) h = (h * 31 + c.codePointAt(0)) % 12;
  return "tone" + h;
}

export function inbox(i, old) {
  const open = new Set(old ? [...old.querySelectorAll("details[open]")].map((d) => d.dataset.id) : []);
  const name = i.name || i.address;
  return el("article", { class: "inbox" },
    el("header", {},
      el("span", { class: "avatar " + hue(i.address), "aria-hidden": "true" }, [...name][0].toUpperCase()),
      el("div", {}, el("b", {}, name), el("span", {}, i.mails.length === 0 ? "no mail yet" : i.name ? i.address : "")),
      i.no_mail ? el("span", { class: "tag bad" }, "no mail at all") : "",
      i.no_surveys ? el("span", { class: "tag" }, "no surveys") : ""),
    ...i.mails.map((m) => mail(m, open.has(m.id))),
    i.earlier ? el("p", { class: "quiet" }, whole(i.earlier) + " earlier") : "");
}
