// Asks a survey within any element: the widget, the web component and the kiosk share it. It knows the way through the
// questions as the server does, and draws with the same styles; what is answered goes to whoever asked for it.

const SCALES = { nps: [0, 10], csat: [1, 5], ces: [1, 7], grade: [0, 20] };
export const scaleOf = (question) => question.type === 'rating' ? [question.min ?? 1, question.max ?? 5] : SCALES[question.type];

const has = (answer, value) => Array.isArray(answer) ? answer.includes(String(value)) : typeof answer === 'boolean' ? (answer ? 'yes' : 'no') === value : String(answer) === String(value);

export function holds(when, value, answer) {
  const open = answer === null || answer === undefined;
  switch (when) {
    case 'answered': return !open;
    case 'unanswered': return open;
    case 'is': return !open && has(answer, value);
    case 'isNot': return !open && !has(answer, value);
    case 'atMost': return typeof answer === 'number' && answer <= Number(value);
    case 'atLeast': return typeof answer === 'number' && answer >= Number(value);
    default: return false;
  }
}

// The questions passed and the one that is due; an answer that is there but null was left open.
export function walk(form, answers) {
  const passed = [];
  for (let at = 0; at < form.questions.length;) {
    const question = form.questions[at];
    const shown = (question.showIf ?? []).every((rule) => holds(rule.when, rule.value, passed.some((earlier) => earlier.id === rule.question) ? answers[rule.question] : null));
    if (!shown) { at++; continue; }
    if (!(question.id in answers)) return { passed, next: question };
    passed.push(question);
    const jump = (question.next ?? []).find((rule) => holds(rule.when, rule.value, answers[question.id]));
    const to = !jump ? at + 1 : jump.go === 'end' ? form.questions.length : form.questions.findIndex((other, index) => index > at && other.id === jump.go);
    at = to < 0 ? at + 1 : to;
  }
  return { passed, next: null };
}

export const say = (form, words, language) => words?.[language] || words?.[form.languages[0]] || '';

export function fill(form, text, answers, language) {
  return text.replace(/\{\{([^{}|]{1,80})(?:\|([^{}]{0,200}))?\}\}/gu, (_, name, otherwise = '') => {
    const key = name.trim().toLowerCase();
    if (key === 'touchpoint' || key === 'place' || key === 'staff') return form.piped?.[key] || otherwise;
    if (!key.startsWith('answer:')) return otherwise;
    const id = name.trim().slice(7).trim();
    const answer = answers[id];
    if (answer === null || answer === undefined) return otherwise;
    const options = form.questions.find((question) => question.id === id)?.options;
    return options ? options.filter((option) => has(answer, option.id)).map((option) => say(form, option.text, language)).join(', ') : String(answer);
  }).replace(/,\s*([:.!?,])/gu, '$1').replace(/ {2}/gu, ' ').trim();
}

// Languages under their own name, with a capital as on the server's pages.
export function nameOf(tag) {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag);
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child || child === 0).map((child) => typeof child === 'number' ? String(child) : child));
  return element;
}

