// What every page does: the choice of theme without a reload, "/" for the search field, forms that
// are sent once, digits of any script in number fields, and the service worker of an app page.
const ARABIC = /[\u06f0-\u06f9\u0660-\u0669]/g;
const latin = (text) => text.replace(ARABIC, (digit) => String(digit.charCodeAt(0) & 15));
const root = document.documentElement;
const THEMES = { light: "vafa", dark: "vafa-dark" };

// Light, dark or as the device: shown at once, remembered by the server.
function chooseTheme(form, button) {
  const theme = THEMES[button.value];
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  form.querySelectorAll("button[name=theme]").forEach((one) => {
    one.setAttribute("aria-pressed", String(one === button));
  });
  fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" });
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.submitter?.name === "theme") {
    event.preventDefault();
    chooseTheme(form, event.submitter);
    return;
  }
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; } // a second click sends nothing again
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("[data-search]");
  if (field) { event.preventDefault(); field.focus(); }
});

// A one-time code is sent as soon as it is whole; Persian digits count.
addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-code]")) return;
  const digits = latin(field.value).replace(/\D/g, "");
  if (digits.length === Number(field.dataset.code)) field.form?.requestSubmit();
});

// What can be copied says so: <button data-copy="text"> with a data-copied word.
addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-print], [data-share]");
  if (!button) return;
  if ("print" in button.dataset) { print(); return; }
  const text = button.dataset.share ?? button.dataset.copy;
  if ("share" in button.dataset && navigator.share) {
    try { await navigator.share({ text }); } catch { /* the person closed the sheet */ }
    return;
  }
  await navigator.clipboard.writeText(text);
  const said = button.querySelector("[data-said]") ?? button;
  const before = said.textContent;
  said.textContent = button.dataset.copied ?? before;
  setTimeout(() => { said.textContent = before; }, 2000);
});

export function onReady(start) {
  start();
  if ("serviceWorker" in navigator && document.body.dataset.worker) {
    navigator.serviceWorker.register("/sw.js", { scope: document.body.dataset.worker });
  }
  root.dataset.js = "ready"; // tests wait for this
}
