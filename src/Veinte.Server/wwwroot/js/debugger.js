// Events as they come in: the last ones first, then each one live. A filter looks at everything an event says.
const root = document.querySelector('[data-debugger]');
const list = root.querySelector('[data-events]');
const nothing = root.querySelector('[data-nothing]');
const state = root.querySelector('[data-state]');
const pause = root.querySelector('[data-pause]');
const filter = root.querySelector('[data-filter]');
const outcome = root.querySelector('[data-outcome]');
const word = (name) => root.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`];
const timeOf = new Intl.DateTimeFormat(root.dataset.locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: root.dataset.zone });
const keptMax = 500;
const shownMax = 100;

let events = [];
let paused = false;
let due = false;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function row(event) {
  const item = element('li');
  item.dataset.id = event.id;
  const details = element('details', 'event');
  const summary = element('summary');
  const time = element('time', '', timeOf.format(new Date(event.receivedAt)));
  time.dateTime = event.receivedAt;
  const what = event.reason ?? [event.touchpoint, event.customer].filter(Boolean).join(' · ');
  summary.append(
    time, element('span', `pill ${event.reason ? 'debit' : 'credit'}`, word(event.reason ? 'refused' : 'accepted')),
    element('span', 'what', what), element('span', 'from', `${event.type} · ${event.source}`));
  details.append(summary);
  // Filled when it is opened: a hundred closed rows cost nothing.
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return;
    const more = element('div', 'event-more');
    if (event.detail) more.append(element('p', '', event.detail));
    if (event.messageId) more.append(element('p', 'calm', event.messageId));
    if (event.raw) {
      const pre = element('pre', 'json');
      pre.tabIndex = 0;
      pre.append(element('code', '', pretty(event.raw)));
      more.append(pre);
    }
    details.append(more);
  });
  item.append(details);
  return item;
}

function matches(event) {
  if (outcome.value === 'accepted' && event.reason) return false;
  if (outcome.value === 'refused' && !event.reason) return false;
  const wanted = filter.value.trim().toLowerCase();
  return !wanted || Object.values(event).some((value) => String(value ?? '').toLowerCase().includes(wanted));
}

// Rows that stay keep their element, so one that is open stays open.
function draw() {
  due = false;
  const known = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const shown = events.filter(matches).slice(0, shownMax);
  list.replaceChildren(...shown.map((event) => known.get(String(event.id)) ?? row(event)));
  nothing.hidden = shown.length > 0;
  nothing.textContent = word(events.length > 0 ? 'none' : 'nothing');
}

function soon() {
  if (due || paused) return;
  due = true;
  setTimeout(draw, 250);
}

function show(name, className) {
  state.textContent = word(name);
  state.className = `live-state ${className}`;
}

pause.addEventListener('click', () => {
  paused = !paused;
  pause.setAttribute('aria-pressed', String(paused));
  pause.textContent = word(paused ? 'resume' : 'pause');
  show(paused ? 'paused' : 'connected', paused ? '' : 'on');
  if (!paused) draw();
});
filter.addEventListener('input', draw);
outcome.addEventListener('change', draw);

const feed = new EventSource('/api/v1/collected/live');
feed.addEventListener('open', async () => {
  if (!paused) show('connected', 'on');
  const answer = await fetch('/api/v1/collected');
  if (!answer.ok) return;
  const known = new Set(events.map((event) => event.id));
  events = [...events, ...(await answer.json()).items.filter((event) => !known.has(event.id))].sort((a, b) => b.id - a.id).slice(0, keptMax);
  soon();
});
feed.addEventListener('error', () => show('lost', 'off'));
feed.addEventListener('collected', (message) => {
  events.unshift(JSON.parse(message.data));
  if (events.length > keptMax) events.pop();
  soon();
});
addEventListener('pagehide', () => feed.close());