// Draws one question after the other into `place`; calls done(answers, language) at the end and changed() at every step.
export function ask(form, place, { language, done, changed = () => {}, focus = true } = {}) {
  const answers = {};
  let spoken = form.languages.includes(language) ? language : form.languages[0];
  const words = () => form.words[spoken];

  function answer(question, value) {
    if (question.required && (value === null || value === undefined || (question.type === 'consent' && value === false))) return draw(question, words().missing);
    answers[question.id] = value ?? null;
    changed(answers);
    return draw();
  }

  function back(passed) {
    delete answers[passed.at(-1).id];
    changed(answers);
    draw();
  }

  function controls(question) {
    const scale = scaleOf(question);
    if (scale) {
      const [low, high] = scale;
      const [lowWords, highWords] = [say(form, question.low, spoken), say(form, question.high, spoken)];
      const points = make('div', { class: `points p${high - low + 1}`, role: 'group', 'aria-labelledby': 'question' });
      for (let value = low; value <= high; value++) {
        const end = value === low ? lowWords : value === high ? highWords : '';
        points.append(make('button', { type: 'button', class: 'point', name: 'a', value: String(value), 'aria-label': end ? `${value}: ${end}` : null, click: () => answer(question, value) }, value));
      }
      return [points, (lowWords || highWords) && make('p', { class: 'ends', 'aria-hidden': 'true' }, make('span', {}, lowWords), make('span', {}, highWords))];
    }
    const onward = (read) => make('p', { class: 'go' }, make('button', { type: 'button', 'data-go': '', click: () => answer(question, read()) }, question === form.questions.at(-1) ? words().send : words().next));
    if (question.type === 'single') return [make('div', { class: 'options', role: 'group', 'aria-labelledby': 'question' }, ...question.options.map((option) => make('button', { type: 'button', class: 'option', name: 'a', value: option.id, click: () => answer(question, option.id) }, say(form, option.text, spoken))))];
    if (question.type === 'multiple') {
      const boxes = question.options.map((option) => make('label', { class: 'option' }, make('input', { type: 'checkbox', value: option.id }), make('span', {}, say(form, option.text, spoken))));
      return [make('fieldset', { class: 'options', 'aria-labelledby': 'question' }, make('legend', { class: 'hint' }, words().chooseAny), ...boxes), onward(() => {
        const chosen = boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value);
        return chosen.length > 0 ? chosen : null;
      })];
    }
    if (question.type === 'consent') {
      const box = make('input', { type: 'checkbox' });
      return [make('label', { class: 'option consent' }, box, make('span', {}, fill(form, say(form, question.text, spoken), answers, spoken))), onward(() => box.checked)];
    }
    const area = make('textarea', { rows: '4', maxlength: '4000', 'aria-labelledby': 'question' });
    return [area, onward(() => area.value.trim() || null)];
  }

  function draw(faulty, fault) {
    const { passed, next } = walk(form, answers);
    const question = faulty ?? next;
    if (!question) return done(Object.fromEntries(passed.map((earlier) => [earlier.id, answers[earlier.id]]).filter(([, value]) => value !== null)), spoken);
    const position = form.questions.indexOf(question);
    const hint = say(form, question.hint, spoken);
    const heading = make('h1', { id: 'question', tabindex: '-1' }, fill(form, say(form, question.text, spoken), answers, spoken), !question.required && make('small', { class: 'optional' }, ` (${words().optional})`));
    place.replaceChildren(
      make('header', { class: 'answer-head' }, make('p', { class: 'survey-title' }, fill(form, say(form, form.title, spoken), answers, spoken)), form.languages.length > 1 && make('nav', { class: 'languages', 'aria-label': words().language }, ...form.languages.map((tag) => make('a', {
        href: '#', lang: tag, 'aria-current': tag === spoken ? 'true' : null, click: (event) => { event.preventDefault(); spoken = tag; draw(); },
      }, nameOf(tag))))),
      ...(form.questions.length > 1 ? [make('progress', { class: 'progress', max: '100', value: String(Math.round((100 * passed.length) / (passed.length + form.questions.length - position))), 'aria-hidden': 'true' })] : []),
      ...(passed.length === 0 && form.intro ? [make('p', { class: 'intro' }, fill(form, say(form, form.intro, spoken), answers, spoken))] : []),
      make('div', { class: 'question', 'data-question': question.id }, heading, hint && make('p', { class: 'hint' }, fill(form, hint, answers, spoken)), fault && make('p', { class: 'fault', role: 'alert' }, fault), ...controls(question),
        !question.required && make('p', { class: 'go' }, make('button', { type: 'button', class: 'plain', 'data-skip': '', click: () => answer(question, null) }, words().skip))),
      ...(passed.length > 0 ? [make('p', { class: 'back' }, make('a', { href: '#', click: (event) => { event.preventDefault(); back(passed); } }, `← ${words().back}`))] : []));
    place.lang = spoken;
    if (focus && passed.length > 0) heading.focus();
    return undefined;
  }

  draw();
  return { language: () => spoken, answers };
}

export function thank(form, place, language) {
  place.replaceChildren(make('div', { class: 'done', 'data-finished': '' }, make('h1', { tabindex: '-1' }, form.words[language].thanks), make('p', {}, fill(form, say(form, form.thanks, language), {}, language) || form.words[language].thanksMore)));
}
