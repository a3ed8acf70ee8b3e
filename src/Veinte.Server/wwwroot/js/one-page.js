// All questions on one page: shows and hides them as the answers have it, by the same rules as the server, and keeps what is
// answered in case somebody goes away. Without it the page asks again for what an answer has brought.
import { scaleOf, walk } from './survey.js';

const form = document.querySelector('form[data-ways]');
const survey = { questions: JSON.parse(form.dataset.ways) };
const KEEP_AFTER = 800;
const LEAVING_MAX = 60_000;
const WAIT_MAX = 3000;
let keeping;

// What is kept goes one after the other: an earlier one that arrived later would be taken for the latest.
let sending = Promise.resolve();
let underway = 0;

const placeOf = (question) => form.querySelector(`fieldset[data-question="${CSS.escape(question.id)}"]`);

function answerTo(question) {
  const place = placeOf(question);
  if (question.type === 'text') return place.querySelector('textarea').value.trim() || null;
  const chosen = [...place.querySelectorAll('input:checked')].map((input) => input.value).filter(Boolean);
  if (question.type === 'consent') return chosen.length > 0;
  if (question.type === 'multiple') return chosen.length > 0 ? chosen : null;
  if (chosen.length === 0) return null;
  return scaleOf(question) ? Number(chosen[0]) : chosen[0];
}

function show() {
  const said = survey.questions.map((question) => [question, answerTo(question)]);
  // What follows on a question that must be answered and decides the way is not known before it is.
  const answers = Object.fromEntries(said.filter(([question, answer]) => answer !== null || !question.required || !question.next?.length).map(([question, answer]) => [question.id, answer]));
  const { passed, next } = walk(survey, answers);
  const shown = [...passed, next].filter(Boolean).map((question) => question.id);
  for (const question of survey.questions) {
    const place = placeOf(question);
    place.hidden = place.disabled = !shown.includes(question.id);
  }
}

function keep(leaving = false) {
  clearTimeout(keeping);
  keeping = undefined;
  if (form.dataset.sent) return sending;
  const body = new URLSearchParams([...new FormData(form), ['keep', '1']]);
  // Only what outlives the page need be kept alive, and browsers refuse that beyond 64 KiB.
  const keepalive = leaving && body.toString().length < LEAVING_MAX;
  const send = () => fetch(form.action, { method: 'POST', body, credentials: 'omit', keepalive }).catch(() => {});
  underway++;
  sending = (leaving ? send() : sending.then(send)).finally(() => underway--);
  return sending;
}

// What was written last is kept too when somebody goes away before its time has come.
function leave() {
  if (keeping !== undefined) keep(true);
}

form.addEventListener('input', () => {
  show();
  clearTimeout(keeping);
  keeping = setTimeout(keep, KEEP_AFTER);
});
form.addEventListener('submit', () => {
  clearTimeout(keeping);
  keeping = undefined;
});
// The page in another language shows what is kept, so that has to be there before it is asked for; a server that does not answer is not waited for.
document.querySelectorAll('a[hreflang]').forEach((link) => link.addEventListener('click', async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || (keeping === undefined && underway === 0)) return;
  event.preventDefault();
  await Promise.race([keeping === undefined ? sending : keep(), new Promise((over) => setTimeout(over, WAIT_MAX))]);
  location.assign(link.href);
}));
window.addEventListener('pagehide', leave);
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave());
window.addEventListener('pageshow', show);
show();
