// What a page keeps on the device until the server has it: a queue in IndexedDB and a courier that hands it over. Every item
// has its id from the moment it is made, so handing it over twice is the same as once. The kiosk and the counter share it.

export function queueOf(database, store) {
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => {});

  // Something counts as kept when the transaction is complete, not when the request is.
  async function use(mode, work) {
    const transaction = (await opened).transaction(store, mode, { durability: 'strict' });
    const request = work(transaction.objectStore(store));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  return {
    all: (limit) => use('readonly', (items) => items.getAll(null, limit)),
    count: () => use('readonly', (items) => items.count()),
    put: (item) => use('readwrite', (items) => items.put(item)),
    remove: (id) => use('readwrite', (items) => items.delete(id)),
    // Changes an item, or removes it when `how` answers null; leaves it when `how` answers undefined. In one transaction: whoever
    // takes back what another tab is just sending finds out.
    async change(id, how) {
      let changed = false;
      await use('readwrite', (items) => {
        const asked = items.get(id);
        asked.onsuccess = () => {
          const next = asked.result && how(asked.result);
          if (next === undefined || !asked.result) return;
          changed = true;
          if (next === null) items.delete(id); else items.put(next);
        };
        return asked;
      });
      return changed;
    },
  };
}

// Calls `deliver` now and whenever the network may be back, one at a time over all tabs; `told` after each round.
export function courier(name, deliver, told, every) {
  let running = false;
  async function round() {
    try {
      await deliver();
    } catch {
      // No network: it is tried again by itself.
    }
  }
  async function hand() {
    if (running) return;
    running = true;
    try {
      if (navigator.locks) await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && round());
      else await round();
    } finally {
      running = false;
      await told();
    }
  }
  window.addEventListener('online', hand);
  setInterval(hand, every);
  return hand;
}

// Lets the worker keep the page with all it was made of, so that it comes up without network from the first visit on.
export async function keepPage(worker, scope) {
  try {
    await navigator.serviceWorker?.register(worker, { scope });
    const ready = await navigator.serviceWorker?.ready;
    const made = performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.startsWith(`${location.origin}/`) && !new URL(name).pathname.startsWith('/api/'));
    ready?.active?.postMessage({ keep: [location.origin + location.pathname, ...made] });
  } catch {
    // Without the worker it works too, as long as nobody reloads the page while there is no network.
  }
}
