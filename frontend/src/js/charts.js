// What a chart's mark says, beside the pointer or the finger. Without scripts its title says it.
function tipOf(box) {
  let tip = box.querySelector(".chart-tip");
  if (!tip) {
    tip = document.createElement("div");
    tip.className = "chart-tip";
    tip.hidden = true;
    box.append(tip);
    box.querySelectorAll("title").forEach((title) => title.remove()); // else both would show
  }
  return tip;
}

function show(event) {
  const box = event.target.closest?.("[data-chart]");
  document.querySelectorAll(".chart-tip").forEach((tip) => { tip.hidden = true; });
  if (!box) return;
  const tip = tipOf(box);
  const mark = event.target.closest("[data-tip]");
  if (!mark) return;
  const [head, ...lines] = mark.dataset.tip.split("|");
  const strong = document.createElement("strong");
  strong.textContent = head;
  tip.replaceChildren(strong, ...lines.map((line) => {
    const row = document.createElement("div");
    row.textContent = line;
    return row;
  }));
  tip.dir = document.documentElement.dir;
  tip.hidden = false;
  const around = box.getBoundingClientRect();
  const left = event.clientX - around.left + box.scrollLeft;
  const most = box.scrollLeft + box.clientWidth - tip.offsetWidth - 4;
  tip.style.left = `${Math.max(box.scrollLeft + 4, Math.min(left + 12, most))}px`;
  tip.style.top = `${Math.max(event.clientY - around.top - tip.offsetHeight - 10, 2)}px`;
}
document.addEventListener("pointermove", show);
document.addEventListener("pointerdown", show);
