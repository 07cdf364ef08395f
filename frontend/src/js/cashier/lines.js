// The lines of a sale: products and groups that the device keeps or the server finds, and what was
// rung up of them. What a line comes to is the server's to say; without a connection it is the
// plain price times the quantity, as the server will book it.
import { openDB } from "idb";
import { grouped, latin, local, plain } from "../fa.js";
import { inTime } from "./ask.js";

const MODE = "vafa-till-mode", SHOWN = 8, AGAIN_MS = 300_000;
const opened = openDB("vafa-catalogue", 1, { upgrade(base) { base.createObjectStore("kept"); } });
const fold = (text) => latin(text).toLowerCase().replaceAll("ي", "ی").replaceAll("ك", "ک").replace(/[\s\u200c]+/g, "");
const folded = (one) => ({ ...one, folded: fold(`${one.product ?? one.group} ${one.name} ${one.more ?? ""}`) });
const milli = (text) => BigInt(Math.round(Number(plain(text)) * 1000) || 0);

export function ringing({ words, look, trouble, done }) {
  const at = (name) => document.querySelector(`[data-${name}]`);
  const input = document.getElementById("product"), hits = document.getElementById("hits");
  const list = at("rows"), template = document.getElementById("line-row");
  const places = Number(words.places);
  let kept = { products: [], groups: [], is_whole: true };
  let rows = [], found = [], chosen = 0, turn = 0, isOn = false;

  // What is sold ---------------------------------------------------------------------------
  async function fetched(query) {
    try {
      const answer = await inTime(words.products + query, { redirect: "manual" });
      return answer.ok ? await answer.json() : null;
    } catch { return null; }
  }

  async function keep() {
    const base = await opened;
    const data = await fetched("");
    if (data) await base.put("kept", data, "all");
    const all = data ?? await base.get("kept", "all");
    if (!all) return;
    kept = { ...all, products: all.products.map(folded), groups: all.groups.map(folded) };
    const isThere = kept.products.length + kept.groups.length > 0;
    at("modes").hidden = !isThere;
    if (isThere && localStorage.getItem(MODE) === "lines" && !isOn) turnTo(true, false);
  }

  async function search(text) {
    const key = fold(text), mine = ++turn;
    if (!key) { show([]); return; }
    const groups = kept.groups.filter((one) => one.folded.includes(key));
    let products = kept.products.filter((one) => one.folded.includes(key));
    if (!kept.is_whole) products = (await fetched(`?q=${encodeURIComponent(text)}`))?.products ?? products;
    if (mine !== turn) return;
    const isExact = (one) => [one.barcode, one.product].some((code) => code && fold(code) === key);
    products = [...products.filter(isExact), ...products.filter((one) => !isExact(one))];
    show([...products.slice(0, SHOWN), ...groups.slice(0, 4)]);
    return products.length && isExact(products[0]);
  }

  function show(next) {
    found = next;
    chosen = 0;
    hits.replaceChildren(...found.map((one, place) => {
      const line = document.getElementById("hit").content.firstElementChild.cloneNode(true);
      line.id = `hit-${place}`;
      line.querySelector("[data-name]").textContent = one.name;
      line.querySelector("[data-price]").textContent = one.price ?? "";
      line.addEventListener("pointerdown", (event) => { event.preventDefault(); take(one); });
      return line;
    }));
    hits.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    point(0);
  }

  function point(place) {
    if (!found.length) { input.removeAttribute("aria-activedescendant"); return; }
    chosen = (place + found.length) % found.length;
    [...hits.children].forEach((line, number) => line.setAttribute("aria-selected", String(number === chosen)));
    hits.children[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `hit-${chosen}`);
  }

  // What was rung up -----------------------------------------------------------------------
  const asTyped = () => latin(input.value).match(/^\s*([\d.]+)\s*[*×x]\s*(.+)$/);

  function take(one) {
    const quantity = asTyped()?.[1] ?? "1";
    const same = one.each_rials && rows.find((row) => row.product === one.product);
    if (same) same.quantity = String(Number(plain(same.quantity)) + Number(quantity));
    else rows.push({ product: one.product ?? "", group: one.product ? "" : one.group, name: one.name, each_rials: one.each_rials ?? null, quantity, amount: "" });
    input.value = "";
    trouble("");
    show([]);
    draw();
    if (one.each_rials) input.focus();
    else list.lastElementChild.querySelector("[data-each]").focus();
    look();
  }

  function draw() {
    list.replaceChildren(...rows.map((row, place) => {
      const line = template.content.firstElementChild.cloneNode(true);
      const part = (name) => line.querySelector(`[data-${name}]`);
      part("name").textContent = row.name;
      part("quantity").value = local(row.quantity);
      part("quantity").addEventListener("input", (event) => { row.quantity = plain(event.target.value); look(150); });
      part("priced").hidden = Boolean(row.each_rials);
      part("each").value = row.amount && grouped(row.amount);
      part("each").addEventListener("input", (event) => { row.amount = plain(event.target.value); look(150); });
      part("sum").textContent = row.sum ?? "";
      part("sum").hidden = !row.each_rials;
      part("remove").addEventListener("click", () => { rows.splice(place, 1); draw(); input.focus(); look(); });
      for (const name of ["quantity", "each"]) part(name).setAttribute("aria-label", `${part(name).ariaLabel} ${row.name}`);
      return line;
    }));
    list.hidden = !rows.length;
  }

  const rials = (row) => row.each_rials
    ? BigInt(row.each_rials) * milli(row.quantity) / 1000n
    : BigInt(Math.round(Number(row.amount) * 10 ** places) || 0);

  function shown(whole) {
    const digits = whole.toString().padStart(places + 1, "0");
    const cut = digits.length - places;
    return `${digits.slice(0, cut)}.${digits.slice(cut)}`.replace(/\.0*$/, "").replace(/(\.\d*?)0+$/, "$1");
  }

  function turnTo(isLines, focuses = true) {
    isOn = isLines && !at("modes").hidden;
    localStorage.setItem(MODE, isOn ? "lines" : "amount");
    at("lines").hidden = !isOn;
    at("typed").hidden = isOn;
    for (const button of document.querySelectorAll("[data-mode]")) {
      const isMine = (button.dataset.mode === "lines") === isOn;
      button.setAttribute("aria-pressed", String(isMine));
      button.classList.toggle("btn-primary", isMine);
    }
    if (focuses) (isOn ? input : document.getElementById("amount")).focus();
    look();
  }

  const enter = window.ahead.holding(async () => {
    if (!input.value.trim()) { if (rows.length) done(); return true; }
    const place = chosen;
    const isExact = await search(asTyped()?.[2] ?? input.value);
    const one = found[isExact ? 0 : Math.min(place, found.length - 1)];
    if (one) take(one);
    else { trouble(words.sayNoProduct); input.select(); }
    return Boolean(one);
  });

  input.addEventListener("input", () => search(asTyped()?.[2] ?? input.value));
  input.addEventListener("blur", () => show([]));
  input.addEventListener("keydown", (event) => {
    const last = rows.at(-1);
    const step = !input.value && last && { "+": 1, "-": -1 }[event.key];
    if (event.key === "Enter") enter();
    else if (event.key === "ArrowDown") point(chosen + 1);
    else if (event.key === "ArrowUp") point(chosen - 1);
    else if (step) { last.quantity = String(Math.max(1, Number(plain(last.quantity)) + step)); draw(); look(); }
    else return;
    event.preventDefault();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) { event.preventDefault(); input.focus(); }
  });
  at("modes").addEventListener("click", (event) => {
    const button = event.target.closest("[data-mode]");
    if (button) turnTo(button.dataset.mode === "lines");
  });
  addEventListener("online", keep);
  setInterval(keep, AGAIN_MS);
  const first = keep();

  return {
    // Where this device left it: at lines it begins when these are there.
    begun: localStorage.getItem(MODE) === "lines" ? first : Promise.resolve(),
    isOn: () => isOn,
    isWhole: () => rows.length > 0 && rows.every((row) => rials(row) > 0n && milli(row.quantity) > 0n),
    asked: () => rows.map(({ product, group, quantity, each_rials, amount }) => ({ product, group, quantity: plain(quantity), each_rials, amount })),
    rows: () => rows.map((row) => ({ ...row })),
    total: () => shown(rows.reduce((sum, row) => sum + rials(row), 0n)),
    focus: () => { input.focus(); input.select(); },
    begin: async () => { await first; turnTo(true); return true; },
    // A scanner gun that typed into another field: takes the product whose barcode it is.
    async scanned(text) {
      if (!isOn || !/^(\d{8}|\d{12,14})$/.test(latin(text).trim())) return false;
      const isExact = await search(text);
      const [one] = found;
      show([]);
      if (isExact) take(one);
      return Boolean(isExact);
    },
    sums(texts) {
      texts.forEach((text, place) => {
        if (!rows[place]) return;
        rows[place].sum = text;
        list.children[place].querySelector("[data-sum]").textContent = text;
      });
    },
    set(next) { rows = next; if (!isOn) turnTo(true); draw(); },
    clear() { rows = []; input.value = ""; show([]); draw(); },
  };
}
