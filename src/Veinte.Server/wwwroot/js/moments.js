// Draws the map and the drift of Moments from the tables of the page, so that they say nothing else.
import { chartOf, colours, common, figures, fontFamily, keepDrawn, locale, steps } from './drawing.js';

const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const grade = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const NameHeight = 16;

const overlaps = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const boxAt = (left, top, width, height = NameHeight) => ({ left, top, right: left + width, bottom: top + height });

/**
 * Where names stand: the most important first, each on the first side of its mark where it covers no other mark, name or word; else it has
 * none, and its rank leads to the table.
 */
function placed(chart, proven, others, words, size) {
  const [left, top] = chart.convertToPixel({ gridIndex: 0 }, [words.min, words.top]);
  const [right, bottom] = chart.convertToPixel({ gridIndex: 0 }, [words.max, 0]);
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `12px ${fontFamily()}`;
  const mark = (point, around) => {
    const [x, y] = chart.convertToPixel({ gridIndex: 0 }, point.value);
    return boxAt(x - around, y - around, 2 * around, 2 * around);
  };
  const marks = [...proven.map((point) => mark(point, size / 2)), ...others.map((point) => mark(point, 5))];
  const edge = 120;
  const taken = [boxAt(left, top, edge), boxAt(right - edge, top, edge), boxAt(left, bottom - 24, edge, 24), boxAt(right - edge, bottom - 24, edge, 24)];
  return proven.flatMap((point, index) => {
    const at = marks[index];
    const width = pen.measureText(point.name).width + 4;
    const [x, y] = [(at.left + at.right) / 2, (at.top + at.bottom) / 2];
    const sides = {
      right: boxAt(at.right + 3, y - NameHeight / 2, width),
      left: boxAt(at.left - 3 - width, y - NameHeight / 2, width),
      top: boxAt(x - width / 2, at.top - 1 - NameHeight, width),
      bottom: boxAt(x - width / 2, at.bottom + 1, width),
    };
    const side = Object.keys(sides).find((name) => sides[name].left >= left && sides[name].right <= right + 20 && sides[name].top >= top - 4 && sides[name].bottom <= bottom
      && !marks.some((other, which) => which !== index && overlaps(sides[name], other)) && !taken.some((other) => overlaps(sides[name], other)));
    if (!side) return [];
    taken.push(sides[side]);
    return [{ ...point, label: { position: side, distance: 4 } }];
  });
}

