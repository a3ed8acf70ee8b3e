// Draws a promise's confidence sequence over time from the table behind it: the band, the average, the target. Colours are the page's own.

const dark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const element = document.querySelector('[data-promise-chart]');

function points() {
  return [...document.getElementById(element.dataset.table).tBodies[0].rows].map((row) => ({
    label: row.cells[0].textContent.trim(),
    count: row.cells[1].textContent.trim(),
    texts: [2, 3, 4].map((cell) => row.cells[cell].textContent.trim()),
    values: [2, 3, 4].map((cell) => Number(row.cells[cell].dataset.value)),
  }));
}

function option(rows) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const share = element.dataset.share === 'yes';
  const target = Number(element.dataset.target);
  const number = new Intl.NumberFormat(document.documentElement.lang === 'es' ? 'es-ES' : 'en-GB', share ? { style: 'percent', maximumFractionDigits: 0 } : { maximumFractionDigits: 2 });
  // The band of the first few observations is as wide as the scale; the view is fitted to the later half and the target.
  const later = rows.slice(Math.floor(rows.length / 2));
  const low = Math.min(target, ...later.map((row) => row.values[1]), ...rows.map((row) => row.values[0]));
  const high = Math.max(target, ...later.map((row) => row.values[2]), ...rows.map((row) => row.values[0]));
  const space = (high - low) * 0.08 || 0.1;
  const clip = (value) => Math.min(high + space, Math.max(low - space, value));
  const band = { type: 'line', stack: 'band', symbol: 'none', lineStyle: { opacity: 0 }, silent: true };
  return {
    animation: !calm.matches,
    animationDuration: 400,
    aria: { enabled: false },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 12, top: 18, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: colour('ink'),
      borderWidth: 0,
      padding: [8, 10],
      textStyle: { color: colour('paper'), fontSize: 13 },
      axisPointer: { type: 'line', lineStyle: { color: colour('rule-strong'), type: 'solid' } },
      formatter: ([at]) => {
        const row = rows[at.dataIndex];
        return `${row.label}\n${row.texts[0]}  (${row.texts[1]} – ${row.texts[2]})\nn = ${row.count}`;
      },
    },
    xAxis: {
      type: 'category',
      data: rows.map((row) => row.label),
      boundaryGap: false,
      axisLine: { lineStyle: { color: colour('rule-strong') } },
      axisTick: { show: false },
      axisLabel: { color: colour('ink-faint'), fontSize: 12, hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right' },
    },
    yAxis: {
      type: 'value',
      min: low - space,
      max: high + space,
      splitNumber: 4,
      axisLabel: { color: colour('ink-faint'), fontSize: 12, showMinLabel: false, showMaxLabel: false, formatter: (value) => number.format(value) },
      splitLine: { lineStyle: { color: colour('rule') } },
    },
    series: [
      { ...band, stackStrategy: 'all', data: rows.map((row) => clip(row.values[1])) },
      { ...band, stackStrategy: 'all', data: rows.map((row) => clip(row.values[2]) - clip(row.values[1])), areaStyle: { color: colour('touch'), opacity: 0.16 } },
      {
        type: 'line',
        data: rows.map((row) => row.values[0]),
        showSymbol: rows.length < 3,
        symbolSize: 7,
        lineStyle: { color: colour('touch'), width: 2.25 },
        itemStyle: { color: colour('touch') },
        markLine: {
          silent: true,
          symbol: 'none',
          data: [{ yAxis: target }],
          lineStyle: { color: colour('ink'), type: 'solid', width: 1.25 },
          label: { formatter: `${element.dataset.targetWord} ${number.format(target)}`, position: 'insideStartTop', color: colour('ink-soft'), fontSize: 12 },
        },
      },
    ],
  };
}

function draw() {
  const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: 'canvas' });
  chart.setOption(option(points()), true);
}

if (element) {
  draw();
  new ResizeObserver(() => echarts.getInstanceByDom(element)?.resize()).observe(element);
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  dark.addEventListener('change', draw);
}
