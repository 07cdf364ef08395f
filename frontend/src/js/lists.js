// Rows that are chosen: how many, all of the page, and the bar of what can be done with them.
import { local } from "./fa.js";

function count(list) {
  const boxes = [...list.querySelectorAll("[data-choose]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const bar = list.querySelector("[data-bulk]");
  const all = list.querySelector("[data-choose-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  if (!bar) return;
  bar.hidden = chosen === 0;
  const said = bar.querySelector(".bulk-count");
  said.textContent = chosen ? `${local(chosen)} ${said.dataset.one}` : "";
}

document.addEventListener("change", (event) => {
  const list = event.target.closest?.("[data-list]");
  if (!list) return;
  if (event.target.matches("[data-choose-all]")) {
    list.querySelectorAll("[data-choose]").forEach((box) => { box.checked = event.target.checked; });
  }
  if (event.target.matches("[data-choose], [data-choose-all]")) count(list);
});
document.addEventListener("htmx:after:swap", () => document.querySelectorAll("[data-list]").forEach(count));

// Small menus close when one clicks elsewhere or presses Esc.
addEventListener("click", (event) => {
  document.querySelectorAll("details[data-drop][open]").forEach((drop) => {
    if (!drop.contains(event.target)) drop.open = false;
  });
});
addEventListener("keydown", (event) => {
  const drop = event.key === "Escape" && event.target.closest?.("details[data-drop][open]");
  if (drop) { drop.open = false; drop.querySelector("summary").focus(); }
});
