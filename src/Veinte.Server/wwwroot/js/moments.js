// Draws the map and the drift of Moments from the tables of the page, in the page's colours, so that they say nothing else.
const dark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const locale = document.documentElement.lang === 'es' ? 'es-ES' : 'en-GB';
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const grade = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

const common = (colour) => ({
  animation: !calm.matches,
  animationDuration: 300,
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
  tooltip: {
    renderMode: 'richText',
    confine: true,
    backgroundColor: colour('ink'),
    borderWidth: 0,
    padding: [8, 10],
    textStyle: { color: colour('paper'), fontSize: 13 },
  },
});

const axis = (colour, name) => ({
  name,
  nameTextStyle: { color: colour('ink-soft'), fontSize: 12 },
  axisLine: { lineStyle: { color: colour('rule-strong') } },
  axisTick: { show: false },
  axisLabel: { color: colour('ink-faint'), fontSize: 12 },
  splitLine: { show: false },
});

function drawMap(element) {
  const rows = [...document.querySelectorAll('[data-moments] tbody tr')];
  const points = rows.map((row) => ({ ...row.dataset, value: [Number(row.dataset.grade), Number(row.dataset.share)] }));
  const colour = colours();
  const narrow = element.clientWidth < 560;
  const mean = (index) => points.reduce((sum, point) => sum + point.value[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const grades = points.map((point) => point.value[0]);
  const half = Math.max(1, ...grades.map((value) => Math.abs(value - x))) + 0.6;
  const [min, max] = [Math.max(0, 2 * Math.floor((x - half) / 2)), Math.min(20, 2 * Math.ceil((x + half) / 2))];
  const top = Math.max(...points.map((point) => point.value[1])) * 1.15;
  const series = (proven) => ({
    type: 'scatter',
    cursor: 'pointer',
    symbolSize: proven ? (narrow ? 20 : 22) : 9,
    data: points.filter((point) => Boolean(point.proven) === proven),
    itemStyle: proven ? { color: colour('touch') } : { color: 'transparent', borderColor: colour('rule-strong'), borderWidth: 1.5 },
    label: {
      show: proven,
      formatter: ({ data }) => data.rank,
      color: colour('touch-ink'),
      fontSize: 11,
      fontWeight: 'bold',
    },
    z: proven ? 3 : 2,
  });
  // Names stand beside the proven ones where there is room; on a phone the rank leads to the table.
  const names = {
    type: 'scatter',
    silent: true,
    symbolSize: 1,
    itemStyle: { color: 'transparent' },
    data: narrow ? [] : points.filter((point) => point.proven),
    label: { show: true, position: 'right', distance: 14, formatter: ({ data }) => data.name, color: colour('ink'), fontSize: 12, textBorderColor: colour('sheet'), textBorderWidth: 3 },
    labelLayout: { hideOverlap: true },
    z: 4,
  };
  const corner = (name, align, left, right, at, bottom) => ({
    type: 'text', silent: true, z: 1, left, right, top: at, bottom,
    style: { text: name, fill: colour('ink-faint'), fontSize: 12, fontWeight: 600, textAlign: align },
  });
  const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: 'canvas' });
  chart.setOption({
    ...common(colour),
    grid: { left: 12, right: narrow ? 16 : 28, top: 34, bottom: 26, containLabel: true },
    xAxis: { ...axis(colour, element.dataset.x), type: 'value', min, max, nameLocation: 'middle', nameGap: 28, axisLabel: { color: colour('ink-faint'), fontSize: 12, formatter: (value) => plain.format(value) } },
    yAxis: { ...axis(colour, element.dataset.y), type: 'value', min: 0, max: top, nameTextStyle: { color: colour('ink-soft'), fontSize: 12, align: 'left' }, axisLabel: { color: colour('ink-faint'), fontSize: 12, formatter: (value) => (value === top ? '' : percent.format(value)) } },
    graphic: [
      corner(element.dataset.fix, 'left', narrow ? 60 : 70, undefined, 38),
      corner(element.dataset.keep, 'right', undefined, narrow ? 18 : 32, 38),
      corner(element.dataset.low, 'left', narrow ? 60 : 70, undefined, undefined, 58),
      corner(element.dataset.fine, 'right', undefined, narrow ? 18 : 32, undefined, 58),
    ],
    series: [
      {
        ...series(true),
        markLine: {
          silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: colour('rule-strong'), type: 'dashed', width: 1 },
          data: [{ xAxis: x }, { yAxis: y }],
        },
      },
      series(false),
      names,
    ],
  }, true);
  chart.setOption({ tooltip: { trigger: 'item', formatter: ({ data }) => `${data.name}${data.proven ? '' : `\n${element.dataset.notProven}`}\n${element.dataset.x} ${grade.format(data.value[0])}   ${element.dataset.y} ${percent.format(data.value[1])}` } });
  chart.off('click');
  chart.on('click', ({ data }) => { if (data?.href) location.assign(data.href); });
}

function drawDrift(element) {
  const table = document.getElementById(element.dataset.table);
  const rows = [...table.tBodies[0].rows];
  const colour = colours();
  const names = [...table.tHead.rows[0].cells].slice(2).map((cell) => cell.textContent.trim());
  const tones = ['touch', 'credit', 'debit', 'warn', 'ink-soft'].map(colour);
  const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: 'canvas' });
  chart.setOption({
    ...common(colour),
    legend: { type: 'plain', bottom: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 4, textStyle: { color: colour('ink-soft'), fontSize: 12 } },
    grid: { left: 8, right: 14, top: 14, bottom: names.length > 2 ? 58 : 34, containLabel: true },
    xAxis: { ...axis(colour), type: 'category', boundaryGap: false, data: rows.map((row) => row.cells[0].textContent.trim()), axisLabel: { color: colour('ink-faint'), fontSize: 12, hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right' } },
    yAxis: { ...axis(colour), type: 'value', min: 0, splitNumber: 4, splitLine: { show: true, lineStyle: { color: colour('rule') } }, axisLabel: { color: colour('ink-faint'), fontSize: 12, formatter: (value) => percent.format(value) } },
    series: names.map((name, index) => ({
      name, type: 'line', symbolSize: 6, connectNulls: false, lineStyle: { width: 2, color: tones[index] }, itemStyle: { color: tones[index] },
      data: rows.map((row) => (row.cells[index + 2].dataset.value ? Number(row.cells[index + 2].dataset.value) : null)),
    })),
  }, true);
  chart.setOption({ tooltip: { trigger: 'axis', formatter: (at) => [at[0].name, ...at.filter((one) => one.value != null).map((one) => `${one.seriesName}: ${percent.format(one.value)}`)].join('\n') } });
}

const maps = [...document.querySelectorAll('[data-moments-map]')];
const drifts = [...document.querySelectorAll('[data-moments-drift]')];
function drawAll() {
  maps.forEach(drawMap);
  drifts.forEach(drawDrift);
}
drawAll();
const resized = new ResizeObserver((entries) => entries.forEach((entry) => echarts.getInstanceByDom(entry.target)?.resize()));
[...maps, ...drifts].forEach((element) => resized.observe(element));
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ['data-theme'] });
dark.addEventListener('change', drawAll);
