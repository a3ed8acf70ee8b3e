// Draws the charts of a page from the tables behind them.
import { chartOf, colours, common, figures, keepDrawn, level, locale, plainGrid, steps } from './drawing.js';

function series(table, column) {
  return [...table.tBodies[0].rows].map((row) => ({
    label: row.cells[0].textContent.trim(),
    text: row.cells[column].textContent.trim(),
    count: row.cells[2].textContent.trim(),
    value: row.cells[column].dataset.value ? Number(row.cells[column].dataset.value) : null,
  }));
}

// The grade's axis is fitted, but never narrower than four points: a wobble of a tenth must not look like a fall.
function gradeRange(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const half = Math.max((high - low) / 2 + 0.5, 2);
  const middle = (low + high) / 2;
  let [min, max] = [Math.floor(middle - half), Math.ceil(middle + half)];
  if (min < 0) [min, max] = [0, max - min];
  if (max > 20) [min, max] = [Math.max(0, min - (max - 20)), 20];
  return { min, max };
}

function option(element, points, colour) {
  const grade = element.dataset.chart === 'grade';
  const values = points.map((point) => point.value).filter((value) => value !== null);
  const number = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const range = grade ? gradeRange(values) : { scale: true };
  const line = grade ? colour('touch') : colour('credit');
  const par = 10;
  return {
    ...common(colour, {
      trigger: 'axis',
      formatter: ([at]) => {
        const point = points[at.dataIndex];
        return `${point.label}\n${point.text}${grade ? `   n = ${point.count}` : ''}`;
      },
    }),
    grid: plainGrid,
    xAxis: steps(colour, points.map((point) => point.label)),
    yAxis: figures(colour, (value) => number.format(value), range),
    series: [{
      type: 'line',
      data: points.map((point) => point.value),
      connectNulls: false,
      showSymbol: points.length < 3,
      symbolSize: 7,
      lineStyle: { color: line, width: 2.25 },
      itemStyle: { color: line },
      areaStyle: grade ? undefined : { color: line, opacity: 0.1 },
      markLine: grade && range.min <= par && par <= range.max ? level(colour, par, element.dataset.par) : undefined,
    }],
  };
}

keepDrawn([...document.querySelectorAll('[data-chart]')], (element) => {
  const table = document.getElementById(element.dataset.table);
  const column = element.dataset.chart === 'grade' ? 3 : 5;
  chartOf(element).setOption(option(element, series(table, column), colours()), true);
});
