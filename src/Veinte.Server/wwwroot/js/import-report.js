// What an import did or would do, as a person reads it.

/** A new element with a class and a text, neither of them needed. */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function tableOf(className, heads, rows) {
  const table = element('table', `list small-list cards ${className}`);
  const head = element('tr');
  for (const [words, numeric] of heads) {
    const cell = element('th', numeric ? 'number' : '', words);
    cell.scope = 'col';
    head.append(cell);
  }
  const body = element('tbody');
  for (const cells of rows) {
    const row = element('tr');
    cells.forEach((content, at) => {
      const cell = element(at === 0 ? 'th' : 'td', heads[at][1] ? 'number' : '');
      if (at === 0) cell.scope = 'row';
      else cell.dataset.label = heads[at][0];
      cell.append(content);
      row.append(cell);
    });
    body.append(row);
  }
  const headOf = element('thead');
  headOf.append(head);
  table.append(headOf, body);
  return table;
}

function folded(title, open, ...content) {
  const box = element('details', 'more report-part');
  box.open = open;
  box.append(element('summary', '', title), ...content);
  return box;
}

const said = (text, ...values) => values.reduce((whole, value, at) => whole.replace(`{${at}}`, value), text);

/**
 * Shows a result.
 * @param at  where.
 * @param result  what the job answered.
 * @param words  what to call things.
 * @param look  locale and zone of the reader.
 * @param done  whether it was imported, not just tried.
 */
export function showReport(at, result, words, look, done) {
  const { report } = result;
  const number = new Intl.NumberFormat(look.locale, { useGrouping: 'always' });
  const time = new Intl.DateTimeFormat(look.locale, { dateStyle: 'medium', timeZone: look.zone });
  const moment = new Intl.DateTimeFormat(look.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: look.zone });
  const parts = [];
  if (result.state === 'already-imported') parts.push(element('p', 'note', words.already));
  else if (done) parts.push(element('p', 'note good', words.done));
  if (result.sameFile.length > 0) parts.push(element('p', 'note warn', said(words.sameFile, result.sameFile.join(', '))));

  if (result.state !== 'already-imported') {
    const figures = element('dl', 'counts');
    const count = (value, text, tone) => {
      const cell = element('div', tone);
      cell.append(element('dt', '', text), element('dd', '', number.format(value)));
      figures.append(cell);
    };
    count(report.interactions, done ? words.made : words.wouldMake, 'main');
    count(report.graded, words.graded);
    count(report.ungraded, words.ungraded);
    count(report.dropped, words.dropped);
    count(report.rows, words.rows);
    count(report.badRows, words.badRows, report.badRows > 0 ? 'debit' : '');
    parts.push(figures);
    if (report.interactions === 0) parts.push(element('p', 'note bad', words.nothing));
    if (report.firstAt) parts.push(element('p', 'calm', said(words.period, time.format(new Date(report.firstAt)), time.format(new Date(report.lastAt)))));
    if (report.bad.length > 0)
      parts.push(folded(words.badTitle, true, element('p', 'hint', said(words.badLead, number.format(report.bad.length), number.format(report.badRows))), tableOf(
        'bad-rows', [[words.line, true], [words.column], [words.value], [words.reason]],
        report.bad.map((row) => {
          const why = element('div', '', words.reasons[row.reason] ?? row.reason);
          why.append(element('small', '', row.detail));
          why.querySelector('small').lang = 'en';
          return [number.format(row.line), row.column || '–', element('code', '', row.value || '–'), why];
        }))));
    parts.push(folded(words.byTouchpoint, report.touchpoints.length <= 20 && !done, tableOf(
      '', [[words.touchpoint], [words.graded, true], [words.ungraded, true], [words.dropped, true], [words.badRows, true]],
      report.touchpoints.map((one) => [one.touchpoint, number.format(one.graded), number.format(one.ungraded), number.format(one.dropped), number.format(one.bad)]))));
    if (!done && report.sample.length > 0)
      parts.push(folded(words.sampleTitle, false, tableOf(
        '', [[words.customer], [words.touchpoint], [words.when], [words.evidence]],
        report.sample.slice(0, 10).map((one) => [
          one.customer, one.touchpoint, moment.format(new Date(one.occurredAt)),
          Object.entries(one.signals).map(([name, value]) => `${words.signals[name] ?? name} ${value.replace(' of ', words.of).replace('promised', words.ofPromised)}`).join(', ') || words.ungraded,
        ]))));
  }
  if (done) {
    const next = element('p', 'next-steps');
    for (const [address, text] of [['/accounts', words.seeAccounts], ['/', words.seeNow]]) {
      const link = element('a', 'button quiet', text);
      link.href = address;
      next.append(link);
    }
    parts.push(next);
  }
  at.replaceChildren(...parts);
}
