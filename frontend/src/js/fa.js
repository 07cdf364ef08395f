// Digits, numbers in words and month names, in the language of the page.
const ARABIC = /[\u06f0-\u06f9\u0660-\u0669]/g;
export const isFa = () => document.documentElement.lang !== "en";
// What the club decides: Latin digits in Persian, or the Gregorian calendar (or the Jalali one in English).
const isFaDigits = () => document.documentElement.dataset.digits === "fa";
export const isJalali = () => document.documentElement.dataset.calendar === "jalali";
export const latin = (text) => String(text).replace(ARABIC, (digit) => String(digit.charCodeAt(0) & 15));
export const local = (text) =>
  isFaDigits() ? String(text).replace(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit))) : String(text);
export const grouped = (digits) => {
  const [whole, ...rest] = digits.split(".");
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, isFaDigits() ? "٬" : ",");
  return local([separated, ...rest].join(isFaDigits() ? "٫" : "."));
};
export const plain = (text) => latin(text).replace(/٫/g, ".").replace(/[^\d.]/g, "");
export const say = (fa, en) => (isFa() ? fa : en);

const FA_ONES = ["", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده", "یازده", "دوازده",
  "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده"];
const FA_TENS = ["", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"];
const FA_HUNDREDS = ["", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"];
const FA_SCALES = ["", "هزار", "میلیون", "میلیارد", "هزار میلیارد"];

// 1250000 -> یک میلیون و دویست و پنجاه هزار
export function words(value) {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 1e15) return "";
  if (value === 0) return "صفر";
  const parts = [];
  for (let scale = 0, rest = value; rest > 0; scale += 1, rest = Math.floor(rest / 1000)) {
    const three = rest % 1000;
    if (three) parts.unshift(under1000(three, scale));
  }
  return parts.join(" و ");
}

function under1000(three, scale) {
  const below = three % 100;
  const small = below < 20 ? [FA_ONES[below]] : [FA_TENS[Math.floor(below / 10)], FA_ONES[below % 10]];
  const text = [FA_HUNDREDS[Math.floor(three / 100)], ...small].filter(Boolean).join(" و ");
  if (scale === 1 && three === 1) return FA_SCALES[1];
  return scale ? `${text} ${FA_SCALES[scale]}` : text;
}
