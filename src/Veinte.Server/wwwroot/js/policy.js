// The scoring policy's editor: fields and document are two views of one draft. The server checks the draft and grades the
// example; a restatement is a job that is asked for its progress.
const root = document.querySelector('[data-policy-editor]');
const form = root.querySelector('[data-form]');
const example = root.querySelector('[data-example-form]');
const find = (name) => root.querySelector(`[data-${name}]`);
const number = new Intl.NumberFormat(root.dataset.locale, { maximumFractionDigits: 3 });
const points = new Intl.NumberFormat(root.dataset.locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
const text = (value) => (value == null ? '–' : number.format(value));
const amountText = (milli) => points.format(milli / 1000).replace('-', '−');
const may = root.dataset.may === 'yes';

let versions = [];
let published = {};
let compared = null;

const at = (document, path) => path.split('.').reduce((inner, step) => inner?.[step], document);

function put(document, path, value) {
  const steps = path.split('.');
  const last = steps.pop();
  steps.reduce((inner, step) => (inner[step] ??= {}), document)[last] = value;
}

function element(tag, className, words) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (words !== undefined) made.textContent = words;
  return made;
}

// An empty field is told to the server as it is, so that it says in words what belongs there.
function valueOf(input) {
  if (input.dataset.kind === 'tick') return input.checked;
  if (input.dataset.kind === 'text') return input.value;
  return input.value === '' ? null : Number(input.value);
}

function field(label, name, value, kind = 'number') {
  const cell = element('div');
  const input = element('input');
  Object.assign(input, { type: kind, value: value ?? '', name });
  if (kind === 'number') input.step = 'any';
  input.setAttribute('aria-label', label);
  input.placeholder = label;
  cell.append(input);
  return cell;
}

function addRow(kind, value = {}) {
  const row = element('div', `policy-row ${kind}`);
  if (kind === 'points') row.append(field(root.dataset.ratio, 'ratio', value.ratio), field(root.dataset.grade, 'grade', value.grade));
  else row.append(field(root.dataset.account, 'name', value.name, 'text'), field(root.dataset.weight, 'weight', value.weight), field(root.dataset.par, 'par', value.par));
  const remove = element('button', 'quiet small', root.dataset.remove);
  remove.type = 'button';
  remove.addEventListener('click', () => { row.remove(); changed(); });
  row.append(remove);
  form.querySelector(`[data-rows="${kind}"]`).append(row);
}

function fill(policy) {
  for (const input of form.querySelectorAll('[data-path]')) {
    const value = at(policy, input.dataset.path);
    if (input.dataset.kind === 'tick') input.checked = value;
    else input.value = value ?? '';
  }
  form.querySelectorAll('[data-rows]').forEach((rows) => rows.replaceChildren());
  policy.signals.wait.points.forEach((point) => addRow('points', point));
  Object.entries(policy.touchpoints).forEach(([name, terms]) => addRow('touchpoints', { name, ...terms }));
  changed();
}

function draft() {
  const policy = structuredClone(published);
  for (const input of form.querySelectorAll('[data-path]')) put(policy, input.dataset.path, valueOf(input));
  const cells = (row) => Object.fromEntries([...row.querySelectorAll('input')].map((input) => [input.name, input.type === 'text' ? input.value.trim() : valueOf(input)]));
  policy.signals.wait.points = [...form.querySelectorAll('.policy-row.points')].map(cells);
  policy.touchpoints = {};
  for (const { name, weight, par } of [...form.querySelectorAll('.policy-row.touchpoints')].map(cells)) {
    if (name) policy.touchpoints[name] = { ...(weight != null && { weight }), ...(par != null && { par }) };
  }
  return policy;
}

function leaves(value, path = '') {
  if (value === null || typeof value !== 'object') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, i) => leaves(item, `${path}[${i}]`));
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));
}

function differences(policy) {
  const [before, after] = [new Map(leaves(published)), new Map(leaves(policy))];
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, before: before.get(path), after: after.get(path) }));
}

