// Draws the charts of a page from the tables behind them. The colours are those of the page, so a chart follows the
// theme; nothing here writes a style into the document, so the content security policy stays strict.

const dark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

function series(table, column) {
  return [...table.tBodies[0].rows].map((row) => ({
    label: row.cells[0].textContent.trim(),
    text: row.cells[column].textContent.trim(),
    count: row.cells[2].textContent.trim(),
    value: row.cells[column].dataset.value ? Number(row.cells[column].dataset.value) : null,
  }));
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
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
  const number = new Intl.NumberFormat(document.documentElement.lang === 'es' ? 'es-ES' : 'en-GB', { notation: 'compact', maximumFractionDigits: 1 });
  const range = grade ? gradeRange(values) : { scale: true };
  const line = grade ? colour('touch') : colour('credit');
  const par = 10;
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
        const point = points[at.dataIndex];
        return `${point.label}\n${point.text}${grade ? `   n = ${point.count}` : ''}`;
      },
    },
    xAxis: {
      type: 'category',
      data: points.map((point) => point.label),
      boundaryGap: false,
      axisLine: { lineStyle: { color: colour('rule-strong') } },
      axisTick: { show: false },
      axisLabel: { color: colour('ink-faint'), fontSize: 12, hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right' },
    },
    yAxis: {
      type: 'value',
      ...range,
      splitNumber: 4,
      axisLabel: { color: colour('ink-faint'), fontSize: 12, formatter: (value) => number.format(value) },
      splitLine: { lineStyle: { color: colour('rule') } },
    },
    series: [{
      type: 'line',
      data: points.map((point) => point.value),
      connectNulls: false,
      showSymbol: points.length < 3,
      symbolSize: 7,
      lineStyle: { color: line, width: 2.25 },
      itemStyle: { color: line },
      areaStyle: grade ? undefined : { color: line, opacity: 0.1 },
      markLine: grade && range.min <= par && par <= range.max ? {
        silent: true,
        symbol: 'none',
        data: [{ yAxis: par }],
        lineStyle: { color: colour('ink'), type: 'solid', width: 1 },
        label: { formatter: element.dataset.par, position: 'insideStartTop', color: colour('ink-soft'), fontSize: 12 },
      } : undefined,
    }],
  };
}

function draw(element) {
  const table = document.getElementById(element.dataset.table);
  const column = element.dataset.chart === 'grade' ? 3 : 5;
  const points = series(table, column);
  const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: 'canvas' });
  chart.setOption(option(element, points, colours()), true);
  return chart;
}

const charts = [...document.querySelectorAll('[data-chart]')];
const drawAll = () => charts.forEach(draw);
drawAll();
const resized = new ResizeObserver((entries) => entries.forEach((entry) => echarts.getInstanceByDom(entry.target)?.resize()));
charts.forEach((element) => resized.observe(element));
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ['data-theme'] });
dark.addEventListener('change', drawAll);
