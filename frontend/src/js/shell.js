// What every page does: the choice of theme without a reload, "/" for the search field, forms that
// are sent once, and the service worker of an app page.
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

// A file field in the page's language: the browser's own lies over it, unseen.
addEventListener("change", ({ target }) => {
  const told = target.closest(".file-pick")?.querySelector("[data-picked]");
  if (told && target.files.length) told.textContent = Array.from(target.files, (one) => one.name).join(" · ");
});

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.submitter?.name === "theme") {
    event.preventDefault();
    chooseTheme(form, event.submitter);
    return;
  }
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.ariaBusy) { event.preventDefault(); return; } // a second click sends nothing again
  form.ariaBusy = "true";
  event.submitter?.classList.add("is-sending");
  setTimeout(rest, 20000, form);
});
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(rest));

// What was sent may be sent again: the person came back, or no other page came.
function rest(form) {
  form.ariaBusy = null;
  for (const one of form.elements) one.classList.remove("is-sending");
}

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("[data-search]");
  if (field) { event.preventDefault(); field.focus(); }
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

// Where the next person comes in, the page of the last one is not kept: without a connection either.
async function forget(place) {
  await (await caches.open("pages")).delete(place);
}

export function onReady(start) {
  start();
  const { forgets } = document.body.dataset;
  if (forgets && "caches" in window) forget(forgets);
  if ("serviceWorker" in navigator && document.body.dataset.worker) {
    navigator.serviceWorker.register("/sw.js", { scope: document.body.dataset.worker });
  }
  root.dataset.js = "ready"; // tests wait for this
}
