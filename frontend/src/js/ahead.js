// Whoever is quicker than the till: what is typed before its script is there, while it looks for a
// member or while it sends a sale, is kept, and typed afterwards into what has the focus by then.
// Loaded before the page is read; `window.ahead` is for cashier.js.
(() => {
  const OURS = /^F([234689]|10)$/, FIELDS = "#till input, #till select";
  const kept = [];
  let holds = 1, hasBegun = false, ignored = "";

  // Letters find their field by themselves until something was asked for that only the script can do.
  function keeps({ isTrusted, key, target, ctrlKey, metaKey, altKey }) {
    if (!isTrusted || !holds || ctrlKey || metaKey || altKey || document.querySelector("dialog[open]")) return false;
    if (OURS.test(key)) return true;
    const isOnButton = target.matches("button, a, summary"), isInField = target.matches(FIELDS);
    if (key === "Enter") return !isOnButton && (isInField || kept.length > 0);
    if (key === " " ? isOnButton : key.length > 1 && key !== "Backspace") return false;
    return hasBegun || kept.length > 0 || !isInField;
  }

  addEventListener("keydown", (event) => {
    if (!keeps(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const isTwice = event.key.length > 1 && event.repeat;
    if (!isTwice && event.key !== ignored) kept.push(event.key);
  }, true);

  // A click on the search before the script is there: not sent as a page's form, with the mobile in its address.
  addEventListener("submit", (event) => {
    if (hasBegun || !event.target.matches("[data-find]")) return;
    event.preventDefault();
    kept.push("Enter");
  }, true);

  function press(key) {
    const field = document.activeElement ?? document.body;
    const isMeant = field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    if (!isMeant || OURS.test(key)) return;
    const now = document.activeElement; // a letter that belonged to no field has led to one
    if (key === "Enter") now.form ? now.form.requestSubmit() : now.click();
    else document.execCommand(key === "Backspace" ? "delete" : "insertText", false, key);
  }

  function release() {
    holds -= 1;
    while (!holds && kept.length) press(kept.shift());
  }

  window.ahead = {
    begin() { hasBegun = true; release(); },
    drop() { kept.length = 0; },
    // Gives a function that works once at a time, and holds what is typed until it is done; whoever must
    // look first, because it did not go well, has nothing typed.
    holding(work, key = "") {
      let isOn = false;
      return async (...words) => {
        if (isOn) return;
        isOn = true;
        holds += 1;
        ignored = key;
        try {
          if (!await work(...words)) kept.length = 0;
        } finally {
          isOn = false;
          ignored = "";
          release();
        }
      };
    },
  };
})();
