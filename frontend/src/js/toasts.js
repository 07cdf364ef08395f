// What has just happened: server messages, and `toast` events {text, tone, undo} of scripts and htmx.
// A toast leaves by itself: after 10 s when it can be undone, else after 6; never while it is used.
const box = () => document.querySelector("[data-toasts]");

function leave(card) {
  const wait = card.querySelector("form") ? 10000 : 6000;
  const timer = setInterval(() => {
    if (card.matches(":hover, :focus-within")) return;
    clearInterval(timer);
    card.remove();
  }, wait);
}

function add({ text, tone = "info", undo }) {
  const place = box();
  if (!place) return;
  const card = document.createElement("div");
  card.className = `toast-card toast-${tone}`;
  card.dataset.toast = "";
  const said = document.createElement("p");
  said.textContent = text;
  card.append(said);
  if (undo) card.append(undoForm(undo, place.dataset.undo));
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "btn btn-ghost btn-sm btn-square", textContent: "×" });
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", place.dataset.close);
  card.append(close);
  place.append(card);
  leave(card);
}

function undoForm(address, word) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const button = document.createElement("button");
  Object.assign(button, { className: "btn btn-ghost btn-sm", textContent: word });
  form.append(button);
  return form;
}

addEventListener("toast", (event) => add(event.detail));
addEventListener("click", (event) => event.target.closest?.("[data-dismiss]")?.closest("[data-toast]")?.remove());
addEventListener("submit", async (event) => {
  const card = event.target.closest?.("[data-toast]");
  if (!card) return;
  event.preventDefault();
  const words = box().dataset;
  const token = document.querySelector("meta[name=csrf]")?.content ?? "";
  const asked = { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" };
  const answer = await fetch(event.target.action, asked).catch(() => null);
  if (answer?.type === "opaqueredirect") { location.reload(); return; } // the page itself says what came back
  card.remove();
  add(answer?.ok ? { text: words.undone, tone: "success" } : { text: words.undoFailed, tone: "error" });
  if (answer?.ok) dispatchEvent(new CustomEvent("vafa:undone", { detail: { address: event.target.action } }));
});
document.querySelectorAll("[data-toast]").forEach(leave);
