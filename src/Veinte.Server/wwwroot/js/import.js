// Connect → Import: upload, look, say what the columns are, try, import, undo. The server guesses, writes the mapping, runs
// the jobs and counts; this script only shows and asks.
import { columns } from './import-columns.js';
import { element, showReport } from './import-report.js';

const root = document.querySelector('[data-import]');
if (root) start();
else document.querySelector('[data-undo]')?.remove();

function start() {
  const words = JSON.parse(root.dataset.words);
  const find = (name) => root.querySelector(`[data-${name}]`);
  const step = (name) => root.querySelector(`[data-step="${name}"]`);
  const problem = find('problem');
  const mapping = find('mapping');
  const ready = find('ready');
  const errors = find('errors');
  let file = null;
  let proposal = null;
  let tried = null;
  let asked = 0;
  // What is due once nobody types any more: null when nothing is.
  let due = null;

  function later(work, delay) {
    clearTimeout(due?.timer);
    due = { work, timer: setTimeout(atOnce, delay) };
  }

  function atOnce() {
    clearTimeout(due?.timer);
    const waiting = due;
    due = null;
    waiting?.work();
  }

  const table = columns(root, words, () => later(() => write(), 250));

  function complain(text, at = problem) {
    at.textContent = text;
    at.hidden = !text;
    if (text) at.scrollIntoView({ block: 'nearest' });
  }

  async function problemOf(response) {
    try {
      const told = await response.json();
      return words[told.code] ?? told.detail ?? Object.values(told.errors ?? {}).flat().join(' ') ?? told.title;
    } catch {
      return `HTTP ${response.status}`;
    }
  }

  async function call(path, body) {
    const response = await fetch(`/api/v1/${path}`, body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await problemOf(response));
    return response.json();
  }

  // By XMLHttpRequest, because fetch does not say how much of a body has gone.
  const upload = (chosen) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    const bar = find('upload').querySelector('progress');
    request.open('POST', `/api/v1/imports/files?name=${encodeURIComponent(chosen.name)}`);
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    request.onerror = () => failed(new Error('HTTP'));
    request.onload = () => {
      if (request.status === 201) done(JSON.parse(request.responseText));
      else problemOf(new Response(request.responseText || null, { status: request.status || 500 })).then((text) => failed(new Error(text)));
    };
    request.send(chosen);
  });

  async function take(chosen) {
    if (chosen.length === 0) return;
    complain('');
    find('upload').hidden = false;
    try {
      let first = null;
      for (const one of chosen) {
        const kept = await upload(one);
        first ??= kept;
      }
      await showWaiting();
      // Files that a mapping only looks things up in may come after the one that is imported.
      if (!file || chosen.length > 1 || !joinedNames().includes(first.name)) await open(first.id);
      else showJoined();
    } catch (error) {
      complain(words.failed + error.message);
    } finally {
      find('upload').hidden = true;
    }
  }

  async function open(id) {
    complain('');
    forget();
    try {
      proposal = await call(`imports/files/${id}/proposal?language=${root.dataset.language}`);
    } catch (error) {
      for (const name of ['look', 'meaning', 'try', 'import']) step(name).hidden = true;
      complain(error.message);
      return;
    }
    file = proposal.file;
    showPreview();
    for (const option of ready.options) {
      const known = proposal.ready.find((one) => one.id === option.value);
      if (!known) continue;
      option.hidden = !known.fits;
      if (known.fits && !option.dataset.told) {
        option.dataset.told = 'yes';
        option.textContent += ` (${words.fits})`;
      }
    }
    // A mapping somebody has thought about goes before a guess.
    ready.value = proposal.ready.find((one) => one.fits)?.id ?? '';
    table.fill(proposal.plan, proposal.preview);
    choose();
    for (const name of ['look', 'meaning', 'try']) step(name).hidden = false;
    step('look').scrollIntoView({ block: 'start', behavior: 'smooth' });
  }

  function showPreview() {
    const head = element('tr');
    head.append(...proposal.preview.columns.map((name) => element('th', '', name)));
    const body = element('tbody');
    for (const cells of proposal.preview.rows.slice(0, 6)) {
      const row = element('tr');
      row.append(...cells.map((cell) => element('td', '', cell.length > 60 ? `${cell.slice(0, 60)}…` : cell)));
      body.append(row);
    }
    const headOf = element('thead');
    headOf.append(head);
    find('preview').replaceChildren(headOf, body);
  }

  function choose() {
    const known = proposal.ready.find((one) => one.id === ready.value);
    const written = Boolean(known) || ready.value === 'written';
    find('columns').hidden = written;
    find('written-note').hidden = !written;
    if (known) mapping.value = JSON.stringify(known.mapping, null, 2);
    if (ready.value === 'written') find('mapping-box').open = true;
    if (written) check();
    else write();
    showJoined();
  }

  const joinedNames = () => proposal?.ready.find((one) => one.id === ready.value)?.joinedFiles ?? [];

  function showJoined() {
    const names = joinedNames();
    find('joined').hidden = names.length === 0;
    find('joined').textContent = words.alsoNeeds + names.join(', ') + words.alsoNeedsHow;
  }

  // What is tried is what was asked for last, also when the server is still at it.
  let settling = Promise.resolve();
  const write = () => { settling = makeMapping(); };
  const check = () => { settling = checkMapping(); };

  async function makeMapping() {
    forget();
    const mine = ++asked;
    try {
      const made = await call('imports/columns', table.plan());
      if (mine !== asked || ready.value) return;
      mapping.value = JSON.stringify(made.mapping, null, 2);
      showErrors(made.errors);
    } catch (error) {
      if (mine === asked) showErrors([error.message]);
    }
  }

  async function checkMapping() {
    forget();
    const mine = ++asked;
    try {
      const answer = await call('imports/mapping-check', JSON.parse(mapping.value));
      if (mine === asked) showErrors(answer.errors);
    } catch (error) {
      if (mine === asked) showErrors([error.message]);
    }
  }

  function showErrors(list) {
    errors.replaceChildren(...list.map((one) => element('li', '', one)));
    find('try').disabled = list.length > 0;
  }

  /** What was tried is not what would be imported any more. */
  function forget() {
    tried = null;
    step('import').hidden = true;
    find('report').replaceChildren();
    find('result').replaceChildren();
  }

  async function follow(where, job, text) {
    const box = document.querySelector(`[data-progress="${where}"]`);
    const bar = box.querySelector('progress');
    box.querySelector('p').textContent = text;
    bar.setAttribute('aria-label', text);
    bar.removeAttribute('value');
    const cancel = box.querySelector('button');
    // An undo goes on to its end.
    cancel.hidden = job.kind === 'undo-import';
    cancel.disabled = false;
    cancel.onclick = () => { cancel.disabled = true; call(`jobs/${job.id}/cancel`, {}).catch((error) => complain(words.failed + error.message)); };
    box.hidden = false;
    try {
      let state = job;
      for (let missed = 0; unfinished(state);) {
        await new Promise((resolve) => { setTimeout(resolve, missed > 0 ? 1500 : 300); });
        try {
          state = await call(`jobs/${job.id}`);
          missed = 0;
        } catch (error) {
          // The node that was asked may be gone, and the job all the same at work: the next question reaches another one.
          missed += 1;
          if (missed > 20) throw error;
          continue;
        }
        box.querySelector('p').textContent = state.state === 'waiting' ? words.waiting : text;
        if (state.total > 0) bar.value = state.done / state.total;
      }
      // Of what failed the job says why itself; how the others ended is said in the reader's words.
      if (state.state !== 'finished') throw new Error(state.state === 'failed' ? state.error : words[state.state] ?? state.error);
      return state.result;
    } finally {
      box.hidden = true;
    }
  }

  // Another server goes on with one whose own is gone.
  const unfinished = (job) => job.state === 'running' || job.state === 'waiting';

  async function doing(button, work, at) {
    complain('', at);
    button.disabled = true;
    try {
      await work();
    } catch (error) {
      complain(words.failed + error.message, at);
    } finally {
      button.disabled = button === find('try') && errors.childElementCount > 0;
    }
  }

  // Joined files are named by their ids, so that they go with the imported one when it is done.
  async function order() {
    atOnce();
    for (let awaited; awaited !== settling;) {
      awaited = settling;
      await awaited;
    }
    const what = { file: file.id, mapping: JSON.parse(mapping.value) };
    const names = Array.isArray(what.mapping.joins) ? what.mapping.joins.map((join) => join.file) : [];
    if (names.length === 0) return what;
    const { items } = await call('imports/files');
    const found = names.map((name) => [name, items.find((one) => one.name === name)?.id]).filter(([, id]) => id);
    return found.length < new Set(names).size ? what : { ...what, joined: Object.fromEntries(found) };
  }

  find('try').addEventListener('click', (event) => doing(event.target, async () => {
    const what = await order();
    if (errors.childElementCount > 0) return;
    const result = await follow('try', await call('imports/dry-run', what), words.working);
    tried = JSON.stringify(what);
    showReport(find('report'), result, words, root.dataset, false);
    step('import').hidden = result.report.interactions === 0;
    find('run').hidden = false;
    find('report').scrollIntoView({ block: 'nearest' });
  }));

  find('run').addEventListener('click', (event) => doing(event.target, async () => {
    const what = await order();
    if (JSON.stringify(what) !== tried) throw new Error(words.changed);
    const result = await follow('import', await call('imports', what), words.importing);
    showReport(find('result'), result, words, root.dataset, true);
    tried = null;
    event.target.hidden = true;
    await Promise.all([showWaiting(), showImports()]);
  }));

  async function showImports() {
    const page = new DOMParser().parseFromString(await (await fetch('/connect/import')).text(), 'text/html');
    document.getElementById('imports').replaceWith(document.adoptNode(page.getElementById('imports')));
  }

  async function showWaiting() {
    const { items } = await call('imports/files');
    const list = find('files');
    find('waiting').hidden = items.length === 0;
    list.replaceChildren(...items.slice(0, 20).map((one) => {
      const item = element('li');
      const [use, remove] = [element('button', 'quiet small', list.dataset.use), element('button', 'quiet small', list.dataset.delete)];
      for (const button of [use, remove]) button.type = 'button';
      use.addEventListener('click', () => open(one.id));
      remove.addEventListener('click', async () => {
        if (!confirm(words.deleteSure)) return;
        await fetch(`/api/v1/imports/files/${one.id}`, { method: 'DELETE' });
        await showWaiting();
      });
      const name = element('div', '', one.name);
      name.append(element('small', '', new Date(one.uploadedAt).toLocaleString(root.dataset.locale, { timeZone: root.dataset.zone, dateStyle: 'medium', timeStyle: 'short' })));
      const acts = element('div', 'row');
      acts.append(use, remove);
      item.append(name, acts);
      return item;
    }));
  }

  find('drop').addEventListener('dragover', (event) => { event.preventDefault(); find('drop').classList.add('over'); });
  find('drop').addEventListener('dragleave', () => find('drop').classList.remove('over'));
  find('drop').addEventListener('drop', (event) => {
    event.preventDefault();
    find('drop').classList.remove('over');
    take([...event.dataTransfer.files]);
  });
  document.getElementById('import-file').addEventListener('change', (event) => {
    const chosen = [...event.target.files];
    event.target.value = '';
    take(chosen);
  });
  ready.addEventListener('change', choose);
  mapping.addEventListener('input', () => {
    if (ready.value !== 'written') {
      ready.value = 'written';
      find('columns').hidden = true;
      find('written-note').hidden = false;
    }
    later(check, 400);
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-undo]');
    if (!button || !confirm(button.dataset.sure)) return;
    const at = document.querySelector('[data-list-problem]');
    doing(button, async () => {
      await follow('list', await call(`imports/${encodeURIComponent(button.dataset.undo)}/undo`, {}), words.undoing);
      await showImports();
    }, at);
  });

  // A job of an earlier visit, or one that a restart goes on with.
  const resume = async () => {
    await showWaiting();
    const running = (await call('jobs')).items.find((job) => unfinished(job) && ['import', 'undo-import'].includes(job.kind));
    if (!running) return;
    await follow('list', running, running.kind === 'import' ? words.importing : words.undoing);
    await Promise.all([showWaiting(), showImports()]);
  };
  resume().catch((error) => complain(words.failed + error.message));
}