function drawMap(element) {
  const points = [...document.querySelectorAll('[data-moments] tbody tr')].map((row) => ({ ...row.dataset, value: [Number(row.dataset.grade), Number(row.dataset.share)] }));
  // The most important are drawn last, above the others.
  const proven = points.filter((point) => point.proven).sort((a, b) => a.rank - b.rank);
  const others = points.filter((point) => !point.proven);
  const colour = colours();
  const narrow = element.clientWidth < 560;
  const size = narrow ? 20 : 22;
  const mean = (index) => points.reduce((sum, point) => sum + point.value[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const half = Math.max(1, ...points.map((point) => Math.abs(point.value[0] - x))) + 0.6;
  const [min, max] = [Math.max(0, 2 * Math.floor((x - half) / 2)), Math.min(20, 2 * Math.ceil((x + half) / 2))];
  const top = Math.max(...points.map((point) => point.value[1])) * 1.15;
  const series = (data, isProven) => ({
    type: 'scatter',
    cursor: 'pointer',
    symbolSize: isProven ? size : 9,
    data,
    itemStyle: isProven ? { color: colour('touch'), borderColor: colour('sheet'), borderWidth: 1 } : { color: 'transparent', borderColor: colour('rule-strong'), borderWidth: 1.5 },
    label: { show: isProven, formatter: ({ data: point }) => point.rank, color: colour('touch-ink'), fontSize: 11, fontWeight: 'bold' },
    z: isProven ? 3 : 2,
  });
  const corner = (name, align, left, right, at, bottom) => ({
    type: 'text', silent: true, z: 1, left, right, top: at, bottom,
    style: { text: name, fill: colour('ink-faint'), fontSize: 12, fontWeight: 600, textAlign: align },
  });
  const [near, far] = narrow ? [60, 18] : [70, 32];
  const named = { nameTextStyle: { color: colour('ink-soft'), fontSize: 12 }, axisLine: { lineStyle: { color: colour('rule-strong') } }, axisTick: { show: false }, splitLine: { show: false } };
  const chart = chartOf(element);
  chart.setOption({
    ...common(colour, {
      trigger: 'item',
      formatter: ({ data }) => `${data.name}${data.proven ? '' : `\n${element.dataset.notProven}`}\n${element.dataset.x} ${grade.format(data.value[0])}   ${element.dataset.y} ${percent.format(data.value[1])}`,
    }),
    grid: { left: 12, right: narrow ? 16 : 28, top: 34, bottom: 26, containLabel: true },
    xAxis: figures(colour, (value) => plain.format(value), { ...named, name: element.dataset.x, min, max, nameLocation: 'middle', nameGap: 28 }),
    yAxis: figures(colour, (value) => (value === top ? '' : percent.format(value)), { ...named, name: element.dataset.y, nameTextStyle: { ...named.nameTextStyle, align: 'left' }, min: 0, max: top }),
    graphic: [
      corner(element.dataset.fix, 'left', near, undefined, 38),
      corner(element.dataset.keep, 'right', undefined, far, 38),
      corner(element.dataset.low, 'left', near, undefined, undefined, 58),
      corner(element.dataset.fine, 'right', undefined, far, undefined, 58),
    ],
    series: [
      {
        ...series([...proven].reverse(), true),
        markLine: {
          silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: colour('rule-strong'), type: 'dashed', width: 1 },
          data: [{ xAxis: x }, { yAxis: y }],
        },
      },
      series(others, false),
    ],
  }, true);
  // Names stand beside the proven ones where there is room; on a phone the rank leads to the table.
  if (!narrow) {
    const names = {
      id: 'names', type: 'scatter', silent: true, symbolSize: size, itemStyle: { color: 'transparent' }, z: 4,
      data: placed(chart, proven, others, { min, max, top }, size),
      label: { show: true, formatter: ({ data }) => data.name, color: colour('ink'), fontSize: 12, textBorderColor: colour('sheet'), textBorderWidth: 3 },
    };
    chart.setOption({ series: [{}, {}, names] });
  }
  walkable(element, chart, proven, others);
  chart.off('click');
  chart.on('click', ({ data }) => { if (data?.href) location.assign(data.href); });
}

// By keyboard: the arrows lead from point to point by rank, and Enter to where a click would.
function walkable(element, chart, proven, others) {
  const points = [...proven.map((point, i) => [point, 0, proven.length - 1 - i]), ...others.map((point, i) => [point, 1, i])];
  const said = element.nextElementSibling;
  let at = -1;
  element.tabIndex = 0;
  element.setAttribute('role', 'application');
  element.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      at = (Math.max(at, step < 0 ? 0 : -1) + step + points.length) % points.length;
      const [point, seriesIndex, dataIndex] = points[at];
      chart.dispatchAction({ type: 'showTip', seriesIndex, dataIndex });
      said.textContent = `${point.rank ? `${point.rank}. ` : ''}${point.name}: ${element.dataset.x} ${grade.format(point.value[0])}, ${element.dataset.y} ${percent.format(point.value[1])}`;
    } else if (event.key === 'Enter' && points[at]?.[0].href) location.assign(points[at][0].href);
    else return;
    event.preventDefault();
  };
  element.onblur = () => chart.dispatchAction({ type: 'hideTip' });
}

function drawDrift(element) {
  const table = document.getElementById(element.dataset.table);
  const rows = [...table.tBodies[0].rows];
  const colour = colours();
  const names = [...table.tHead.rows[0].cells].slice(2).map((cell) => cell.textContent.trim());
  const tones = ['touch', 'credit', 'debit', 'warn', 'ink-soft'].map(colour);
  // Told apart by more than their colour.
  const marks = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle'];
  chartOf(element).setOption({
    ...common(colour, {
      trigger: 'axis',
      formatter: (at) => [at[0].name, ...at.filter((one) => one.value != null).map((one) => `${one.seriesName}: ${percent.format(one.value)}`)].join('\n'),
    }),
    legend: { type: 'plain', bottom: 0, left: 0, itemWidth: 18, itemHeight: 8, textStyle: { color: colour('ink-soft'), fontSize: 12 } },
    grid: { left: 8, right: 14, top: 14, bottom: names.length > 2 ? 58 : 34, containLabel: true },
    xAxis: steps(colour, rows.map((row) => row.cells[0].textContent.trim())),
    yAxis: figures(colour, (value) => percent.format(value), { min: 0 }),
    series: names.map((name, index) => ({
      name, type: 'line', symbol: marks[index], symbolSize: 7, connectNulls: false, lineStyle: { width: 2, color: tones[index] }, itemStyle: { color: tones[index] },
      data: rows.map((row) => (row.cells[index + 2].dataset.value ? Number(row.cells[index + 2].dataset.value) : null)),
    })),
  }, true);
}

keepDrawn([...document.querySelectorAll('[data-moments-map]')], drawMap);
keepDrawn([...document.querySelectorAll('[data-moments-drift]')], drawDrift);
