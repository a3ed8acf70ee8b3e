// Draws a promise's confidence sequence over time from the table behind it: the band, the average, the target.
import { chartOf, colours, common, figures, keepDrawn, level, locale, plainGrid, steps } from './drawing.js';

const points = (table) => [...table.tBodies[0].rows].map((row) => ({
  label: row.cells[0].textContent.trim(),
  count: row.cells[1].textContent.trim(),
  texts: [2, 3, 4].map((cell) => row.cells[cell].textContent.trim()),
  values: [2, 3, 4].map((cell) => Number(row.cells[cell].dataset.value)),
}));

// The band of the first few observations is as wide as the scale; the view is fitted to the later half and the target, and
// leaves the scale nowhere: a share above 100 % would be read as one.
function view(rows, target, [least, most]) {
  const later = rows.slice(Math.floor(rows.length / 2));
  const low = Math.min(target, ...later.map((row) => row.values[1]), ...rows.map((row) => row.values[0]));
  const high = Math.max(target, ...later.map((row) => row.values[2]), ...rows.map((row) => row.values[0]));
  const space = (high - low) * 0.08 || 0.1;
  return { min: Math.max(least, low - space), max: Math.min(most, high + space) };
}

function option(element, rows) {
  const colour = colours();
  const share = element.dataset.share === 'yes';
  const target = Number(element.dataset.target);
  const number = new Intl.NumberFormat(locale, share ? { style: 'percent', maximumFractionDigits: 0 } : { maximumFractionDigits: 2 });
  const { min, max } = view(rows, target, element.dataset.scale.split(' ').map(Number));
  const clip = (value) => Math.min(max, Math.max(min, value));
  const band = { type: 'line', stack: 'band', stackStrategy: 'all', symbol: 'none', lineStyle: { opacity: 0 }, silent: true };
  return {
    ...common(colour, {
      trigger: 'axis',
      formatter: ([at]) => {
        const row = rows[at.dataIndex];
        return `${row.label}\n${row.texts[0]}  (${row.texts[1]} – ${row.texts[2]})\nn = ${row.count}`;
      },
    }),
    grid: plainGrid,
    xAxis: steps(colour, rows.map((row) => row.label)),
    yAxis: figures(colour, (value) => number.format(value), { min, max, axisLabel: { showMinLabel: false, showMaxLabel: false } }),
    series: [
      { ...band, data: rows.map((row) => clip(row.values[1])) },
      { ...band, data: rows.map((row) => clip(row.values[2]) - clip(row.values[1])), areaStyle: { color: colour('touch'), opacity: 0.16 } },
      {
        type: 'line',
        data: rows.map((row) => row.values[0]),
        showSymbol: rows.length < 3,
        symbolSize: 7,
        lineStyle: { color: colour('touch'), width: 2.25 },
        itemStyle: { color: colour('touch') },
        markLine: level(colour, target, `${element.dataset.targetWord} ${number.format(target)}`),
      },
    ],
  };
}

keepDrawn([...document.querySelectorAll('[data-promise-chart]')], (element) => {
  chartOf(element).setOption(option(element, points(document.getElementById(element.dataset.table))), true);
});
