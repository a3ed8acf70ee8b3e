// Keeps the pages of its scope with their styles, scripts and questions, so that they come up without network. What people
// enter is none of its business: it lies in the page's own database. What the API answers is never kept.
const STORE = `veinte-offline-1 ${new URL(self.registration.scope).pathname}`;

const isKept = (request) => {
  const { origin, pathname } = new URL(request.url);
  return request.method === 'GET' && origin === self.location.origin && !pathname.startsWith('/api/') && pathname !== '/counter/me';
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// The page names what it was made of before this worker was there.
self.addEventListener('message', (event) => event.waitUntil((async () => {
  const kept = await caches.open(STORE);
  for (const address of event.data?.keep ?? [])
    if (isKept(new Request(address)) && !await kept.match(address, { ignoreVary: true })) await kept.add(address).catch(() => {});
})()));

// Network first: a page with a network always shows what is live.
self.addEventListener('fetch', (event) => {
  if (!isKept(event.request)) return;
  event.respondWith((async () => {
    const kept = await caches.open(STORE);
    let answer;
    try {
      answer = await fetch(event.request);
    } catch (error) {
      const before = await kept.match(event.request, { ignoreVary: true, ignoreSearch: event.request.mode === 'navigate' });
      if (before) return before;
      throw error;
    }
    // A store that is full costs the next start without network, not this one.
    if (answer.status === 200 && !answer.redirected) event.waitUntil(kept.put(event.request, answer.clone()).catch(() => {}));
    return answer;
  })());
});
