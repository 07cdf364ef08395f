// Keys of digits that type into a field, and whether there is a connection.
document.addEventListener("click", (event) => {
  const key = event.target.closest?.("[data-key]");
  const pad = key?.closest("[data-numpad]");
  const field = pad && document.getElementById(pad.dataset.numpad);
  if (!field) return;
  const typed = { back: field.value.slice(0, -1), all: "" }[key.dataset.key];
  field.value = typed ?? field.value + key.dataset.key;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

function connection() {
  document.querySelectorAll("[data-net]").forEach((badge) => badge.classList.toggle("is-off", !navigator.onLine));
}
addEventListener("online", connection);
addEventListener("offline", connection);
connection();
