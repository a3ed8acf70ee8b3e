// What all charts have in common: the colours and the font of the page, quiet axes, a tooltip on ink, and being drawn again
// when the theme or their width changes. Nothing here writes a style into the document, so the content security policy stays strict.

const dark = matchMedia('(prefers-color-scheme: dark)');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

export const locale = document.documentElement.lang === 'es' ? 'es-ES' : 'en-GB';

/** The page's colours now: colour('ink') is the value of --ink. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

export const fontFamily = () => getComputedStyle(document.body).fontFamily;

/** What every option begins with. The words behind a chart are its table's, so it describes nothing itself. */
export const common = (colour, tooltip) => ({
  animation: !calm.matches,
  animationDuration: 400,
  aria: { enabled: false },
  textStyle: { fontFamily: fontFamily() },
  tooltip: {
    renderMode: 'richText',
    confine: true,
    backgroundColor: colour('ink'),
    borderWidth: 0,
    padding: [8, 10],
    textStyle: { color: colour('paper'), fontSize: 13 },
    axisPointer: { type: 'line', lineStyle: { color: colour('rule-strong'), type: 'solid' } },
    ...tooltip,
  },
});

/** The place of the drawing where nothing stands around it. */
export const plainGrid = { left: 8, right: 12, top: 18, bottom: 4, containLabel: true };

const label = (colour, more) => ({ color: colour('ink-faint'), fontSize: 12, ...more });

/** An axis of steps of time, told by the labels of the table. */
export const steps = (colour, labels) => ({
  type: 'category',
  data: labels,
  boundaryGap: false,
  axisLine: { lineStyle: { color: colour('rule-strong') } },
  axisTick: { show: false },
  axisLabel: label(colour, { hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right' }),
});

/** An axis of figures with rules across. */
export const figures = (colour, formatter, { axisLabel, ...more } = {}) => ({
  type: 'value',
  splitNumber: 4,
  axisLabel: label(colour, { formatter, ...axisLabel }),
  splitLine: { lineStyle: { color: colour('rule') } },
  ...more,
});

/** A level across the chart with its name, such as a target. */
export const level = (colour, value, name) => ({
  silent: true,
  symbol: 'none',
  data: [{ yAxis: value }],
  lineStyle: { color: colour('ink'), type: 'solid', width: 1.25 },
  label: { formatter: name, position: 'insideStartTop', color: colour('ink-soft'), fontSize: 12 },
});

/** The chart of an element, made when it is first asked for. */
export const chartOf = (element) => echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: 'canvas' });

/** Draws each element now, and again whenever the theme or its width changes. */
export function keepDrawn(elements, draw) {
  const drawAll = () => elements.forEach(draw);
  drawAll();
  const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    const chart = chartOf(target);
    if (chart.getWidth() === target.clientWidth && chart.getHeight() === target.clientHeight) return;
    chart.resize();
    draw(target);
  }));
  elements.forEach((element) => resized.observe(element));
  new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  dark.addEventListener('change', drawAll);
}
