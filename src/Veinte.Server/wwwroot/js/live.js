// The live stream of Now: postings arrive over server-sent events, are shown at most four times a second, and move the
// figures at the top. A pause holds them back and says how many wait.

const rowsMax = 14;
const heldMax = 500;
const section = document.querySelector('[data-live]');
const rows = section.querySelector('[data-live-rows]');
const state = section.querySelector('[data-live-state]');
const pauseButton = section.querySelector('[data-live-pause]');
const pauseWord = section.querySelector('[data-live-pause-word]');
const word = (name) => section.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`];
const locale = section.dataset.locale;
const sign = (text) => text.replace(/^-/, '−');
const amountOf = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
const gradeOf = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const countOf = new Intl.NumberFormat(locale);
const timeOf = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: section.dataset.zone });

let waiting = [];
let held = 0;
let paused = false;
let drawing = false;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function link(address, className, text) {
  const made = element('a', className, text);
  made.href = address;
  return made;
}

function tone(posting) {
  if (posting.kind === 'ungraded') return 'none';
  return posting.amount > 0 ? 'credit' : posting.amount < 0 ? 'debit' : 'even';
}

function kindWord(posting) {
  if (posting.kind === 'ungraded') return word('ungraded');
  if (posting.kind === 'reversal') return word('reversal');
  return word(tone(posting));
}

function row(posting) {
  const item = element('li', `${tone(posting)} new`);
  const time = element('time', '', timeOf.format(new Date(posting.occurredAt)));
  time.dateTime = posting.occurredAt;
  const amount = element('span', 'stream-amount');
  amount.append(
    element('b', '', posting.kind === 'ungraded' ? '·' : sign(amountOf.format(posting.amount / 1000))),
    element('span', '', kindWord(posting)));
  const what = element('span', 'stream-what');
  what.append(
    link(`/customers/${encodeURIComponent(posting.customer)}`, '', posting.name ?? posting.customer),
    ' ', element('span', 'unseen', word('at')), ' ',
    link(`/accounts/touchpoint/${encodeURIComponent(posting.touchpoint)}`, '', posting.touchpoint));
  const grade = link(`/interactions/${posting.id}`, 'stream-grade', posting.grade == null ? '–' : gradeOf.format(posting.grade));
  item.append(time, amount, what, grade);
  return item;
}

// The figures at the top: the same sums the server made, carried on by what has arrived since.
const hero = document.querySelector('[data-live-hero]');
const sums = hero && {
  graded: Number(hero.dataset.graded), gradeSum: Number(hero.dataset.gradeSum), interactions: Number(hero.dataset.interactions),
  balance: Number(hero.dataset.balance), amount: Number(hero.dataset.amount), days: Number(hero.dataset.days),
};

function pointsText(milli) {
  const digits = Math.abs(milli) >= 1_000_000 ? 0 : 1;
  return sign(new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'exceptZero', useGrouping: 'always' }).format(milli / 1000));
}

// An import may bring what happened years ago: it moves the balance of today, but belongs to no recent period.
function ofPeriod(posting) {
  return Date.now() - new Date(posting.occurredAt) < sums.days * 86_400_000;
}

function carryOn(posting) {
  if (!sums) return;
  sums.balance += posting.amount;
  if (!ofPeriod(posting)) return;
  sums.amount += posting.amount;
  if (posting.kind !== 'reversal') sums.interactions += 1;
  if (posting.kind === 'posting' && posting.grade != null) {
    sums.graded += 1;
    sums.gradeSum += posting.grade;
  }
}

function showSums() {
  if (!sums) return;
  const show = (name, text) => {
    const target = hero.querySelector(`[data-live-${name}]`);
    if (target) target.textContent = text;
  };
  if (sums.graded > 0) {
    const grade = sums.gradeSum / sums.graded;
    show('grade', gradeOf.format(grade));
    hero.querySelector('[data-scale-dot]')?.setAttribute('cx', `${grade * 5}%`);
  }
  show('interactions', new Intl.NumberFormat(locale, { useGrouping: 'always' }).format(sums.interactions));
  show('balance', pointsText(sums.balance));
  show('amount', pointsText(sums.amount));
}

// The page was opened over blank books: what it says there is no longer so, and the figures are a reload away.
function noLongerEmpty() {
  const empty = document.querySelector('[data-empty]');
  if (!empty) return;
  const note = element('p', 'note good', `${section.dataset.arrived} `);
  note.setAttribute('role', 'status');
  note.append(link('/', '', section.dataset.showFigures));
  empty.replaceWith(note);
}

function draw() {
  drawing = false;
  if (paused || waiting.length === 0) return;
  const arrived = waiting.slice(-rowsMax).reverse();
  waiting = [];
  held = 0;
  document.querySelector('[data-live-waiting]')?.remove();
  noLongerEmpty();
  rows.prepend(...arrived.map(row));
  while (rows.children.length > rowsMax) rows.lastElementChild.remove();
  showSums();
}

function arrive(event) {
  const posting = JSON.parse(event.data);
  if (posting.touchpoint === undefined) return;
  carryOn(posting);
  waiting.push(posting);
  held += 1;
  if (waiting.length > heldMax) waiting.shift();
  if (paused) pauseWord.textContent = `${word('resume')} · ${word('held').replace('#', countOf.format(held))}`;
  else if (!drawing) {
    drawing = true;
    setTimeout(draw, 250);
  }
}

function show(name, className) {
  state.textContent = word(name);
  state.className = `live-state ${className}`;
}

pauseButton.addEventListener('click', () => {
  paused = !paused;
  pauseButton.setAttribute('aria-pressed', String(paused));
  pauseWord.textContent = word(paused ? 'resume' : 'pause');
  show(paused ? 'paused' : 'connected', paused ? '' : 'on');
  draw();
});

const feed = new EventSource(section.dataset.feed);
feed.addEventListener('open', () => { if (!paused) show('connected', 'on'); });
feed.addEventListener('error', () => show('lost', 'off'));
feed.addEventListener('message', arrive);
feed.addEventListener('posting', arrive);
addEventListener('pagehide', () => feed.close());
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
