import { el, time, date } from "./draw.js";

const formats = new Map();

// money is an amount as the reader's own country writes it. How many digits
// stand after the point is the provider's word, not the browser's.
export function money(sum) {
  const key = sum.currency + sum.digits;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(undefined, {
      style: "currency", currency: sum.currency.toUpperCase(), minimumFractionDigits: sum.digits, maximumFractionDigits: sum.digits,
    }));
  }
  return formats.get(key).format(sum.amount / 10 ** sum.digits);
}

const behaviours = { pending: "refunds take a while", fails: "refunds fail later", disputed: "disputed" };

export function payment(p) {
  const all = p.paid.amount === p.refunded.amount;
  const share = Math.round((100 * p.refunded.amount) / p.paid.amount);
  return el("article", { class: "payment" + (p.refunds.length ? "" : " untouched") },
    el("header", {},
      el("div", {}, el("b", { class: "amount" }, money(p.paid)),
        el("span", { class: "id" }, p.id, p.customer ? " · " + p.customer : "")),
      p.behaviour ? el("span", { class: "tag " + (p.behaviour === "pending" ? "" : "bad") }, behaviours[p.behaviour]) : "",
      p.refunds.length ? el("span", { class: "back" }, all ? "all given back" : money(p.refunded) + " back") : ""),
    p.refunds.length ? el("progress", { max: 100, value: share, "aria-label": share + " % given back" }) : "",
    ...p.refunds.map((r) => el("p", { class: "refund" },
      el("span", { class: "chip " + r.status }, r.status), el("b", {}, money(r.amount)), el("span", { class: "id" }, r.id), time(r.at))),
    p.refunds.length && !all ? el("p", { class: "left" }, money(p.left) + " left") : "");
}

export function code(c) {
  const worth = c.percent ? c.percent + " %" : money(c.amount);
  return el("article", { class: "ticket" + (c.active ? "" : " over") },
    el("b", { class: "worth" }, worth, el("small", {}, "off")),
    el("div", {},
      el("code", {}, c.code || "no code yet"),
      el("span", { class: "id" }, c.coupon, c.customer ? " · " + c.customer : ""),
      el("span", { class: "until" }, !c.active ? "no longer valid" : c.until ? "until " + date(c.until) : "without end")));
}

export function credit(c) {
  const gives = c.amount.amount < 0;
  return el("article", { class: "credit" },
    el("b", { class: gives ? "gives" : "" }, money({ ...c.amount, amount: Math.abs(c.amount.amount) })),
    el("div", {}, el("span", {}, gives ? "to the good of " + c.customer : "charged to " + c.customer),
      el("span", { class: "id" }, `${c.id} · ${money({ ...c.balance, amount: -c.balance.amount })} in all`)),
    time(c.at));
}
