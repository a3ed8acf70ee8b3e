// The counter: notes a moment, keeps it on the device first, and hands it over when the network and the server's permission
// are there. A moment waits a few seconds before it is sent, so that a slip of the thumb can be taken back.
import { dictation } from './dictation.js';
import { newId } from './new-id.js';
import { courier, keepPage, queueOf } from './queue.js';

const words = JSON.parse(document.querySelector('[data-words]').textContent);
const find = (selector) => document.querySelector(selector);
const form = find('[data-counter]');
const fields = form.elements;
const GRACE = 8_000;
const RETRY = 15_000;
const BATCH = 50;
const QUEUE_MAX = 2_000;
const SHOWN = 12;
const FORGET_SENT = 12 * 3_600_000;
const REMEMBERED = 12;
const say = (name, value) => words[name].replace('{0}', String(value));

const moments = queueOf('veinte-counter', 'moments');
const hand = courier('veinte-counter', deliver, show, RETRY);
const kept = {
  get(name) { try { return localStorage.getItem(`veinte-counter-${name}`); } catch { return null; } },
  set(name, value) { try { if (value === null) localStorage.removeItem(`veinte-counter-${name}`); else localStorage.setItem(`veinte-counter-${name}`, value); } catch { /* It is asked again next time. */ } },
};
const hush = dictation(find('[data-speak]'), fields.note, find('[data-speak-state]'), words);
let visitor = null;
let blocked = null;
let rating = null;
let last = null;
let toastGoes;

// What the page is for.

const use = () => fields.use.value;
const scale = () => kept.get('scale') === '20' ? 20 : 5;

function choose() {
  for (const part of document.querySelectorAll('[data-for]')) part.hidden = !part.dataset.for.split(' ').includes(use());
  find('[data-help]').textContent = words[`help-${use()}`];
  fields.who.placeholder = use() === 'self' ? '' : fields.who.dataset.hint;
  kept.set('use', use());
  clear();
}

function draw() {
  for (const button of document.querySelectorAll('[data-scale]')) button.setAttribute('aria-pressed', String(Number(button.dataset.scale) === scale()));
  find('[data-faces]').hidden = scale() !== 5;
  find('[data-twenty]').hidden = scale() !== 20;
  for (const button of document.querySelectorAll('[data-rating]')) button.setAttribute('aria-pressed', String(rating !== null && button.dataset.rating === rating && (button.closest('[data-faces]') !== null) === (scale() === 5)));
  find('[data-why]').hidden = rating === null;
}

function clear() {
  rating = null;
  // What is still being said belongs to the moment before.
  hush();
  fields.note.value = '';
  find('[data-fault]').hidden = true;
  draw();
}

function fault(text, field) {
  const place = find('[data-fault]');
  place.textContent = text;
  place.hidden = false;
  field?.focus();
  place.scrollIntoView({ block: 'center' });
  return false;
}

// Noting.

function complete() {
  if (use() !== 'self' && !fields.touchpoint.value.trim()) return fault(words.needWhere, fields.touchpoint);
  if (use() === 'self' && !fields.with.value) return fault(words.needWith, form.querySelector('[name=with]'));
  if (use() !== 'customer' && !fields.staff.value.trim()) return fault(words.needStaff, fields.staff);
  return true;
}

async function note(reason) {
  if (rating === null || !complete()) return;
  if ((await moments.all()).filter((moment) => moment.state !== 'sent').length >= QUEUE_MAX) { fault(words.full); return; }
  const self = use() === 'self';
  const moment = {
    id: newId(), state: 'waiting', due: Date.now() + GRACE,
    post: {
      use: use(), rating: Number(rating), scale: scale(), at: new Date().toISOString(),
      touchpoint: self ? form.querySelector('[name=with]:checked').parentElement.textContent.trim() : fields.touchpoint.value.trim(),
      who: fields.who.value.trim() || null, staff: fields.staff.value.trim() || null, with: self ? fields.with.value : null,
      reason: reason ?? null, note: fields.note.value.trim() || null,
    },
  };
  try {
    await moments.put(moment);
  } catch {
    fault(words.noStore);
    return;
  }
  remember('places', self ? null : moment.post.touchpoint);
  remember('team', moment.post.staff);
  kept.set(use() === 'staff' ? 'attending' : 'staff', moment.post.staff ?? '');
  if (!self) kept.set('where', moment.post.touchpoint);
  last = moment.id;
  // The next customer must not find the name of the one before.
  fields.who.value = '';
  clear();
  toast(navigator.onLine ? words.saved : words.savedOffline, true);
  navigator.vibrate?.(30);
  await show();
  setTimeout(hand, GRACE + 100);
}

async function undo(id) {
  // Only what was never sent can be taken back here: what the server may have is taken back in the books.
  const undone = await moments.change(id, (moment) => moment.state === 'waiting' || moment.state === 'refused' ? null : undefined);
  if (undone) toast(words.undone, false);
  await show();
}

// Handing over.

function headers() {
  const key = kept.get('device');
  return { 'Content-Type': 'application/json', ...(key ? { Authorization: `Bearer ${key}` } : {}) };
}

