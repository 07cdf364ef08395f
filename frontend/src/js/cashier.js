// The till: keyboard first, connected or not. Every sum comes from the server's quote.
import { ask } from "./cashier/ask.js";
import * as credit from "./cashier/credit.js";
import { ringing } from "./cashier/lines.js";
import { showQueue } from "./cashier/list.js";
import * as queue from "./cashier/queue.js";
import { grouped, latin, local, plain } from "./fa.js";

const EARLY_MS = 5000;
const { ahead } = window; // what is typed meanwhile; see ahead.js
const till = document.getElementById("till");
if (till) start();

function start() {
  const at = (name) => document.querySelector(`[data-${name}]`);
  const field = (id) => document.getElementById(id);
  const words = till.dataset;
  const who = field("who"), amount = field("amount"), save = at("save");
  const state = { who: "", spend: new Set(), claims: new Set(), quote: null, away: null, turn: 0, sums: 0, isGuest: false, isBehind: false, last: null };
  const post = (address, body) => ask(address, body, words.token);
  const toast = (detail) => dispatchEvent(new CustomEvent("toast", { detail }));

  function chooseNothing() {
    state.spend.clear();
    state.claims.clear();
  }

  function trouble(text) {
    at("trouble").textContent = text;
    at("trouble").hidden = !text;
  }

  function fill(place, template) {
    at(place).replaceChildren(field(template).content.cloneNode(true));
  }

  const lines = ringing({ words, look, trouble, done: () => save.focus() });
  const branch = () => field("branch")?.value ?? "";
  const typed = () => ({
    who: state.who, amount: lines.isOn() ? "" : plain(amount.value), lines: lines.isOn() ? lines.asked() : [],
    unit: words.unit, branch: branch(), claims: [...state.claims],
    coupon: field("coupon").value, gift_card: field("gift-card")?.value ?? "",
  });
  const isRung = () => (lines.isOn() ? lines.isWhole() : Number(plain(amount.value)) > 0);
  const isNamed = () => state.who || state.isGuest;
  const isWhole = () => isNamed() && isRung();

  function signedOut() {
    trouble(words.saySignedOut);
    const link = Object.assign(document.createElement("a"), { href: words.signIn, textContent: " ←", className: "link" });
    link.setAttribute("aria-label", words.saySignedOut);
    at("trouble").append(link);
  }

  // Whoever stands there -----------------------------------------------------------------
  let early = null;
  // A whole mobile is asked for while the hand is still on its way to Enter.
  function foresee() {
    const text = who.value;
    early = /^09\d{9}$/.test(latin(text)) && navigator.onLine ? { text, at: Date.now(), answer: post(words.member, { who: text }) } : null;
  }

  async function found(text) {
    const { answer } = early?.text === text && Date.now() - early.at < EARLY_MS ? early : { answer: post(words.member, { who: text }) };
    early = null;
    return answer;
  }

  async function find(text) {
    state.who = "";
    state.isGuest = false;
    chooseNothing();
    trouble("");
    look(); // no sums are asked for meanwhile
    if (!latin(text).trim()) return;
    const turn = ++state.turn;
    const answer = await found(text);
    if (turn !== state.turn) return;
    if (answer.out) { signedOut(); return; }
    if (answer.away) { await meetOffline(text); return; }
    if (answer.data.html) at("person").innerHTML = answer.data.html;
    if (answer.status === 404) { field("name")?.focus(); return; }
    if (answer.status >= 400) { at("person").replaceChildren(); trouble(answer.data.text); who.select(); return; }
    met(answer.data.who);
  }

  async function meetOffline(text) {
    const note = document.createElement("p");
    const isKnown = await credit.allowed(words.till, text);
    note.className = `notice notice-${isKnown ? "info" : "warning"}`;
    note.textContent = `${local(latin(text))} — ${isKnown ? words.sayKnownHere : words.sayOfflineMember}`;
    at("person").replaceChildren(note);
    met(latin(text).trim());
  }

  function met(name) {
    state.who = name;
    if (lines.isOn()) lines.focus();
    else { amount.focus(); amount.select(); }
    look();
  }

  // Whoever is no member now can be one later, by the code of the receipt.
  function sellToNobody() {
    state.turn += 1;
    state.isGuest = true;
    who.value = "";
    chooseNothing();
    trouble("");
    fill("person", "guest");
    met("");
  }

  async function seek() {
    if (await lines.scanned(who.value)) { who.value = ""; if (!state.who) who.focus(); return true; }
    await find(who.value);
    return Boolean(state.who);
  }

  async function enrol(form) {
    const asked = { key: crypto.randomUUID(), mobile: form.elements.mobile.value, name: form.elements.name.value, branch: branch() };
    const answer = await post(words.enrol, asked);
    if (answer.out) { signedOut(); return false; }
    if (answer.away) { await meetOffline(asked.mobile); return true; }
    if (answer.status >= 400) { trouble(answer.data.text); return false; }
    at("person").innerHTML = answer.data.html;
    state.isBehind = true;
    met(answer.data.who);
    return true;
  }

  // What it comes to ---------------------------------------------------------------------
  let looking = null, timer = 0;
  function look(wait = 0) {
    clearTimeout(timer);
    state.sums += 1;  // an answer that is still on its way is of no use; who was asked for, is
    state.quote = state.away = null;
    looking = null;
    at("guest").hidden = isNamed();
    if (!isWhole()) { fill("totals", "waits-for-sums"); at("usable").replaceChildren(); return; }
    if (wait) timer = setTimeout(() => { looking = quoted(); }, wait);
    else looking = quoted();
  }

  async function quoted() {
    const turn = ++state.sums;
    const spend = [...state.spend].map((unit) => ({ unit }));
    const answer = await post(words.quote, { ...typed(), spend });
    if (turn !== state.sums) return;
    if (answer.out) { signedOut(); return; }
    if (answer.away) { await quotedAway(); return; }
    if (answer.status >= 400) { fill("totals", "waits-for-sums"); trouble(answer.data.text); return; }
    trouble("");
    state.quote = answer.data;
    lines.sums(answer.data.lines);
    at("totals").innerHTML = answer.data.html;
    const { spend: unit, claim } = document.activeElement?.dataset ?? {};
    const focused = unit ? `[data-spend="${CSS.escape(unit)}"]` : claim && `[data-claim="${CSS.escape(claim)}"]`;
    at("usable").innerHTML = answer.data.usable;
    if (focused) at("usable").querySelector(focused)?.focus();
  }

  // Without a connection: the plain sum, and the credit that the allowance of the day leaves.
  async function quotedAway() {
    const turn = state.sums;
    state.claims.clear();
    const found = words.till && state.who ? await credit.allowed(words.till, state.who) : null;
    if (turn !== state.sums) return;
    fill("totals", "sums-later");
    at("later").hidden = !lines.isOn();
    at("later-sum").textContent = grouped(lines.total());
    at("usable").replaceChildren();
    const whole = rials();
    const taken = found?.left ? credit.taken(found, whole) : null;
    if (!taken?.units) return;
    fill("usable", "credit-away");
    const toggle = at("spend");
    toggle.dataset.spend = found.unit;
    toggle.checked = state.spend.has(found.unit);
    at("away-name").textContent = found.name;
    at("away-worth").textContent = grouped(shown(taken.rials));
    at("no-credit").hidden = true;
    at("away").hidden = !toggle.checked;
    at("away-due").textContent = grouped(shown(taken.due));
    if (toggle.checked) state.away = { ...found, ...taken };
  }

  const unit = 10 ** Number(words.places);
  const rials = () => Math.round(Number(lines.isOn() ? lines.total() : plain(amount.value)) * unit);
  const shown = (whole) => String(whole / unit);

  // The sale -----------------------------------------------------------------------------
  async function sent(item) {
    const body = { ...item.body, key: item.key, waited_ms: Math.max(0, Date.now() - item.at) };
    if (!item.away) return post(words.purchase, body);
    const { shift, sequence } = item.away;
    const more = { shift, sequence, rung_ms: item.at, again: Boolean(item.again), without_credit: Boolean(item.without) };
    const answer = await post(words.offline, { ...body, ...more });
    if (answer.status !== 409) return answer;
    item.away.sequence = await credit.renumbered(answer.data.next);
    await queue.put(item);
    return sent(item);
  }

  // Nothing to choose or to pay with but money: nothing that the sums must say before.
  const isPlain = () => !state.spend.size && !state.claims.size && !field("coupon").value && !field("gift-card")?.value;

  async function record() {
    if (!state.who && who.value) await find(who.value);
    if (!isNamed()) { trouble(words.sayWho); who.focus(); return false; }
    if (!isWhole()) {
      trouble(lines.isOn() ? words.sayLines : words.sayAmount);
      if (lines.isOn()) lines.focus();
      else amount.focus();
      return false;
    }
    save.disabled = true;
    if (!isPlain()) {
      if (!state.quote && !looking) look();
      await looking;
    }
    const { away } = state;
    const spend = away ? [{ unit: away.unit, units: away.units }] : state.quote?.spend ?? [];
    const body = { ...typed(), spend, quote: state.quote?.quote ?? "", seller: words.seller };
    const rung = lines.isOn() ? { rows: lines.rows(), total: lines.total() } : null;
    const item = { key: crypto.randomUUID(), at: Date.now(), body, rung, label: who.value || words.sayGuest };
    if (away) item.away = { ...await credit.use(away.id, away.units), worth: grouped(shown(away.rials)) };
    await queue.put(item); // written before anything is sent
    const answer = (await queue.flush(sent, item.key))[item.key];
    save.disabled = false;
    await count();
    if (answer?.status >= 400) { trouble(answer.data.text); return false; }
    clear();
    if (answer?.data) { recorded(answer.data); return true; }
    toast({ text: words.sayKept, tone: "warning" });
    if (answer?.out) signedOut();
    return true;
  }

  function recorded(data) {
    state.last = data;
    state.isBehind = true;
    at("last").hidden = !data.receipt;
    at("last-document").textContent = data.document ?? "";
    if (data.receipt) at("last-receipt").href = data.receipt;
    toast({ text: data.changed ? words.sayChanged : data.text, tone: "success", undo: data.undo });
    warn(data);
  }

  function warn(data) {
    if (data?.warning) toast({ text: data.warning, tone: "warning" });
  }

  function clear() {
    state.turn += 1;
    state.who = "";
    state.isGuest = false;
    chooseNothing();
    for (const id of ["who", "amount", "coupon", "gift-card"]) {
      if (field(id)) field(id).value = "";
    }
    amount.dispatchEvent(new Event("input"));
    lines.clear();
    at("person").replaceChildren();
    at("camera").hidden = true;
    trouble("");
    look();
    who.focus();
  }

  // What waits ---------------------------------------------------------------------------
  async function count() {
    const items = await queue.all();
    const badge = at("waiting");
    badge.textContent = items.length === 1 ? words.sayOne : words.sayMany.replace("#", local(items.length));
    badge.parentElement.hidden = !items.length;
    badge.parentElement.classList.toggle("btn-error", items.some((item) => item.reason));
    showQueue(items, { again, without, mend, give });
  }

  let isSending = false;
  async function send() {
    if (isSending) return;
    isSending = true;
    const answers = Object.values(await queue.flush(sent));
    isSending = false;
    if (answers.some((answer) => answer.out)) signedOut();
    answers.forEach((answer) => warn(answer.data));
    await count();
  }

  async function again(item, more = {}) {
    await queue.put({ ...item, ...more, again: true, reason: "" });
    await send();
  }

  const without = (item) => again(item, { without: true });

  // What members may spend here without a connection; what waits here is counted as spent.
  async function keepCredit() {
    if (!words.till || !navigator.onLine) return;
    const waiting = async () => {
      const units = {};
      for (const { away } of await queue.all()) if (away) units[away.id] = (units[away.id] ?? 0) + away.units;
      return units;
    };
    if (await credit.refresh(words.till, () => post(words.allowance, {}), waiting, state.isBehind)) state.isBehind = false;
  }

  async function mend(item) {
    clear();
    await queue.drop(item.key);
    who.value = item.body.who.startsWith("#") ? "" : item.body.who;
    state.who = item.body.who;
    if (item.rung) lines.set(item.rung.rows);
    amount.value = item.body.amount;
    amount.dispatchEvent(new Event("input"));
    field("queue").close();
    await count();
    if (state.who) await find(state.who);
    else sellToNobody();
  }

  async function give(item) {
    await queue.drop(item.key);
    await count();
  }

  // What can be used is known with the sums: a key that comes sooner waits for them.
  async function toggle(kind) {
    if (isWhole()) await (looking ?? (look(), looking));
    at("usable").querySelector(`[data-${kind}]:enabled`)?.click();
    return true;
  }

  async function scanCard() {
    try {
      const { scan } = await import("./cashier/scan.js");
      const found = await scan(at("camera"));
      if (!found) { trouble(words.sayNoCode); return; }
      who.value = found;
      await find(found);
    } catch {
      trouble(words.sayNoCamera);
    }
  }

  const recordOnce = ahead.holding(record, "F9");
  const keys = {
    F2: () => { who.focus(); who.select(); }, F3: ahead.holding(lines.begin), F4: ahead.holding(() => toggle("spend")),
    F6: ahead.holding(() => toggle("claim")), F8: () => state.last?.receipt && at("last-receipt").click(),
    F9: recordOnce, F10: sellToNobody, Escape: () => { ahead.drop(); clear(); },
  };
  addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); if (!event.repeat) act(); return; }
    // A scanner gun types wherever the focus is: what belongs to no field goes to the search.
    const isTyping = event.target.closest?.("input, select, textarea, button, a, summary");
    if (!isTyping && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      if (lines.isOn() && state.who) lines.focus();
      else who.focus();
    }
  });
  const seekHeld = ahead.holding(seek), enrolHeld = ahead.holding(enrol);
  till.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.target.matches("[data-find]")) seekHeld();
    if (event.target.matches("[data-enrol]")) enrolHeld(event.target);
  });
  amount.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); save.focus(); }
  });
  who.addEventListener("input", () => { state.turn += 1; foresee(); if (isNamed()) { state.who = ""; state.isGuest = false; chooseNothing(); at("person").replaceChildren(); look(); } });
  for (const id of ["amount", "coupon", "gift-card", "branch"]) field(id)?.addEventListener("input", () => look(120));
  at("usable").addEventListener("change", (event) => {
    const { spend, claim } = event.target.dataset;
    const chosen = spend ? state.spend : state.claims;
    if (event.target.checked) chosen.add(spend ?? claim);
    else chosen.delete(spend ?? claim);
    look();
  });
  save.addEventListener("click", recordOnce);
  at("clear").addEventListener("click", clear);
  at("scan").addEventListener("click", scanCard);
  at("guest").addEventListener("click", sellToNobody);
  at("send").addEventListener("click", send);
  addEventListener("vafa:undone", () => { state.last = null; at("last").hidden = true; });
  addEventListener("online", () => { send(); setTimeout(send, 1500); }); // the first try may be too early
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(async () => { if ((await queue.all()).some((item) => !item.reason)) send(); }, 3000);
  keepPage();
  keepCredit();
  setInterval(keepCredit, 60_000);
  look();
  send();
  if (!till.contains(document.activeElement)) who.focus();
  lines.begun.finally(ahead.begin);
}

// The first visit has no service worker yet: keep the page as soon as there is one.
async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.ready;
  if (navigator.onLine) await (await caches.open("pages")).add("/cashier/").catch(() => {});
}
