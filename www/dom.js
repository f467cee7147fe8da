// The few ways in which the page makes and changes elements. No text ever becomes markup.
// @ts-check

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * An element of index.html.
 *
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return /** @type {T} */ (found);
}

/**
 * Changes a text only if it is another: frames call this for every cell.
 *
 * @param {HTMLElement} node
 * @param {string} text
 */
export function say(node, text) {
  const [only] = node.childNodes;
  if (only instanceof Text && node.childNodes.length === 1) {
    if (only.data !== text) only.data = text;
  } else {
    node.textContent = text;
  }
}

/**
 * Sets an attribute only if it is another: each one that is set costs style and layout.
 *
 * @param {Element} node
 * @param {string} attribute
 * @param {string} value
 */
export function set(node, attribute, value) {
  if (node.getAttribute(attribute) !== value) node.setAttribute(attribute, value);
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {Node[]} children
 */
export function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * A 20 × 20 drawing in a button.
 *
 * @param {string} path
 */
export function icon(path) {
  return svg('svg', { width: '20', height: '20', viewBox: '0 0 20 20', 'aria-hidden': 'true' }, svg('path', { d: path }));
}

/** @typedef {Pick<import('./types.js').RunState, 'color' | 'dash'>} Look */

/** How a run's line looks, a short piece of it. */
export class Swatch {
  #line = svg('line', { x1: '1', y1: '4', x2: '27', y2: '4' });
  node = svg('svg', { class: 'swatch', width: '28', height: '8', viewBox: '0 0 28 8', 'aria-hidden': 'true' }, this.#line);

  /** @param {Look} look */
  update({ color, dash }) {
    set(this.#line, 'stroke', color);
    set(this.#line, 'stroke-dasharray', dash.map((length) => length * 0.75).join(' '));
  }
}

/**
 * Fills a select with options.
 *
 * @param {HTMLSelectElement} select
 * @param {[value: string, text: string][]} options
 */
export function fill(select, options) {
  select.replaceChildren(...options.map(([value, text]) => element('option', { value }, text)));
}

let ids = 0;

/** An id that no other element has. */
export function freshId() {
  ids += 1;
  return `made-${ids}`;
}

/**
 * The parts of a formula that the core wrote as MathML, between which a line may be broken.
 * Firefox would break inside of them.
 *
 * @param {string} markup
 * @returns {Node[]}
 */
export function mathematics(markup) {
  const parsed = new DOMParser().parseFromString(markup, 'text/html');
  return [...parsed.querySelectorAll('body > math')].map((math) =>
    element('span', { class: 'part' }, document.importNode(math, true)));
}
