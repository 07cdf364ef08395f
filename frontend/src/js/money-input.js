// <money-input data-unit="تومان"><div><input><span>unit</span></div><p class="field-words"></p></money-input>
// Digits of any script are grouped while one types; the amount stands in words below. Sent as typed:
// the server reads any digits, so a page without scripts works the same.
import { grouped, isFa, plain, words } from "./fa.js";

class MoneyInput extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.said = this.querySelector(".field-words");
    this.field.addEventListener("input", () => this.typed());
    if (this.field.value) this.typed();
  }

  typed() {
    const digits = plain(this.field.value).replace(/^0+(?=\d)/, "");
    const fromEnd = this.field.value.length - (this.field.selectionStart ?? this.field.value.length);
    this.field.value = digits ? grouped(digits) : "";
    const place = Math.max(this.field.value.length - fromEnd, 0);
    if (document.activeElement === this.field) this.field.setSelectionRange(place, place);
    const amount = isFa() && digits && !digits.includes(".") ? words(Number(digits)) : "";
    this.said.textContent = amount ? `${amount} ${this.dataset.unit}` : "";
  }
}
customElements.define("money-input", MoneyInput);
