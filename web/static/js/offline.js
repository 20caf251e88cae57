// The service worker: keeps the boards that were opened last, so that a phone without a network shows
// what it had, grey and with its time. Everything else goes to the server.
//
// Static files with their version in the address are kept for ever; a board is asked for anew each
// time and taken from here only when nobody answers. What is kept says so: the page begins lost. Lists
// and files could not say so and are not kept. A reader who is refused a board keeps none.

const BOARDS = "nhip-boards-1";
const FILES = "nhip-files-1";
const MOST_BOARDS = 5;
const MOST_FILES = 80;
const REFUSED = 403;

// pathname → whether it is a board and not a list or a file of one
const isBoard = (pathname) => /^\/boards\/[^/]+$/.test(pathname) && !pathname.endsWith(".json");

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (pathname === "/viewer") event.waitUntil(caches.delete(BOARDS)); // another role keeps nothing of this one
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && isBoard(pathname)) event.respondWith(board(request));
  else if (pathname.startsWith("/static/") && search.startsWith("?v=")) event.respondWith(file(request));
  else if (pathname.startsWith("/static/js/")) event.respondWith(script(request));
});

async function board(request) {
  const boards = await caches.open(BOARDS);
  try {
    const answer = await fetch(request);
    if (answer.status === REFUSED) await caches.delete(BOARDS);
    if (answer.ok && !answer.redirected) await keep(boards, request, answer.clone(), MOST_BOARDS);
    return answer;
  } catch (error) {
    const kept = await boards.match(request);
    if (!kept) throw error;
    const text = (await kept.text()).replace(/data-feed="\w+"/, 'data-feed="lost"');
    return new Response(text, { headers: kept.headers });
  }
}

async function file(request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await keep(files, request, answer.clone(), MOST_FILES);
  return answer;
}

// modules name each other without a version: asked for anew, kept for when nobody answers
async function script(request) {
  const files = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (answer.ok) await keep(files, request, answer.clone(), MOST_FILES);
    return answer;
  } catch (error) {
    const kept = await files.match(request);
    if (!kept) throw error;
    return kept;
  }
}

// the oldest goes when there are too many; where there is no room nothing is kept, and the page came all the same
async function keep(cache, request, answer, most) {
  try {
    await cache.delete(request);
    await cache.put(request, answer);
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
  } catch (error) {
    console.warn("not kept:", error);
  }
}
