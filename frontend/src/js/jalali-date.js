// <jalali-date><input name="from" value="2025-03-21"></jalali-date>
// The form sends ISO days; people read, type and pick Jalali ones (Gregorian in English). A dialog
// with a grid: arrow keys, PageUp/PageDown (with Shift a year), Home/End, Enter, Esc.
import { isValidJalaaliDate, jalaaliMonthLength, toGregorian, toJalaali } from "jalaali-js";
import { isFa, isJalali, latin, local, say } from "./fa.js";

const MONTHS = {
  fa: ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"],
  en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"],
  faGregorian: ["ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"],
  enJalali: ["Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey",
    "Bahman", "Esfand"],
};
const DAYS = {
  fa: ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"],
  en: ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
};
const two = (number) => String(number).padStart(2, "0");
const tongue = () => (isFa() ? "fa" : "en");
const months = () => MONTHS[isFa() === isJalali() ? tongue() : isFa() ? "faGregorian" : "enJalali"];
const gregorianLength = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();

// The two calendars under the same names: {y, m, d} in the calendar that the page shows.
const calendar = () => (isJalali() ? {
  from: (y, m, d) => { const j = toJalaali(y, m, d); return { y: j.jy, m: j.jm, d: j.jd }; },
  to: ({ y, m, d }) => { const g = toGregorian(y, m, d); return { y: g.gy, m: g.gm, d: g.gd }; },
  length: jalaaliMonthLength,
  has: isValidJalaaliDate,
} : {
  from: (y, m, d) => ({ y, m, d }),
  to: (day) => day,
  length: gregorianLength,
  has: (y, m, d) => m >= 1 && m <= 12 && d >= 1 && d <= gregorianLength(y, m),
});
const iso = (day) => { const { y, m, d } = calendar().to(day); return `${y}-${two(m)}-${two(d)}`; };
const weekday = (day) => { const { y, m, d } = calendar().to(day); return (new Date(Date.UTC(y, m - 1, d)).getUTCDay() + 1) % 7; };
const written = ({ y, m, d }) => local(isJalali() ? `${y}/${two(m)}/${two(d)}` : `${y}-${two(m)}-${two(d)}`);
const same = (one, other) => Boolean(one && other && one.y === other.y && one.m === other.m && one.d === other.d);

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const PATHS = {
  open: '<rect x="3" y="5" width="18" height="16" rx="2"/><path d="M3 10h18M8 3v4M16 3v4"/>',
  start: '<path d="M15 6l-6 6 6 6"/>',
  end: '<path d="M9 6l6 6-6 6"/>',
};
function button(name, label, act) {
  const made = make("button", { type: "button", class: "btn btn-ghost btn-sm btn-square", "aria-label": label });
  made.innerHTML = `<svg class="icon ${name === "open" ? "" : "icon-turns"}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true">${PATHS[name]}</svg>`;
  made.addEventListener("click", act);
  return made;
}
let made = 0;

