// The service worker; Django puts the list of files (`self.VAFA`) before it at /sw.js.
// It keeps what pages load, the page "no connection", and each page that asked to be kept by the
// header `Vafa-Offline: keep` (the till, a member's card). Everything else goes to the server.
const { version, files, pages } = self.VAFA;
const FILES = `files-${version}`;
const PAGES = "pages";

self.addEventListener("install", (event) => {
  const keep = async () => {
    await (await caches.open(FILES)).addAll(files);
    await (await caches.open(PAGES)).addAll(pages);
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const clean = async () => {
    const old = (await caches.keys()).filter((name) => name !== FILES && name !== PAGES);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

async function page(request) {
  const kept = await caches.open(PAGES);
  const { pathname } = new URL(request.url);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.headers.get("Vafa-Offline") === "keep") kept.put(pathname, answer.clone());
    if (answer.type === "opaqueredirect") kept.delete(pathname); // signed out elsewhere: sent to sign in
    return answer;
  } catch {
    return (await kept.match(pathname)) ?? (await kept.match("/offline/"));
  }
}

// A member who signs out leaves no card behind on this device.
async function forget(place) {
  const kept = await caches.open(PAGES);
  const pages = (await kept.keys()).filter(({ url }) => new URL(url).pathname.startsWith(place));
  await Promise.all(pages.map((one) => kept.delete(one)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method === "POST" && /^\/c\/.*\/sign-out\/$/.test(address.pathname)) {
    event.waitUntil(forget(address.pathname.slice(0, -"sign-out/".length)));
  }
  if (request.method !== "GET") return;
  if (address.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request));
  }
});

// Signing out forgets the kept pages of the person: navigator.serviceWorker.controller.postMessage("forget").
self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.delete(PAGES));
});
