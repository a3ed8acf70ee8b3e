// The editor of surveys. The document is the state; every change makes a new one, so undo is a list of documents. The
// server says what is wrong with it and draws the preview: the rules and the looks exist once.
const root = document.querySelector('[data-builder]');
const find = (name) => root.querySelector(`[data-${name}]`);
const texts = JSON.parse(root.dataset.texts);
const t = (key) => texts[key] ?? key;
const address = `/api/v1/surveys/${root.dataset.id}`;
const SCALES = ['nps', 'csat', 'ces', 'rating', 'grade'];
const TYPES = [...SCALES, 'single', 'multiple', 'text', 'consent'];
const CHANNELS = ['web', 'app', 'email', 'in-person', 'kiosk', 'phone', 'chat', 'whatsapp', 'document', 'community', 'other'];
const HISTORY = 200;

let survey;
let savedAs = '';
let revision = Number(root.dataset.revision);
let past = [];
let future = [];
let lastPath = '';
let open = new Set(['basics']);
let problems = [];
let told = new Set();
const UNFOLDED_MAX = 3;
let trial = {};
let trialLanguage = root.dataset.language;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') for (const [type, handler] of Object.entries(value)) element.addEventListener(type, handler);
    else if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const at = (path) => path.replace(/\[(\d+)\]/gu, '.$1').split('.').reduce((inner, step) => inner?.[step], survey);

function put(document, path, value) {
  const steps = path.replace(/\[(\d+)\]/gu, '.$1').split('.');
  const last = steps.pop();
  const inner = steps.reduce((outer, step) => (outer[step] ??= {}), document);
  if (value === undefined || value === '' || value === null) delete inner[last];
  else inner[last] = value;
}

// Typing in one field is one step of undo, not one for every letter.
function change(path, edit, redraw = true) {
  const before = JSON.stringify(survey);
  const next = JSON.parse(before);
  edit(next);
  if (JSON.stringify(next) === before) return;
  if (path !== lastPath || redraw) past.push(before);
  if (past.length > HISTORY) past.shift();
  [lastPath, future, survey] = [path, [], next];
  changed(redraw);
}

function changed(redraw) {
  if (redraw) draw();
  const saved = JSON.stringify(survey) === savedAs;
  find('save').disabled = saved;
  find('undo').disabled = past.length === 0;
  find('redo').disabled = future.length === 0;
  clearTimeout(changed.timer);
  changed.timer = setTimeout(check, 250);
  tell();
}

function travel(from, to) {
  if (from.length === 0) return;
  to.push(JSON.stringify(survey));
  survey = JSON.parse(from.pop());
  lastPath = '';
  changed(true);
}

const languageName = (language) => t(`lang.${language}`) === `lang.${language}` ? language : t(`lang.${language}`);
let numbers = 0;

function field(label, path, control, className) {
  const id = `f${++numbers}`;
  control.id = id;
  control.dataset.path = path;
  control.setAttribute('aria-describedby', `${id}e`);
  return make('div', { class: className }, make('label', { for: id }, label), control, make('p', { class: 'field-error', id: `${id}e`, 'data-error': path, hidden: true }));
}

function text(label, path, { long, list, type = 'text', max = 500, number } = {}) {
  const control = make(long ? 'textarea' : 'input', { maxlength: String(max), ...(long ? { rows: '2' } : { type: number ? 'number' : type, list }) });
  control.value = at(path) ?? '';
  control.addEventListener('input', () => change(path, (next) => put(next, path, number ? (control.value === '' ? undefined : Number(control.value)) : control.value), false));
  return field(label, path, control);
}

function words(label, path, options) {
  return survey.languages.map((language) => {
    const row = text(survey.languages.length > 1 ? `${label} · ${languageName(language)}` : label, `${path}.${language}`, options);
    row.querySelector('input, textarea').lang = language;
    return row;
  });
}

function tick(label, path, fallback = false) {
  const control = make('input', { type: 'checkbox', checked: at(path) ?? fallback });
  control.addEventListener('change', () => change(path, (next) => put(next, path, control.checked === fallback ? undefined : control.checked)));
  return make('label', { class: 'tick' }, control, make('span', {}, label));
}

function select(label, path, choices, onChange) {
  const control = make('select', {}, ...choices.map(([value, name]) => make('option', { value }, name)));
  control.value = String(at(path) ?? '');
  control.addEventListener('change', () => change(path, (next) => (onChange ? onChange(next, control.value) : put(next, path, control.value))));
  return field(label, path, control);
}

