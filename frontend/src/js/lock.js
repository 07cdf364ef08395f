// A till locks itself when nobody has touched it for a while, and at once by F7.
const form = document.querySelector("[data-lock]");
const EVERY_MS = 5000;
let touched = Date.now();

// The page may have been kept for days: the secret of its forms is the one renewed since.
function lock() {
  form.elements.csrfmiddlewaretoken.value = document.querySelector("meta[name=csrf]").content;
  form.submit();
}

for (const kind of ["keydown", "pointerdown", "pointermove"]) {
  addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
}
addEventListener("keydown", (event) => {
  if (event.key !== "F7" || event.repeat || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  lock();
});
// Without a connection nobody could come in again, so the till stays open.
setInterval(() => {
  if (navigator.onLine && Date.now() - touched > Number(form.dataset.lock) * 60000) lock();
}, EVERY_MS);
