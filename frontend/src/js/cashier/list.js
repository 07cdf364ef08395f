// The sales that wait on this device, each with why it waits and the ways on.
import { grouped, local, plain } from "../fa.js";

function row(item, ways) {
  const line = document.getElementById("queued").content.cloneNode(true);
  const at = (name) => line.querySelector(`[data-${name}]`);
  const state = at("state");
  const time = new Date(item.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  at("who").textContent = local(item.label ?? "");
  at("amount").textContent = grouped(plain(item.rung?.total ?? item.body.amount));
  state.textContent = `${time} · ${item.reason || state.dataset.waits}`;
  state.classList.toggle("text-error", Boolean(item.reason));
  at("ways").hidden = !item.reason;
  at("again").addEventListener("click", () => ways.again(item));
  // What the server keeps is not written anew here: it would be there twice.
  at("mend").hidden = item.isKept;
  at("mend").addEventListener("click", () => ways.mend(item));
  at("without").hidden = !item.away;
  at("without-worth").textContent = item.away?.worth ?? "";
  at("without").addEventListener("click", () => ways.without(item));
  at("drop").addEventListener("click", (event) => {
    const button = event.currentTarget;
    if (button.textContent === button.dataset.sure) ways.give(item);
    else button.textContent = button.dataset.sure;
  });
  return line;
}

export function showQueue(items, ways) {
  document.querySelector("[data-queue]").replaceChildren(...items.map((item) => row(item, ways)));
  document.querySelector("[data-queue-empty]").hidden = items.length > 0;
}