const button = (label, press, { name, small = true, disabled } = {}) => make('button', { type: 'button', class: `quiet${small ? ' small' : ''}`, 'aria-label': name, disabled, on: { click: press } }, label);

function section(key, title, summary, ...content) {
  const details = make('details', { class: 'sheet part', open: open.has(key), 'data-part': key }, make('summary', {}, make('b', {}, title), summary && make('span', { class: 'calm' }, summary)), make('div', { class: 'fields' }, ...content.flat()));
  details.addEventListener('toggle', () => (details.open ? open.add(key) : open.delete(key)));
  return details;
}

function move(list, from, to) {
  const [item] = list.splice(from, 1);
  list.splice(to, 0, item);
}

function freshId(base, taken) {
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

const shorten = (words_) => {
  const said = words_?.[survey.languages[0]] ?? '';
  return said.length > 60 ? `${said.slice(0, 60)}…` : said;
};

function valueControl(label, path, question) {
  if (!question || question.type === 'text') return text(label, path);
  if (question.type === 'consent') return select(label, path, [['yes', t('yes')], ['no', t('no')]]);
  if (question.options) return select(label, path, question.options.map((option) => [option.id, shorten(option.text) || option.id]));
  return text(label, path, { number: true });
}

function tests(question) {
  const all = ['answered', 'unanswered'];
  if (question?.type !== 'text') all.unshift('is', 'isNot');
  if (SCALES.includes(question?.type)) all.splice(2, 0, 'atMost', 'atLeast');
  return all.map((test) => [test, t(test)]);
}

function firstValue(question) {
  if (SCALES.includes(question.type)) return question.type === 'nps' ? 6 : 3;
  return question.type === 'consent' ? 'yes' : question.options?.[0].id;
}

const rowTools = (path, index) => button('✕', () => change('', (next) => {
  const list = path.replace(/\[(\d+)\]/gu, '.$1').split('.').reduce((inner, step) => inner[step], next);
  list.splice(index, 1);
}), { name: t('remove') });

function rules(index) {
  const question = survey.questions[index];
  const earlier = survey.questions.slice(0, index);
  const at_ = `questions[${index}]`;
  const conditions = (question.showIf ?? []).map((rule, r) => {
    const path = `${at_}.showIf[${r}]`;
    const of = survey.questions.find((other) => other.id === rule.question);
    return make('div', { class: 'rule' },
      select(t('of'), `${path}.question`, earlier.map((other) => [other.id, shorten(other.text) || other.id])),
      select(t('when'), `${path}.when`, tests(of)),
      ['answered', 'unanswered'].includes(rule.when) ? null : valueControl(t('value'), `${path}.value`, of),
      rowTools(`${at_}.showIf`, r));
  });
  const jumps = (question.next ?? []).map((rule, r) => {
    const path = `${at_}.next[${r}]`;
    return make('div', { class: 'rule' },
      select(t('when'), `${path}.when`, tests(question)),
      ['answered', 'unanswered'].includes(rule.when) ? null : valueControl(t('value'), `${path}.value`, question),
      select(t('go'), `${path}.go`, [...survey.questions.filter((other) => other !== question).map((other) => [other.id, shorten(other.text) || other.id]), ['end', t('end')]]),
      rowTools(`${at_}.next`, r));
  });
  return section(`rules-${question.id}`, t('rules'), String((question.showIf?.length ?? 0) + (question.next?.length ?? 0) || ''),
    make('h3', {}, t('showIf')), conditions,
    earlier.length > 0 && button(t('addCondition'), () => change('', (next) => (next.questions[index].showIf ??= []).push({ question: earlier.at(-1).id, when: earlier.at(-1).type === 'text' ? 'answered' : 'is', value: firstValue(earlier.at(-1)) }))),
    make('h3', {}, t('next')), jumps,
    button(t('addJump'), () => change('', (next) => (next.questions[index].next ??= []).push({ when: question.type === 'text' ? 'answered' : 'is', value: firstValue(question), go: 'end' }))));
}

function retype(next, index, type) {
  const question = next.questions[index];
  question.type = type;
  if (type !== 'rating') { delete question.min; delete question.max; }
  if (!SCALES.includes(type)) { delete question.low; delete question.high; }
  if (!['single', 'multiple'].includes(type)) delete question.options;
  else question.options ??= [newOption([]), newOption(['option'])];
}

const newOption = (taken) => ({ id: freshId('option', taken), text: Object.fromEntries(survey.languages.map((language) => [language, ''])) });

function options(index) {
  const question = survey.questions[index];
  const rows = question.options.map((option, o) => make('div', { class: 'option-row' },
    make('div', { class: 'fields' }, ...words(`${t('option')} ${o + 1}`, `questions[${index}].options[${o}].text`)),
    make('div', { class: 'row' },
      button('↑', () => change('', (next) => move(next.questions[index].options, o, o - 1)), { name: t('up'), disabled: o === 0 }),
      button('↓', () => change('', (next) => move(next.questions[index].options, o, o + 1)), { name: t('down'), disabled: o === question.options.length - 1 }),
      rowTools(`questions[${index}].options`, o))));
  return make('fieldset', { class: 'fields' }, make('legend', {}, t('options')), make('p', { class: 'field-error', 'data-error': `questions[${index}].options`, hidden: true }), ...rows,
    button(t('addOption'), () => change('', (next) => next.questions[index].options.push(newOption(question.options.map((option) => option.id))))));
}

function questionCard(question, index) {
  const path = `questions[${index}]`;
  const scale = SCALES.includes(question.type);
  const key = `question-${question.id}`;
  return section(key, `${index + 1}. ${shorten(question.text) || t('question')}`, t(`type.${question.type}`),
    make('p', { class: 'field-error', 'data-error': path, hidden: true }),
    words(t('question'), `${path}.text`, { long: true }),
    select(t('type'), `${path}.type`, TYPES.map((type) => [type, t(`type.${type}`)]), (next, value) => retype(next, index, value)),
    make('div', { class: 'row' }, tick(t('required'), `${path}.required`), scale && tick(t('counts'), `${path}.counts`, true)),
    question.type === 'rating' && make('div', { class: 'pair' }, text(t('min'), `${path}.min`, { number: true }), text(t('max'), `${path}.max`, { number: true })),
    question.options && options(index),
    section(`more-${question.id}`, t('more'), '', words(t('hint'), `${path}.hint`), scale && words(t('low'), `${path}.low`), scale && words(t('high'), `${path}.high`), text(t('id'), `${path}.id`, { max: 40 })),
    rules(index),
    make('div', { class: 'row' },
      button(`↑ ${t('up')}`, () => change('', (next) => move(next.questions, index, index - 1)), { disabled: index === 0 }),
      button(`↓ ${t('down')}`, () => change('', (next) => move(next.questions, index, index + 1)), { disabled: index === survey.questions.length - 1 }),
      button(t('copy'), () => change('', (next) => next.questions.splice(index + 1, 0, { ...structuredClone(question), id: freshId(question.id, survey.questions.map((other) => other.id)) }))),
      button(t('remove'), () => change('', (next) => next.questions.splice(index, 1)), { disabled: survey.questions.length === 1 })));
}

function addQuestion() {
  const type = make('select', { 'aria-label': t('type'), 'data-new-type': '' }, ...TYPES.map((name) => make('option', { value: name }, t(`type.${name}`))));
  return make('div', { class: 'row add-question' }, type, button(t('add'), () => {
    const id = freshId(type.value === 'nps' ? 'recommend' : type.value, survey.questions.map((other) => other.id));
    open = new Set([`question-${id}`]);
    change('', (next) => {
      next.questions.push({ id, type: 'text', text: Object.fromEntries(survey.languages.map((language) => [language, ''])) });
      retype(next, next.questions.length - 1, type.value);
    });
    root.querySelector(`[data-part="question-${CSS.escape(id)}"] textarea`)?.focus();
  }, { small: false }));
}

function languagesField() {
  const control = make('input', { value: survey.languages.join(', ') });
  control.addEventListener('change', () => change('languages', (next) => { next.languages = control.value.split(',').map((code) => code.trim()).filter(Boolean); }));
  const row = field(t('languages'), 'languages', control);
  row.append(make('p', { class: 'hint' }, t('languagesHint')));
  return row;
}

function theme() {
  const own = make('input', { type: 'checkbox', checked: Boolean(survey.theme) });
  own.addEventListener('change', () => change('', (next) => {
    if (own.checked) next.theme = { accent: '#1f4fb5', accentInk: '#ffffff', paper: '#ffffff', ink: '#14201f' };
    else delete next.theme;
  }));
  return [make('label', { class: 'tick' }, own, make('span', {}, t('ownColours'))),
    survey.theme && make('div', { class: 'pair thirds' }, ...['accent', 'accentInk', 'paper', 'ink'].map((name) => text(t(name), `theme.${name}`, { type: 'color' })))];
}

function draw() {
  const focus = document.activeElement?.dataset?.path;
  numbers = 0;
  find('editor').replaceChildren(
    section('basics', t('basics'), '', text(t('name'), 'name', { max: 200 }), words(t('title'), 'title'), words(t('intro'), 'intro', { long: true, max: 2000 }), words(t('thanks'), 'thanks', { long: true, max: 2000 }), languagesField()),
    make('h2', {}, t('questions')), make('p', { class: 'field-error', 'data-error': 'questions', hidden: true }),
    ...survey.questions.map(questionCard), addQuestion(),
    section('records', t('records'), survey.records.touchpoint, make('p', { class: 'hint' }, t('recordsHint')), text(t('touchpoint'), 'records.touchpoint', { list: 'touchpoints' }),
      make('div', { class: 'pair' }, text(t('area'), 'records.area'), text(t('staff'), 'records.staff'), select(t('channel'), 'records.channel', CHANNELS.map((name) => [name, name])), text(t('journey'), 'records.journey'), text(t('stage'), 'records.stage'))),
    section('theme', t('theme'), '', theme()),
    section('asking', t('asking'), '', make('div', { class: 'pair' }, ...['cooldownDays', 'repeatDays', 'quota', 'closeAfterMinutes'].map((name) => text(t(name), name, { number: true }))), tick(t('onePage'), 'onePage'), make('p', { class: 'hint' }, t('onePageHint')), tick(t('anonymous'), 'anonymous')));
  paint();
  if (focus) root.querySelector(`[data-path="${CSS.escape(focus)}"]`)?.focus();
  const languages = find('preview-languages');
  languages.replaceChildren(...(survey.languages.length > 1 ? survey.languages.map((language) => make('button', { type: 'button', 'aria-pressed': String(language === trialLanguage), lang: language, on: { click: () => { trialLanguage = language; draw(); preview(); } } }, languageName(language))) : []));
}

// What is wrong stands beside its field; the part it is in is marked even when folded, and unfolded once for the few that are new:
// a red edge alone says nothing. A language that is added lacks all its texts at once; that opens nothing.
function paint() {
  const nameOf = (problem) => `${problem.path} ${problem.code}`;
  const fresh = new Set(problems.map(nameOf).filter((name) => !told.has(name)));
  told = new Set(problems.map(nameOf));
  root.querySelectorAll('[data-error]').forEach((place) => { place.hidden = true; });
  root.querySelectorAll('[aria-invalid]').forEach((control) => control.removeAttribute('aria-invalid'));
  root.querySelectorAll('.part.faulty').forEach((part) => part.classList.remove('faulty'));
  for (const problem of problems) {
    let path = problem.path;
    let place = root.querySelector(`[data-error="${CSS.escape(path)}"]`);
    while (!place && path) {
      path = path.replace(/(\.[^.[\]]+|\[\d+\])$/u, '') === path ? '' : path.replace(/(\.[^.[\]]+|\[\d+\])$/u, '');
      place = root.querySelector(`[data-error="${CSS.escape(path)}"]`);
    }
    if (!place) continue;
    place.textContent = place.hidden ? problem.problem : `${place.textContent} ${problem.problem}`;
    place.hidden = false;
    root.querySelector(`[data-path="${CSS.escape(path)}"]`)?.setAttribute('aria-invalid', 'true');
    for (let part = place.closest('.part'); part; part = part.parentElement.closest('.part')) {
      part.classList.add('faulty');
      if (fresh.size <= UNFOLDED_MAX && fresh.has(nameOf(problem))) part.open = true;
    }
  }
}

function tell() {
  const saved = JSON.stringify(survey) === savedAs;
  const count = problems.length;
  find('state').textContent = `${saved ? t('saved') : t('unsaved')} · ${count === 0 ? t('sound') : `${count} ${t(count === 1 ? 'problem' : 'problems')}`}`;
  find('publish').querySelector('button').disabled = count > 0;
}

const post = (where, body, method = 'POST') => fetch(where, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

function failure(words_) {
  find('failure').textContent = words_ ?? '';
  find('failure').hidden = !words_;
}

async function check() {
  const asked = survey;
  try {
    const answer = await post(`/api/v1/surveys/check?language=${root.dataset.language}`, asked);
    if (asked !== survey) return;
    problems = answer.ok ? (await answer.json()).items : [];
    paint();
    tell();
    await preview();
  } catch {
    failure(t('offline'));
  }
}

const screen = find('preview').attachShadow({ mode: 'open' });
screen.append(make('link', { rel: 'stylesheet', href: '/css/answer.css' }), make('div', {}));

// Whoever types faster than the server draws sees what was asked for last, not what arrives last.
let previews = 0;

async function preview(sent = false) {
  const asked = previews += 1;
  const answer = await post('/surveys/preview', { definition: survey, answers: trial, language: trialLanguage, sent });
  const drawn = answer.status === 200;
  const drawing = drawn ? await answer.text() : '';
  if (asked !== previews) return;
  find('no-preview').hidden = drawn;
  find('preview').hidden = !drawn;
  if (!drawn) return;
  const parsed = new DOMParser().parseFromString(drawing, 'text/html');
  screen.lastElementChild.replaceChildren(...document.adoptNode(parsed.body).childNodes);
  for (const [name, member] of [['paper', 'paper'], ['ink', 'ink'], ['accent', 'accent'], ['accent-ink', 'accentInk']]) {
    const colour = survey.theme?.[member];
    if (colour) find('preview').style.setProperty(`--answer-${name}`, colour);
    else find('preview').style.removeProperty(`--answer-${name}`);
  }
}

function answerIn(place, question) {
  const chosen = [...place.querySelectorAll('input:checked')].map((input) => input.value).filter(Boolean);
  if (question.type === 'text') return place.querySelector('textarea').value || null;
  if (question.type === 'consent') return chosen.length > 0;
  if (question.type === 'multiple') return chosen.length > 0 ? chosen : null;
  return chosen.length === 0 ? null : SCALES.includes(question.type) ? Number(chosen[0]) : chosen[0];
}

// On one page an answer may bring other questions: it is drawn anew, and whoever typed goes on where he was.
screen.addEventListener('change', async () => {
  if (!survey.onePage) return;
  for (const place of screen.querySelectorAll('fieldset[data-question]:not([hidden])')) trial[place.dataset.question] = answerIn(place, survey.questions.find((other) => other.id === place.dataset.question));
  const { name, value } = screen.activeElement ?? {};
  await preview();
  const again = [...screen.querySelectorAll('input, textarea')].filter((input) => input.name === name);
  (again.find((input) => input.value === value) ?? again[0])?.focus({ preventScroll: true });
});

screen.addEventListener('click', (event) => {
  const pressed = event.target.closest('button');
  if (!pressed) return;
  event.preventDefault();
  if (survey.onePage) {
    preview(true);
    return;
  }
  const main = screen.querySelector('main');
  const question = survey.questions.find((other) => other.id === main.dataset.question);
  const ticked = [...screen.querySelectorAll('input:checked')].map((input) => input.value);
  if (pressed.name === 'skip') trial[question.id] = null;
  else if (SCALES.includes(question.type)) trial[question.id] = Number(pressed.value);
  else if (question.type === 'single') trial[question.id] = pressed.value;
  else if (question.type === 'multiple') trial[question.id] = ticked.length > 0 ? ticked : null;
  else if (question.type === 'consent') trial[question.id] = ticked.length > 0;
  else trial[question.id] = screen.querySelector('textarea').value || null;
  preview();
});

async function save() {
  const sent = JSON.stringify(survey);
  failure();
  try {
    const answer = await post(`${address}?revision=${revision}&language=${root.dataset.language}`, survey, 'PUT');
    const told = await answer.json();
    if (!answer.ok) {
      failure(`${t('failed')} ${told.detail}`);
      return false;
    }
    [savedAs, revision] = [sent, told.revision];
    changed(false);
    return true;
  } catch {
    failure(t('offline'));
    return false;
  }
}

find('undo').textContent = `↶ ${t('undo')}`;
find('redo').textContent = `↷ ${t('redo')}`;
find('restart').textContent = t('restart');
find('no-preview').textContent = t('noPreview');
find('undo').addEventListener('click', () => travel(past, future));
find('redo').addEventListener('click', () => travel(future, past));
find('save').addEventListener('click', save);
find('restart').addEventListener('click', () => { trial = {}; preview(); });
find('publish').addEventListener('submit', async (event) => {
  if (JSON.stringify(survey) === savedAs) return;
  event.preventDefault();
  if (await save()) find('publish').requestSubmit();
});
document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.key === 's') {
    event.preventDefault();
    save();
  } else if (event.key === 'z' && !event.target.matches('input, textarea')) {
    event.preventDefault();
    if (event.shiftKey) travel(future, past);
    else travel(past, future);
  }
});
window.addEventListener('beforeunload', (event) => { if (survey && JSON.stringify(survey) !== savedAs) event.preventDefault(); });

survey = (await (await fetch(address)).json()).definition;
survey.records.channel ??= 'web';
savedAs = JSON.stringify(survey);
if (!survey.languages.includes(trialLanguage)) trialLanguage = survey.languages[0];
open.add(`question-${survey.questions[0].id}`);
draw();
changed(false);
