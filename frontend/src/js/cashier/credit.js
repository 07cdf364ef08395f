// What members may spend here without a connection: the allowance of the day, as the server signed
// it. It is kept on the device with short parts of hashes of mobiles and numbers: many numbers share
// each, so that no list of them lies here. The server finds the member by what was typed.
import { openDB } from "idb";
import { latin } from "../fa.js";

const ALL = 10_000, FRESH_MS = 30 * 60_000, FRESH_WHEN_SOLD_MS = 5 * 60_000, SIGNS = 5;
const opened = openDB("vafa-allowance", 1, { upgrade(base) { base.createObjectStore("kept"); } });
const bytes = (text) => new TextEncoder().encode(text);
const unpacked = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

async function isSigned({ text, signature, public_key: key }) {
  try {
    const imported = await crypto.subtle.importKey("raw", unpacked(key), "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, unpacked(signature), bytes(text));
  } catch (error) {
    return error.name === "NotSupportedError"; // an older browser; the server looks at each sale anyway
  }
}

const read = async () => (await opened).get("kept", "now");
const isOfToday = (kept, till) => kept?.salt && kept.till === till && Date.now() < Date.parse(kept.ends_at);

// Several tabs may change it at once: each change is one transaction.
async function change(how) {
  const work = (await opened).transaction("kept", "readwrite");
  const kept = await work.store.get("now");
  if (!kept) return null;
  const given = how(kept);
  await work.store.put(kept, "now");
  await work.done;
  return given;
}

// `ask` fetches it; `waiting` is what was spent by sales that are still on this device. Who joined or
// bought since then is not in it, so it is renewed sooner when it `isBehind`. Tells whether it was.
export async function refresh(till, ask, waiting, isBehind) {
  const kept = await read();
  if (isOfToday(kept, till) && Date.now() - kept.at < (isBehind ? FRESH_WHEN_SOLD_MS : FRESH_MS)) return false;
  const answer = await ask();
  if (answer.status !== 200 || !(await isSigned(answer.data.signed))) return false;
  const { signed, ...more } = answer.data;
  const told = JSON.parse(signed.text);
  const next = { ...more, ...told, at: Date.now() };
  if (kept?.till === next.till) next.next = Math.max(next.next, kept.next);
  for (const [id, units] of Object.entries(await waiting())) next.used[id] = (next.used[id] ?? 0) + units;
  await (await opened).put("kept", next, "now");
  return true;
}

async function markOf(salt, digits) {
  const hash = await crypto.subtle.digest("SHA-256", bytes(`${salt}:${digits.slice(-10)}`));
  return [...new Uint8Array(hash)].map((one) => one.toString(16).padStart(2, "0")).join("").slice(0, SIGNS);
}

// Gives what somebody may still spend here today; nothing for whom this till does not know.
export async function allowed(till, named) {
  const kept = await read();
  if (!isOfToday(kept, till)) return null;
  const text = latin(named).trim();
  const digits = text.replace(/\D/g, "");
  const id = text.startsWith("#") ? digits : kept.finds[await markOf(kept.salt, digits)];
  if (!id || !(id in kept.members)) return null;
  return { id, unit: kept.unit, name: kept.unit_name, spent: kept.spent, left: Math.max(kept.members[id] - (kept.used[id] ?? 0), 0) };
}

// What of it a sale takes, as the server will reckon: {units, rials, due}, in Rial with VAT.
export function taken({ left, spent }, rials) {
  const net = Math.floor((rials * ALL) / (ALL + spent.vat));
  if (net < spent.minimum_order) return { units: 0, rials: 0, due: rials };
  const most = Math.floor((net * spent.maximum_share) / ALL);
  let units = Math.min(left, Math.floor((most * spent.per_units) / spent.value_rials));
  units -= units % spent.step_units;
  if (units < spent.minimum_units) units = 0;
  const worth = Math.floor((units * spent.value_rials) / spent.per_units);
  return { units, rials: worth, due: rials - Math.floor((worth * (ALL + spent.vat)) / ALL) };
}

// Counts what a sale spent, and gives the shift and the number under which it will be sent.
export const use = (id, units) => change((kept) => {
  kept.used[id] = (kept.used[id] ?? 0) + units;
  kept.next += 1;
  return { shift: kept.shift, sequence: kept.next - 1, id, units };
});

// Another browser at this till has sent a sale under that number: gives the next free one.
export const renumbered = (next) => change((kept) => {
  kept.next = Math.max(kept.next, next) + 1;
  return kept.next - 1;
});
