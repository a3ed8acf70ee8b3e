// Connect: makes and revokes keys, puts the key into the examples, sends a test event through the door itself.
const root = document.querySelector('[data-connect]');
const mark = 'WRITE_KEY';
const snippets = [...document.querySelectorAll('[data-snippet]')].map((code) => ({ code, text: code.textContent }));
const writeKey = document.querySelector('[data-write-key]');

function fill() {
  const key = writeKey.value.trim();
  for (const { code, text } of snippets) code.textContent = key ? text.replaceAll(mark, key) : text;
}

writeKey.addEventListener('input', fill);

async function problemOf(response) {
  try {
    const problem = await response.json();
    return problem.detail ?? Object.values(problem.errors ?? {}).flat().join(' ') ?? problem.title;
  } catch {
    return `HTTP ${response.status}`;
  }
}

document.querySelector('[data-new-key]')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const problem = document.querySelector('[data-key-problem]');
  problem.hidden = true;
  const response = await fetch('/api/v1/keys', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: form.elements.name.value.trim(), scope: form.elements.scope.value }),
  });
  if (!response.ok) {
    problem.textContent = root.dataset.failed + await problemOf(response);
    problem.hidden = false;
    return;
  }
  const made = await response.json();
  document.getElementById('secret').textContent = made.key;
  document.querySelector('[data-secret-box]').hidden = false;
  form.reset();
  if (made.scope !== 'read') {
    writeKey.value = made.key;
    fill();
  }
  await showKeys();
});

async function showKeys() {
  const page = new DOMParser().parseFromString(await (await fetch('/connect')).text(), 'text/html');
  const [from, to] = [page.getElementById('keys'), document.getElementById('keys')];
  if (from && to) to.replaceWith(document.adoptNode(from));
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-revoke]');
  if (!button || !confirm(button.dataset.sure)) return;
  await fetch(`/api/v1/keys/${button.dataset.revoke}`, { method: 'DELETE' });
  await showKeys();
});

document.querySelector('[data-send-test]').addEventListener('click', async (event) => {
  const answer = document.querySelector('[data-test-answer]');
  const key = writeKey.value.trim();
  const say = (text, good) => {
    answer.textContent = text;
    answer.className = `note ${good ? 'good' : 'bad'}`;
    answer.hidden = false;
  };
  if (!key) {
    say(root.dataset.needsKey, false);
    writeKey.focus();
    return;
  }
  event.target.disabled = true;
  try {
    const response = await fetch('/v1/track', {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        type: 'track', userId: root.dataset.customer, event: root.dataset.touchpoint, messageId: crypto.randomUUID?.() ?? `test-${Date.now()}`,
        properties: { rating: 5, channel: 'web' },
      }),
    });
    const told = await response.json();
    say(response.ok ? root.dataset.sent : root.dataset.failed + (told.message ?? response.status), response.ok);
  } catch (error) {
    say(root.dataset.failed + error.message, false);
  } finally {
    event.target.disabled = false;
  }
});
