// Asks the server in JSON. Gives {data, status}; or {away} without an answer, or {out} when signed out.
const WAIT_MS = 8000;
const meta = () => document.querySelector("meta[name=csrf]");

// A network may take what is asked and never answer: that is no connection either.
export async function inTime(address, how) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), WAIT_MS);
  try { return await fetch(address, { ...how, signal: stop.signal }); } finally { clearTimeout(timer); }
}

async function send(address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": meta().content };
  return inTime(address, { method: "POST", headers, body: JSON.stringify(body), redirect: "manual" });
}

const isJson = (answer) => answer.headers.get("Content-Type")?.startsWith("application/json");

// The page may have been kept for days, or somebody signed in anew: its secret of forms is renewed.
async function renew(address) {
  const answer = await inTime(address, { redirect: "manual" });
  if (answer.type === "opaqueredirect") return false;
  if (!answer.ok || !isJson(answer)) throw new Error("no secret");
  meta().content = (await answer.json()).csrf;
  return true;
}

// A browser that has a network without a way out says that it is online: what came of asking counts.
const reached = (yes) => document.querySelectorAll("[data-net]").forEach((badge) => badge.classList.toggle("is-off", !yes));

export async function ask(address, body, token) {
  try {
    let answer = await send(address, body);
    reached(true);
    if (answer.status === 403 && !isJson(answer)) {
      if (!(await renew(token))) return { out: true };
      answer = await send(address, body);
    }
    if (answer.type === "opaqueredirect") return { out: true };
    if (answer.status >= 500 || answer.status === 429 || !isJson(answer)) return { away: true };
    return { status: answer.status, data: await answer.json() };
  } catch {
    reached(false);
    return { away: true };
  }
}
