// Dialogs: [data-opens="id"] opens, [data-closes] closes, a click beside closes; the browser keeps
// the focus inside, gives it back and closes on Esc. Ctrl+K opens the search over everything.
function open(dialog) {
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) { open(document.getElementById(opener.dataset.opens)); return; }
  const dialog = event.target.closest?.("dialog");
  if (dialog && (event.target === dialog || event.target.closest("[data-closes]"))) dialog.close();
});

addEventListener("keydown", (event) => {
  const search = document.querySelector("[data-command]");
  if (!search) return;
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") { event.preventDefault(); open(search); return; }
  if (!search.open || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const stops = [search.querySelector("input"), ...search.querySelectorAll(".command-results a")];
  const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  stops[Math.max(0, Math.min(next, stops.length - 1))].focus();
});