async function deliver() {
  // One tab at a time comes here, so whatever is being sent was being sent when a page was closed: the server may have it.
  for (const moment of await moments.all()) if (moment.state === 'sending') await moments.change(moment.id, (same) => ({ ...same, state: 'unsure' }));
  while (navigator.onLine) {
    const due = (await moments.all()).filter((moment) => moment.state === 'unsure' || (moment.state === 'waiting' && moment.due <= Date.now())).sort((a, b) => a.due - b.due).slice(0, BATCH);
    const sending = [];
    for (const { id } of due) if (await moments.change(id, (moment) => ({ ...moment, state: 'sending' }))) sending.push(id);
    if (sending.length === 0) return;
    await show();
    const posts = (await moments.all()).filter((moment) => sending.includes(moment.id)).map((moment) => ({ id: moment.id, ...moment.post }));
    const answer = await ask(posts);
    for (const id of sending) await moments.change(id, (moment) => became(moment, answer));
    if (answer.status !== 200) return;
  }
}

async function ask(posts) {
  try {
    const answer = await fetch('/counter/moments', {
      method: 'POST', headers: headers(), credentials: kept.get('device') ? 'omit' : 'same-origin', keepalive: posts.length <= 20,
      body: JSON.stringify({ moments: posts, sentAt: new Date().toISOString() }),
    });
    blocked = answer.status === 401 || answer.status === 403 ? (kept.get('device') ? 'keyRefused' : visitor?.name ? 'signedOut' : 'signInFirst') : null;
    return { status: answer.status, refused: answer.ok ? (await answer.json()).refused : [] };
  } catch {
    return { status: 0, refused: [] };
  }
}

function became(moment, { status, refused }) {
  if (status === 200) {
    const problem = refused.find((one) => one.id === moment.id)?.problem;
    return problem ? { ...moment, state: 'refused', problem } : { ...moment, state: 'sent', sent: Date.now() };
  }
  // An answer that says no is certain; silence is not.
  return { ...moment, state: status === 0 || status >= 500 ? 'unsure' : 'waiting' };
}

// Showing.

function toast(text, undoable) {
  const place = find('[data-toast]');
  place.querySelector('span').textContent = text;
  place.querySelector('button').hidden = !undoable;
  place.hidden = false;
  clearTimeout(toastGoes);
  toastGoes = setTimeout(() => { place.hidden = true; }, undoable ? GRACE : 4_000);
}

async function show() {
  const all = (await moments.all()).sort((a, b) => b.due - a.due);
  for (const old of all.filter((moment) => moment.state === 'sent').filter((moment, at) => at >= SHOWN || Date.now() - moment.sent > FORGET_SENT)) await moments.remove(old.id);
  const waiting = all.filter((moment) => moment.state !== 'sent' && moment.state !== 'refused').length;
  const state = find('[data-state]');
  state.textContent = [navigator.onLine ? null : words.offline, waiting > 0 ? say('waiting', waiting) : navigator.onLine ? words.online : null].filter(Boolean).join(' · ');
  state.dataset.waiting = String(waiting);
  state.dataset.online = String(navigator.onLine);
  const notice = find('[data-notice]');
  notice.hidden = blocked === null;
  if (blocked) notice.querySelector('span').textContent = say(blocked, waiting);
  notice.querySelector('a').hidden = blocked === 'keyRefused';
  if (blocked === null && last && all.find((moment) => moment.id === last)?.state !== 'waiting') find('[data-toast] button').hidden = true;
  const list = find('[data-latest]');
  list.replaceChildren(...all.slice(0, Math.max(SHOWN, waiting)).map(line));
  find('[data-none]').hidden = all.length > 0;
}

function line(moment) {
  const { post } = moment;
  const item = document.createElement('li');
  item.dataset.moment = moment.id;
  item.dataset.state = moment.state;
  const made = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text });
  const grade = post.scale === 20 ? post.rating : (post.rating - 1) * 5;
  const text = made('span', 'what', [post.who, post.touchpoint, post.use === 'customer' ? null : post.staff].filter(Boolean).join(' · '));
  text.append(made('small', '', [new Date(post.at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }), words[`state-${moment.state}`], moment.problem].filter(Boolean).join(' · ')));
  item.append(made('b', grade < 10 ? 'bad' : 'good', String(grade)), text);
  if (moment.state === 'waiting' || moment.state === 'refused') {
    const button = made('button', 'quiet', moment.state === 'waiting' ? words.undo : words.dismiss);
    button.type = 'button';
    button.addEventListener('click', () => undo(moment.id));
    item.append(button);
  }
  return item;
}

// Remembering and suggesting.

const list = (name) => JSON.parse(kept.get(name) ?? '[]');

function remember(name, value) {
  if (!value) return;
  kept.set(name, JSON.stringify([value, ...list(name).filter((other) => other !== value)].slice(0, REMEMBERED)));
  suggest(name, []);
}