class JalaliDate extends HTMLElement {
  connectedCallback() {
    if (this.field) return;
    this.field = this.querySelector("input");
    this.sent = make("input", { type: "hidden", name: this.field.name, value: "" });
    this.field.removeAttribute("name");
    Object.assign(this.field, { inputMode: "numeric", autocomplete: "off", dir: "ltr" });
    this.field.placeholder ||= say("۱۴۰۵/۰۱/۰۱", "2026-03-21");
    this.opener = button("open", say("باز کردن تقویم", "Open the calendar"), () => this.toggle());
    this.opener.classList.add("day-open");
    this.opener.setAttribute("aria-haspopup", "dialog");
    this.opener.setAttribute("aria-expanded", "false");
    this.append(this.opener, this.sent);
    this.field.addEventListener("change", (event) => { event.stopPropagation(); this.typed(); });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && event.altKey) { event.preventDefault(); this.open(); }
    });
    this.value = this.field.value;
  }

  get value() { return this.sent.value; }

  set value(text) {
    const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text || "");
    this.day = found ? calendar().from(Number(found[1]), Number(found[2]), Number(found[3])) : null;
    this.sent.value = found ? text : "";
    if (found || !text) this.field.value = this.day ? written(this.day) : "";
    else this.sent.value = text; // what the server refused stays as it was typed
    this.field.setCustomValidity("");
  }

  typed() {
    const text = latin(this.field.value).trim();
    if (!text) { this.value = ""; this.tell(); return; }
    const found = /^(\d{4}|\d{2})[/.\- ]?(\d{1,2})[/.\- ]?(\d{1,2})$/.exec(text);
    let year = found ? Number(found[1]) : 0;
    if (year < 100 && isJalali()) year += year < 50 ? 1400 : 1300;
    if (!found || !calendar().has(year, Number(found[2]), Number(found[3]))) {
      this.field.setCustomValidity(say("چنین روزی نیست؛ نمونه: ۱۴۰۵/۰۵/۱۲", "There is no such day; write 2026-08-03"));
      this.field.reportValidity();
      return;
    }
    this.value = iso({ y: year, m: Number(found[2]), d: Number(found[3]) });
    this.tell();
  }

  tell() { this.sent.dispatchEvent(new Event("change", { bubbles: true })); }

  toggle() { if (this.sheet) this.close(); else this.open(); }

  open() {
    if (this.sheet) return;
    const now = new Date();
    this.today = calendar().from(now.getFullYear(), now.getMonth() + 1, now.getDate());
    this.at = { ...(this.day ?? this.today) };
    this.sheet = make("div", { role: "dialog", "aria-modal": "true", "aria-label": say("انتخاب روز", "Choose a day"), class: "day-sheet" });
    this.append(this.sheet);
    this.opener.setAttribute("aria-expanded", "true");
    this.sheet.addEventListener("keydown", (event) => this.key(event));
    this.outside = (event) => { if (!this.contains(event.target)) this.close(false); };
    document.addEventListener("pointerdown", this.outside);
    this.draw(true);
  }

  close(focus = true) {
    if (!this.sheet) return;
    this.sheet.remove();
    this.sheet = null;
    document.removeEventListener("pointerdown", this.outside);
    this.opener.setAttribute("aria-expanded", "false");
    if (focus) this.opener.focus();
  }

  move(days) {
    const { y, m, d } = calendar().to(this.at);
    const day = new Date(Date.UTC(y, m - 1, d + days));
    this.at = calendar().from(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
    this.draw(true);
  }

  turn(months, focus) {
    const index = this.at.y * 12 + this.at.m - 1 + months;
    const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
    this.at = { y, m, d: Math.min(this.at.d, calendar().length(y, m)) };
    this.draw(focus);
  }

  key(event) {
    const { key, shiftKey } = event;
    if (key === "Escape") { event.stopPropagation(); this.close(); return; }
    if (key === "Tab") { this.hold(event); return; }
    if (!event.target.closest("[role=gridcell]")) return;
    const forward = isFa() ? -1 : 1; // in a right-to-left grid the left arrow goes on
    const moves = {
      ArrowRight: () => this.move(forward), ArrowLeft: () => this.move(-forward),
      ArrowUp: () => this.move(-7), ArrowDown: () => this.move(7),
      PageUp: () => this.turn(shiftKey ? -12 : -1, true), PageDown: () => this.turn(shiftKey ? 12 : 1, true),
      Home: () => this.move(-weekday(this.at)), End: () => this.move(6 - weekday(this.at)),
      Enter: () => this.pick(this.at), " ": () => this.pick(this.at),
    };
    if (moves[key]) { event.preventDefault(); moves[key](); }
  }

  hold(event) { // Tab goes round inside the dialog
    const stops = [...this.sheet.querySelectorAll("button, [tabindex='0']")];
    const next = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
    event.preventDefault();
    stops[(next + stops.length) % stops.length].focus();
  }

  pick(day) { this.value = iso(day); this.close(); this.tell(); }

  draw(focus) {
    const { y, m } = this.at;
    made += 1;
    const name = make("div", { id: `month-${made}`, "aria-live": "polite" }, `${months()[m - 1]} ${local(y)}`);
    const head = make("div", { class: "day-head" }, button("start", say("ماه پیش", "Previous month"), () => this.turn(-1)), name, button("end", say("ماه بعد", "Next month"), () => this.turn(1)));
    const today = make("button", { type: "button", class: "btn btn-ghost btn-sm" }, say("امروز", "Today"));
    today.addEventListener("click", () => this.pick(this.today));
    const clear = make("button", { type: "button", class: "btn btn-ghost btn-sm" }, say("پاک کردن", "Clear"));
    clear.addEventListener("click", () => { this.value = ""; this.close(); this.tell(); });
    this.sheet.replaceChildren(head, this.grid(name.id), make("div", { class: "day-foot" }, today, clear));
    if (focus) this.sheet.querySelector("[tabindex='0']").focus();
  }

  grid(label) {
    const grid = make("div", { role: "grid", "aria-labelledby": label, class: "day-grid" });
    const names = DAYS[tongue()].map((day) => make("span", { role: "columnheader", "aria-label": day, class: "day-name" }, isFa() ? day[0] : day.slice(0, 2)));
    grid.append(make("div", { role: "row", class: "day-row" }, ...names));
    const { y, m } = this.at;
    const first = weekday({ y, m, d: 1 });
    const days = calendar().length(y, m);
    for (let week = 0; week * 7 < first + days; week += 1) {
      const cells = Array.from({ length: 7 }, (_, at) => this.cell(week * 7 + at - first + 1, days, at));
      grid.append(make("div", { role: "row", class: "day-row" }, ...cells));
    }
    return grid;
  }

  cell(d, days, column) {
    if (d < 1 || d > days) return make("span", { role: "gridcell" });
    const day = { y: this.at.y, m: this.at.m, d };
    const cell = make("span", {
      role: "gridcell",
      tabindex: same(day, this.at) ? "0" : "-1",
      "aria-selected": String(same(day, this.day)),
      "aria-label": `${DAYS[tongue()][column]} ${local(d)} ${months()[day.m - 1]} ${local(day.y)}`,
      class: `day-cell${column === 6 ? " is-off" : ""}`,
      ...(same(day, this.today) ? { "aria-current": "date" } : {}),
    }, local(d));
    cell.addEventListener("click", () => this.pick(day));
    return cell;
  }
}
customElements.define("jalali-date", JalaliDate);
