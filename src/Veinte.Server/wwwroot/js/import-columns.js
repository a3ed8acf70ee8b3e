// The table in which each column of a file says what it is. Keeps a plan that the server turns into a mapping.
import { element } from './import-report.js';

const evidence = ['rating', 'nps', 'csat', 'ces', 'effort', 'outcome', 'reaction', 'waitMinutes', 'waitSeconds'];
const placed = [...evidence, 'text'];
const single = ['row', 'customer', 'time', 'touchpoint', 'channel', 'staff', 'area', 'revenue'];
const formats = ['', 'd/M/yyyy H:mm:ss', 'd/M/yyyy H:mm', 'd/M/yyyy', 'd-M-yyyy H:mm', 'd-M-yyyy', 'd.M.yyyy H:mm', 'd.M.yyyy', 'M/d/yyyy H:mm:ss', 'M/d/yyyy H:mm', 'M/d/yyyy h:mm tt', 'M/d/yyyy', 'yyyy/M/d H:mm', 'yyyy/M/d', 'unix-seconds', 'unix-milliseconds'];
const shown = { 'd/M/yyyy H:mm:ss': '24/11/2026 18:30:00', 'd/M/yyyy H:mm': '24/11/2026 18:30', 'd/M/yyyy': '24/11/2026', 'd-M-yyyy H:mm': '24-11-2026 18:30', 'd-M-yyyy': '24-11-2026', 'd.M.yyyy H:mm': '24.11.2026 18:30', 'd.M.yyyy': '24.11.2026', 'M/d/yyyy H:mm:ss': '11/24/2026 18:30:00', 'M/d/yyyy H:mm': '11/24/2026 18:30', 'M/d/yyyy h:mm tt': '11/24/2026 6:30 PM', 'M/d/yyyy': '11/24/2026', 'yyyy/M/d H:mm': '2026/11/24 18:30', 'yyyy/M/d': '2026/11/24', 'unix-seconds': '1795545000', 'unix-milliseconds': '1795545000000' };

/**
 * @param root  the page's part.
 * @param words  what to call things.
 * @param changed  called whenever the plan is another one.
 */
export function columns(root, words, changed) {
  const body = root.querySelector('[data-column-rows]');
  const roles = root.querySelector('[data-roles]').content.querySelector('select');
  const general = [...root.querySelectorAll('[data-plan]')];
  let uses = [];
  let kept = {};
  let ids = 0;

  const has = (...wanted) => uses.some((use) => wanted.includes(use.role));

  function input(label, value, put, type = 'text') {
    const cell = element('div');
    const id = `import-detail-${++ids}`;
    const name = element('label', '', label);
    name.htmlFor = id;
    const field = element('input');
    Object.assign(field, { id, type, value: value ?? '' });
    if (type === 'number') field.step = 'any';
    field.addEventListener('input', () => {
      put(type === 'number' ? (field.value === '' ? null : Number(field.value)) : field.value);
      changed();
    });
    cell.append(name, field);
    return cell;
  }

  function formatOf(use) {
    const cell = element('div');
    const id = `import-detail-${++ids}`;
    const name = element('label', '', words.format);
    name.htmlFor = id;
    const field = element('select');
    field.id = id;
    const offered = formats.includes(use.format ?? '') ? formats : [...formats, use.format];
    for (const format of offered) field.append(new Option(format === '' ? words.iso : shown[format] ?? format, format));
    field.value = use.format ?? '';
    field.addEventListener('change', () => { use.format = field.value || null; changed(); });
    cell.append(name, field);
    return cell;
  }

  function detailsOf(use) {
    const parts = [];
    if (placed.includes(use.role)) parts.push(input(words.touchpoint, use.touchpoint, (value) => { use.touchpoint = value || null; }));
    if (use.role === 'rating') {
      parts.push(input(words.worst, use.min ?? 1, (value) => { use.min = value; }, 'number'), input(words.best, use.max ?? 5, (value) => { use.max = value; }, 'number'));
    }
    if (use.role.startsWith('wait')) parts.push(input(words.promised, use.max, (value) => { use.max = value; }, 'number'));
    if (evidence.includes(use.role)) {
      const none = input(words.none, (use.notApplicable ?? []).join(', '), (value) => { use.notApplicable = value.split(',').map((one) => one.trim()).filter(Boolean); });
      none.querySelector('input').placeholder = words.noneHint;
      parts.push(none);
    }
    if (use.role === 'time') parts.push(formatOf(use));
    const meanings = Object.entries(use.words ?? {});
    if (meanings.length > 0 && (evidence.includes(use.role) || use.role === 'channel'))
      parts.push(element('p', 'hint', `${words.meanings} ${meanings.slice(0, 8).map(([from, to]) => `${from} = ${words.meaning[to] ?? to}`).join(', ')}${meanings.length > 8 ? '…' : ''}`));
    return parts;
  }

  function rowOf(use, examples) {
    const row = element('tr');
    const name = element('th', '', use.column);
    name.scope = 'row';
    const sample = element('td', 'examples', examples.length > 0 ? examples.join(' · ') : words.noValues);
    const which = element('td');
    const select = roles.cloneNode(true);
    select.value = use.role;
    select.setAttribute('aria-label', use.column);
    which.append(select);
    const cell = element('td');
    const details = element('div', 'details');
    cell.append(details);
    const show = () => {
      details.replaceChildren(...detailsOf(use));
      row.classList.toggle('unused', use.role === 'ignore');
    };
    select.addEventListener('change', () => {
      // There is one customer, one time and so on: who was it before is not used any more.
      if (single.includes(select.value))
        for (const other of uses) if (other !== use && other.role === select.value) { other.role = 'ignore'; other.refresh(); }
      use.role = select.value;
      if (placed.includes(use.role)) use.touchpoint ??= use.column;
      if (use.role.startsWith('wait')) use.max ??= 10;
      show();
      remark();
      changed();
    });
    use.refresh = () => { select.value = use.role; show(); };
    show();
    row.append(name, sample, which, cell);
    return row;
  }

  function remark() {
    const remarks = [];
    if (!has('customer')) remarks.push(words.noCustomer);
    if (!has('time')) remarks.push(words.noTime);
    if (!has(...evidence)) remarks.push(words.noEvidence);
    root.querySelector('[data-remarks]').replaceChildren(...remarks.map((text) => element('li', '', text)));
    for (const box of root.querySelectorAll('[data-when-no]')) box.hidden = has(box.dataset.whenNo);
    root.querySelector('[data-when-time]').hidden = !has('time');
  }

  for (const field of general) field.addEventListener('input', changed);

  return {
    /** Shows a plan for a file. */
    fill(plan, preview) {
      kept = plan;
      ids = 0;
      uses = plan.columns.map((use) => ({ ...use }));
      body.replaceChildren(...uses.map((use, at) => {
        const values = [...new Set(preview.rows.map((row) => row[at]).filter(Boolean))].slice(0, 3);
        return rowOf(use, values.map((value) => (value.length > 40 ? `${value.slice(0, 40)}…` : value)));
      }));
      for (const field of general) {
        const value = plan[field.dataset.plan];
        if (value) field.value = field.type === 'date' ? value.slice(0, 10) : value;
      }
      remark();
    },
    /** The plan as it stands. */
    plan() {
      const plan = { ...kept, columns: uses.map(({ refresh, ...use }) => use) };
      for (const field of general) {
        const name = field.dataset.plan;
        if (name === 'at') plan.at = field.value ? `${field.value}T12:00:00Z` : kept.at;
        else plan[name] = field.value || (name === 'touchpoint' ? kept.touchpoint : null);
      }
      return plan;
    },
  };
}