function suggest(name, more) {
  const options = new Map([...list(name).map((value) => [value, '']), ...more]);
  document.getElementById(name).replaceChildren(...[...options].slice(0, 60).map(([value, label]) => Object.assign(document.createElement('option'), { value, label })));
}

async function accounts(query) {
  if (kept.get('device') || !visitor?.name || !navigator.onLine) return [];
  try {
    const answer = await fetch(`/api/v1/accounts?${new URLSearchParams(query)}`, { headers: { Accept: 'application/json' } });
    return answer.ok ? (await answer.json()).items : [];
  } catch {
    return [];
  }
}

let searching;
function search() {
  clearTimeout(searching);
  const text = fields.who.value.trim();
  if (text.length < 2 || use() === 'self') return;
  searching = setTimeout(async () => {
    const found = await accounts({ kind: 'customer', search: text, limit: '8' });
    document.getElementById('people').replaceChildren(...found.map((account) => Object.assign(document.createElement('option'), { value: account.key, label: account.name ?? '' })));
  }, 200);
}

// Who it is that notes, and other devices.

async function meet() {
  const given = new URLSearchParams(location.hash.slice(1));
  // Only keys that can do nothing but write are taken from a link.
  if (given.get('device')?.startsWith('vk_write_')) {
    kept.set('device', given.get('device'));
    for (const name of ['where', 'staff']) if (given.get(name)) kept.set(name, given.get(name));
  }
  if (location.hash) history.replaceState(null, '', location.pathname);
  const known = kept.get('visitor');
  visitor = known ? JSON.parse(known) : null;
  try {
    const answer = await fetch('/counter/me', { headers: { Accept: 'application/json' } });
    const now = await answer.json();
    blocked = kept.get('device') || now.name ? null : visitor?.name ? 'signedOut' : 'signInFirst';
    if (now.name || !visitor) visitor = now;
    kept.set('visitor', JSON.stringify({ name: visitor.name, mayDecide: now.mayDecide }));
  } catch {
    // Without network it is whoever it was.
  }
  find('[data-visitor]').textContent = visitor?.name && !kept.get('device') ? say('signedInAs', visitor.name) : '';
  find('[data-device-key]').hidden = !kept.get('device');
  find('[data-another]').hidden = !visitor?.mayDecide || Boolean(kept.get('device'));
  if (!fields.staff.value) fields.staff.value = kept.get('staff') ?? (kept.get('device') ? '' : visitor?.name ?? '');
}

find('[data-another]').addEventListener('submit', async (event) => {
  event.preventDefault();
  const asked = event.currentTarget;
  const problem = find('[data-link-fault]');
  problem.hidden = true;
  try {
    const answer = await fetch('/counter/devices', {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: asked.elements.name.value.trim(), touchpoint: fields.touchpoint.value.trim() || null, staff: fields.staff.value.trim() || null }),
    });
    if (!answer.ok) throw new Error(answer.statusText);
    const { link, code } = await answer.json();
    find('[data-code]').src = `data:image/png;base64,${code}`;
    find('[data-link]').hidden = false;
    find('[data-copy]').onclick = async (click) => {
      await navigator.clipboard.writeText(link);
      click.target.textContent = words.copied;
    };
    find('[data-link]').dataset.link = link;
  } catch {
    problem.textContent = words.linkFailed;
    problem.hidden = false;
  }
});

find('[data-forget]').addEventListener('click', () => {
  kept.set('device', null);
  location.reload();
});

let installing;
window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  installing = event;
  find('[data-install]').hidden = false;
});
find('[data-install]').addEventListener('click', async () => {
  await installing.prompt();
  find('[data-install]').hidden = true;
});

form.addEventListener('change', (event) => { if (event.target.name === 'use') { choose(); fields.staff.value = kept.get(use() === 'staff' ? 'attending' : 'staff') ?? ''; } });
form.addEventListener('submit', (event) => { event.preventDefault(); note(null); });
form.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.scale) { kept.set('scale', button.dataset.scale); clear(); }
  else if (button.dataset.rating !== undefined) {
    rating = button.dataset.rating;
    draw();
    find('[data-why]').scrollIntoView({ block: 'nearest' });
  } else if (button.dataset.reason) note(button.dataset.reason);
});
fields.who.addEventListener('input', search);
find('[data-toast] button').addEventListener('click', () => undo(last));
for (const type of ['online', 'offline']) window.addEventListener(type, show);
// Whoever puts the phone away sends what is due; the rest waits for the next time.
document.addEventListener('visibilitychange', hand);

fields.use.value = ['customer', 'staff', 'self'].includes(kept.get('use')) ? kept.get('use') : 'customer';
fields.touchpoint.value = kept.get('where') ?? '';
choose();
await meet();
if (!fields.touchpoint.value) fields.touchpoint.value = kept.get('where') ?? '';
for (const name of ['places', 'team']) suggest(name, []);
await show().catch(() => fault(words.noStore));
hand();
keepPage('/counter/sw.js', '/counter');
for (const [name, kind] of [['places', 'touchpoint'], ['team', 'staff']]) suggest(name, (await accounts({ kind, sort: 'last', limit: '50' })).map((account) => [account.key, account.name ?? '']));
