// The service worker; Django puts the list of files (`self.VAFA`) before it at /sw.js.
// It keeps what pages load, the page "no connection", and each page that asked to be kept by the
// header `Vafa-Offline: keep` (the till, a member's card). Everything else goes to the server.
const { version, files, pages } = self.VAFA;
const FILES = `files-${version}`;
const PAGES = "pages";

self.addEventListener("install", (event) => {
  const keep = async () => {
    await (await caches.open(FILES)).addAll(files);
    const kept = await caches.open(PAGES);
    await kept.addAll(pages);
    // A page that was kept before asks for files that will be gone: it is kept anew.
    await Promise.all((await kept.keys()).map(({ url }) => page(new Request(url, { redirect: "manual" }))));
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
    if (answer.type === "opaqueredirect") await forget(clubOf(pathname) ?? pathname); // sent to sign in
    return answer;
  } catch {
    return (await kept.match(pathname)) ?? (await kept.match("/offline/"));
  }
}

// All pages of a club's members begin with this.
const clubOf = (pathname) => /^\/c\/[^/]+\//.exec(pathname)?.[0];

// A member who signs out or leaves, leaves no card behind on this device.
async function forget(place) {
  const kept = await caches.open(PAGES);
  const pages = (await kept.keys()).filter(({ url }) => new URL(url).pathname.startsWith(place));
  await Promise.all(pages.map((one) => kept.delete(one)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method === "POST" && /^\/c\/.*\/(sign-out|leave)\/$/.test(address.pathname)) {
    event.waitUntil(forget(clubOf(address.pathname)));
  }
  if (request.method !== "GET") return;
  if (address.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request));
  }
});
