// Keeps a kiosk's page, styles, scripts and questions, so that it comes up without network. Answers are none of its
// business: they lie in the page's own database.
const STORE = 'veinte-kiosk-1';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// Network first: a kiosk with a network always shows what is live.
self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  event.respondWith((async () => {
    const kept = await caches.open(STORE);
    let answer;
    try {
      answer = await fetch(event.request);
    } catch (error) {
      const before = await kept.match(event.request, { ignoreVary: true });
      if (before) return before;
      throw error;
    }
    // A store that is full costs the next start without network, not this one.
    if (answer.status === 200) event.waitUntil(kept.put(event.request, answer.clone()).catch(() => {}));
    return answer;
  })());
});