function showDifferences(policy) {
  const found = differences(policy);
  find('diff').replaceChildren(...(found.length === 0 ? [element('li', 'calm', root.dataset.noChanges)] : found.map(({ path, before, after }) => {
    const item = element('li');
    item.append(element('code', '', path), ' ', element('del', '', before === undefined ? '–' : String(before)), ' → ', element('ins', '', after === undefined ? '–' : String(after)));
    return item;
  })));
  return found.length > 0;
}

function showErrors(errors) {
  form.querySelectorAll('[aria-invalid]').forEach((input) => input.removeAttribute('aria-invalid'));
  form.querySelectorAll('.field-error').forEach((words) => words.remove());
  const box = find('errors');
  box.hidden = errors.length === 0;
  box.querySelector('ul').replaceChildren(...errors.map((error) => element('li', '', `${error.path.replace(/^\$\.?/, '')}: ${error.problem} ${error.remedy}`)));
  for (const error of errors) {
    const path = error.path.replace(/^\$\.?/, '');
    const point = /points\[(\d+)\](?:\.(\w+))?/.exec(path);
    const input = point
      ? form.querySelectorAll('.policy-row.points')[point[1]]?.querySelector(`[name="${point[2] ?? 'ratio'}"]`)
      : form.querySelector(`[data-path="${CSS.escape(path)}"]`);
    if (!input) continue;
    input.setAttribute('aria-invalid', 'true');
    input.parentElement.append(element('p', 'field-error', `${error.problem} ${error.remedy}`));
  }
}

function showExample(tried) {
  const target = find('example');
  if (tried.grade == null) {
    target.replaceChildren(...(tried.errors.length ? [] : [element('p', 'calm', root.dataset.ungraded)]));
    return;
  }
  const figure = element('p', 'figure');
  figure.append(element('span', '', text(tried.grade)), element('small', '', '/ 20'));
  const table = element('table', 'reasons');
  const body = element('tbody');
  for (const reason of tried.reasons) {
    const row = element('tr');
    row.append(element('td', '', reason.text), element('td', 'number', text(reason.contribution)));
    body.append(row);
  }
  const foot = element('tfoot');
  const sum = element('tr');
  sum.append(element('th', '', root.dataset.sum), element('td', 'number', text(tried.grade)));
  foot.append(sum);
  table.append(body, foot);
  const amount = element('p', 'equation', `${text(tried.weight)} × (${text(tried.grade)} − ${text(tried.par)}) = `);
  amount.append(element('b', tried.amount < 0 ? 'amount debit' : 'amount credit', amountText(tried.amount)));
  target.replaceChildren(figure, table, amount);
}

let asked = 0;

async function check() {
  const own = ++asked;
  const policy = draft();
  const words = Object.fromEntries([...new FormData(example)].filter(([, value]) => value !== ''));
  const { touchpoint, ...signals } = words;
  for (const name of Object.keys(signals)) if (!['outcome', 'reaction'].includes(name)) signals[name] = Number(signals[name]);
  const response = await fetch('/api/v1/policies/try', {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ policy, touchpoint: touchpoint ?? null, signals, language: root.dataset.language }),
  });
  if (own !== asked || !response.ok) return;
  const tried = await response.json();
  showErrors(tried.errors);
  showExample(tried);
  const button = find('publish');
  if (button) button.disabled = tried.errors.length > 0 || differences(policy).length === 0;
}

let timer;

function changed() {
  const policy = draft();
  showDifferences(policy);
  find('json').textContent = JSON.stringify(policy, null, 2);
  if (compared && compared !== JSON.stringify(policy)) {
    find('put-in-force').hidden = true;
    find('restated').replaceChildren(element('p', 'calm', root.dataset.stale));
    compared = null;
  }
  clearTimeout(timer);
  timer = setTimeout(check, 150);
}

async function post(address, body) {
  const response = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? answer.title);
  return answer;
}

async function finished(job) {
  const progress = find('progress');
  progress.hidden = false;
  try {
    for (let now = job; ; now = await (await fetch(`/api/v1/jobs/${job.id}`)).json()) {
      progress.querySelector('progress').value = now.total ? now.done / now.total : 0;
      if (now.state === 'finished') return now.result;
      if (!['running', 'waiting'].includes(now.state)) throw new Error(now.error);
      await new Promise((resolve) => { setTimeout(resolve, 300); });
    }
  } finally {
    progress.hidden = true;
  }
}

