// The page asks for the view once a second while somebody looks at it, and
// draws again only what has changed. All text goes in as text, never as HTML.
import { phone } from "./phones.js";
import { inbox } from "./inboxes.js";
import { payment, code, credit, money } from "./money.js";
import { el, fill, whole } from "./draw.js";

const every = 1000;
const step = 30;
let limit = step;
let last = "";

const $ = (selector) => document.querySelector(selector);

async function look() {
  const query = new URLSearchParams({ search: $("#search").value, limit });
  const answer = await fetch("/sandbox/view?" + query, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error("HTTP " + answer.status);
  const view = await answer.json();
  live(true, view);
  const { now, ...rest } = view;
  const text = JSON.stringify(rest);
  if (text === last) return;
  last = text;
  draw(view);
}

function live(on, view) {
  const at = $("#live");
  at.classList.toggle("off", !on);
  const ahead = view && view.offset ? " · clock " + view.offset.replace(/m0s$/, "m").replace(/h0m$/, "h") + " ahead" : "";
  at.lastElementChild.textContent = on ? "live" + ahead : "the sandbox does not answer; trying again";
}

function draw(v) {
  const searching = $("#search").value.trim() !== "";
  const nothing = (usual) => (searching ? "Nothing here has what you are looking for." : usual);
  fill($("#phones .list"), v.sms.phones, (p) => p.number, phone,
    nothing("No phone has received anything yet. A text appears here the moment it is accepted."));
  fill($("#inboxes .list"), v.mail.inboxes, (i) => i.address, inbox,
    nothing("No inbox has received anything yet. Mail appears here the moment it is accepted."));
  fill($("#payments"), v.money.payments, (p) => p.id, payment,
    nothing("Nobody has paid anything yet. Post a payment to /sandbox/payments and it can be refunded."));
  fill($("#codes"), v.money.codes, (c) => (c.code || "") + c.coupon, code, nothing("No coupon has been given yet."));
  fill($("#credits"), v.money.credits, (c) => c.id, credit, nothing("No credit has been given yet."));
  note($("#phones h2"), v.sms.phones_matching);
  note($("#inboxes h2"), v.mail.inboxes_matching);
  for (const part of ["payments", "codes", "credits"]) {
    const section = $("#" + part).parentElement;
    note(section.firstElementChild, v.money[part + "_matching"]);
    section.classList.toggle("none", part !== "payments" && v.money[part].length === 0);
  }
  counts(v);
  faults(v.faults);
  const most = Math.max(v.sms.phones_matching, v.mail.inboxes_matching, v.money.payments_matching, v.money.codes_matching, v.money.credits_matching);
  $("#more").hidden = most <= limit || limit >= 1000;
}

function note(heading, matching) {
  heading.querySelector("small").textContent = matching ? whole(matching) : "";
}

function counts(v) {
  const tile = (number, name, detail, tab) => el("button", { class: "count", type: "button", "data-tab": tab },
    el("b", {}, number), el("span", {}, name), el("em", {}, detail));
  const share = (part, all) => (all === 0 ? "none yet" : part === all ? "all delivered" : whole(part) + " delivered");
  const given = v.money.given.filter((g) => g.refunded.amount > 0);
  const back = given.length ? given.slice(0, 3).map((g) => money(g.refunded)).join(" · ") : "nothing given back yet";
  $("#counts").replaceChildren(
    tile(whole(v.sms.messages_total), "texts", share(v.sms.messages_delivered, v.sms.messages_total), "phones"),
    tile(whole(v.mail.emails_total), "mails", share(v.mail.emails_delivered, v.mail.emails_total), "inboxes"),
    tile(whole(v.money.refunds_total), "refunds", back, "money"),
    tile(whole(v.money.codes_total), "codes", v.money.codes_total ? whole(v.money.codes_active) + " can be redeemed" : "none yet", "money"),
    tile(whole(v.money.credits_total), "credits", v.money.credits_total ? "on customers' balances" : "none yet", "money"),
    tile(whole(v.mail.suppressed_total), "kept from surveys", v.mail.suppressed_total ? "no survey reaches them" : "nobody yet", "inboxes"),
  );
}

function faults(list) {
  const box = $("#faults");
  box.hidden = list.length === 0;
  box.querySelector("summary").textContent =
    list.length === 1 ? "One fault is in force" : whole(list.length) + " faults are in force";
  box.querySelector("ul").replaceChildren(...list.map((f) => el("li", {},
    el("b", {}, f.fault.replace("_", " ") + (f.code ? " " + f.code : "")),
    ` at ${f.provider} ${f.endpoint === "*" ? "(everything)" : f.endpoint}, ${when(f.when)} — spoiled ${whole(f.struck)} of ${whole(f.seen)} requests`)));
}

function when(w) {
  if (w.all) return "always";
  if (w.first) return w.first === 1 ? "the first request" : `the first ${w.first} requests`;
  if (w.nth) return `request number ${w.nth}`;
  return `${Math.round(w.probability * 100)} % of requests`;
}

async function again() {
  if (!document.hidden) {
    try {
      await look();
    } catch {
      live(false);
    }
  }
  setTimeout(again, every);
}

const soon = () => look().catch(() => live(false));
let typing;
$("#search").addEventListener("input", () => {
  clearTimeout(typing);
  limit = step;
  typing = setTimeout(soon, 150);
});
$("#more").addEventListener("click", () => {
  limit += step * 2;
  soon();
});
function show(tab) {
  document.body.dataset.tab = tab;
  for (const b of document.querySelectorAll(".tabs button")) b.setAttribute("aria-pressed", b.dataset.tab === tab);
}

document.addEventListener("click", (e) => {
  const to = e.target.closest("button[data-tab]");
  if (!to) return;
  show(to.dataset.tab);
  history.replaceState(null, "", "#" + to.dataset.tab);
});
document.addEventListener("keydown", (e) => {
  if (e.key === "/" && document.activeElement !== $("#search")) {
    e.preventDefault();
    $("#search").focus();
  }
});
document.addEventListener("visibilitychange", () => document.hidden || soon());
show({ "#inboxes": "inboxes", "#money": "money" }[location.hash] || "phones");
again();
