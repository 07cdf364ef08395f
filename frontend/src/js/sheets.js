// Dialogs: [data-opens="id"] opens, [data-closes] closes, a click beside closes; the browser keeps
// the focus inside, gives it back and closes on Esc.
function open(dialog) {
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) { open(document.getElementById(opener.dataset.opens)); return; }
  const dialog = event.target.closest?.("dialog");
  if (dialog && (event.target === dialog || event.target.closest("[data-closes]"))) dialog.close();
});
