// A kiosk: asks, keeps every answer on the device first, and hands it over when the network is there. An answer has its id
// from the moment it is given, so handing it over twice is the same as once. No cookies.
import { newId } from './new-id.js';
import { courier, keepPage, queueOf } from './queue.js';
import { ask, thank } from './survey.js';

const device = document.body.dataset.device;
const place = document.querySelector('main');
const waiting = document.querySelector('.waiting');
const IDLE = 30_000;
const THANKS = 5_000;
const RETRY = 15_000;
const QUEUE_MAX = 5_000;
let form;
let idle;
let thanked = false;

const kept = queueOf('veinte-kiosk', 'answers');
const hand = courier('veinte-kiosk', deliver, told, RETRY);

async function told() {
  const count = await kept.count();
  waiting.hidden = count === 0;
  waiting.dataset.count = String(count);
  if (form && count > 0) waiting.textContent = form.words[form.languages.includes(document.documentElement.lang) ? document.documentElement.lang : form.languages[0]].waiting.replace('{0}', String(count));
}

async function deliver() {
  for (const { device: of, ...post } of await kept.all(100)) {
    const answer = await fetch(`/k/${of}/responses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(post), credentials: 'omit' });
    // What the server will never take is taken off too: it said why, and it would block all that come after.
    if (answer.ok || [400, 404, 409, 410, 413].includes(answer.status)) await kept.remove(post.id);
    else break;
  }
}

async function keep(answers, language) {
  if (Object.keys(answers).length > 0 && await kept.count() < QUEUE_MAX)
    await kept.put({ id: newId(), device, answers, language, version: form.version, at: new Date().toISOString() });
  thank(form, place, language);
  thanked = true;
  clearTimeout(idle);
  idle = setTimeout(begin, THANKS);
  await told();
  await hand();
}

// Whoever walks away leaves nothing on the screen for the next one; whoever comes next need not wait for the thank-you to go.
function stir() {
  if (thanked) {
    begin();
    return;
  }
  clearTimeout(idle);
  idle = setTimeout(begin, IDLE);
}

function begin() {
  thanked = false;
  clearTimeout(idle);
  load();
  ask(form, place, { language: document.documentElement.lang, done: keep, changed: stir });
}

async function load() {
  try {
    const answer = await fetch(`/k/${device}/form`, { credentials: 'omit' });
    if (answer.ok) form = await answer.json();
    return answer.ok;
  } catch {
    return false;
  }
}

async function start() {
  keepPage('/k/sw.js', '/k/');
  while (!await load()) await new Promise((resolve) => setTimeout(resolve, RETRY));
  begin();
  await told();
  await hand();
}

document.addEventListener('pointerdown', () => { if (form) stir(); });
document.addEventListener('keydown', () => { if (form) stir(); });
start();