function showRestated(result) {
  const table = element('table', 'list small-list');
  const head = element('tr');
  for (const words of [root.dataset.account, `${root.dataset.grade}: ${root.dataset.before} → ${root.dataset.after}`, `${root.dataset.balance}: ${root.dataset.before} → ${root.dataset.after}`]) head.append(element('th', '', words));
  const body = element('tbody');
  const row = (name, grades, balances) => {
    const made = element('tr');
    made.append(element('th', '', name), element('td', 'number', grades), element('td', 'number', balances));
    body.append(made);
  };
  row(root.dataset.total, '', `${amountText(result.before.customers)} → ${amountText(result.after.customers)}`);
  for (const account of result.accounts.filter((one) => one.kind === 'touchpoint').slice(0, 30))
    row(account.key, `${text(account.grade && Math.round(account.grade * 10) / 10)} → ${text(account.gradeAfter && Math.round(account.gradeAfter * 10) / 10)}`, `${amountText(account.balance)} → ${amountText(account.balanceAfter)}`);
  const headOf = element('thead');
  headOf.append(head);
  table.append(headOf, body);
  const scroll = element('div', 'scroll-within');
  scroll.append(table);
  find('restated').replaceChildren(scroll);
}

async function doing(button, work) {
  const problem = find('problem');
  problem.hidden = true;
  button.disabled = true;
  try {
    await work();
  } catch (error) {
    problem.textContent = root.dataset.failed + error.message;
    problem.hidden = false;
    problem.scrollIntoView({ block: 'nearest' });
  } finally {
    button.disabled = false;
  }
}

const noteNow = () => find('note').value.trim() || null;
const go = (said) => { location.href = `/settings?said=${said}`; };

if (may) {
  find('publish').addEventListener('click', (event) => {
    if (!confirm(root.dataset.publishSure)) return;
    doing(event.target, async () => {
      await post('/api/v1/policies', { policy: draft(), note: noteNow() });
      go('published');
    });
  });
  find('restate').addEventListener('click', (event) => doing(event.target, async () => {
    const policy = draft();
    showRestated(await finished(await post('/api/v1/restatements', { policy })));
    compared = JSON.stringify(policy);
    find('put-in-force').hidden = false;
    changed();
  }));
  find('put-in-force').addEventListener('click', (event) => {
    if (!confirm(root.dataset.restateSure)) return;
    doing(event.target, async () => {
      const policy = draft();
      if (differences(policy).length > 0) {
        await post('/api/v1/policies', { policy, note: noteNow() });
        versions = (await (await fetch('/api/v1/policies')).json()).items;
        published = versions[0].policy;
      }
      await finished(await post('/api/v1/restatements/publish', { version: versions[0].version }));
      go('restated');
    });
  });
}

root.addEventListener('click', (event) => {
  const { add, version } = event.target.dataset;
  if (add) addRow(add);
  else if (version) fill(versions.find((known) => known.version === Number(version)).policy);
});
form.addEventListener('input', changed);
form.addEventListener('submit', (event) => event.preventDefault());
example.addEventListener('input', changed);
example.addEventListener('submit', (event) => event.preventDefault());

document.querySelector('[data-wipe]')?.addEventListener('click', async (event) => {
  const button = event.target;
  if (!confirm(button.dataset.sure)) return;
  button.disabled = true;
  const response = await fetch('/api/v1/demo/wipe', { method: 'POST' });
  if (!response.ok) {
    button.textContent = (await response.json()).detail;
    return;
  }
  button.textContent = button.dataset.word;
  setInterval(async () => {
    try {
      if ((await fetch('/healthz/ready')).ok && (await (await fetch('/api/v1/demo')).json()).state !== 'wiping') location.href = '/';
    } catch {
      // It is between two lives.
    }
  }, 1000);
});

versions = (await (await fetch('/api/v1/policies')).json()).items;
published = versions[0].policy;
fill(published);
// A proposal from Moments is a draft like any other: it is filled in, and nothing is published by that.
if (root.dataset.proposed) {
  const proposal = await fetch(`/api/v1/moments/weights?outcome=${encodeURIComponent(root.dataset.proposed)}`);
  if (proposal.ok) fill((await proposal.json()).policy);
}
