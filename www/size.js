// How large the two stages are, in the pixels that the module draws in: CSS pixels that
// are whole device pixels, and grow with the page's type so that a figure's words do too.
// @ts-check

/** The type size in CSS pixels for which the module's own words are made. */
const TYPE = 14;

/** CSS pixels to one of the module's. */
let scale = 1;

/**
 * Where an event is on an element, in the module's pixels.
 *
 * @param {{ clientX: number, clientY: number }} event
 * @param {Element} node
 * @returns {[x: number, y: number]}
 */
export function place({ clientX, clientY }, node) {
  const { left, top } = node.getBoundingClientRect();
  return [(clientX - left) / scale, (clientY - top) / scale];
}

/**
 * A length in CSS pixels, in the module's pixels.
 *
 * @param {number} length
 */
export function scaled(length) {
  return length / scale;
}

/** What makes the layers of a stage lie upon each other, where the styles do not. */
const STAGE = { position: 'relative', inlineSize: '30rem', maxInlineSize: '100%', blockSize: '28rem' };
const LAYER = { position: 'absolute', inset: '0', inlineSize: '100%', blockSize: '100%' };

/**
 * Whether a stage has a size of its own. Else it is as high as its canvases, which would be made
 * as high as the stage, and so on.
 *
 * @param {Element} stage
 */
function stands({ children: [layer] }) {
  return getComputedStyle(layer).position === 'absolute';
}

/** @param {HTMLElement} stage */
function support(stage) {
  if (stands(stage)) return;
  Object.assign(stage.style, STAGE);
  for (const layer of stage.querySelectorAll('canvas')) Object.assign(layer.style, LAYER);
}

/**
 * Calls at once and whenever a stage or the device pixel ratio changes.
 *
 * @param {HTMLElement} map
 * @param {HTMLElement} chart
 * @param {(mapWidth: number, mapHeight: number, chartWidth: number, chartHeight: number, ratio: number) => void} changed
 */
export function followSize(map, chart, changed) {
  /** @type {Map<Element, [number, number]>} */
  const sizes = new Map();
  for (const stage of [map, chart]) support(stage);
  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) {
      // Somebody may take the styles away at any time.
      if (stands(entry.target)) sizes.set(entry.target, measure(entry));
    }
    const [a, b] = [sizes.get(map), sizes.get(chart)];
    if (!a || !b) return;
    scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / TYPE;
    const [mapWidth, mapHeight, chartWidth, chartHeight] = [...a, ...b].map(scaled);
    changed(mapWidth, mapHeight, chartWidth, chartHeight, devicePixelRatio * scale);
  });
  const observe = () => {
    observer.disconnect();
    for (const stage of [map, chart]) {
      try {
        observer.observe(stage, { box: 'device-pixel-content-box' });
      } catch {
        observer.observe(stage);
      }
    }
    // Another ratio may leave the device pixels as many as they are.
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', observe, { once: true });
  };
  observe();
}

/**
 * @param {ResizeObserverEntry} entry
 * @returns {[width: number, height: number]} in CSS pixels
 */
function measure({ devicePixelContentBoxSize: [box] = [], contentRect: { width, height } }) {
  if (box) {
    const [exactWidth, exactHeight] = [box.inlineSize / devicePixelRatio, box.blockSize / devicePixelRatio];
    // A browser that imitates a phone gives the box in other pixels.
    if (Math.abs(exactWidth - width) < 1 && Math.abs(exactHeight - height) < 1) return [exactWidth, exactHeight];
  }
  return [width, height];
}
