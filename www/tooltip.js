// What stands under the pointer, in a few lines beside it. The table says the same to
// whoever has no pointer.
// @ts-check

import { byId, element, say, Swatch } from './dom.js';

/** @typedef {{ text: string, value?: string, look?: import('./dom.js').Look }} Line */

/** From the pointer to the nearest corner. */
const GAP = 14;

const node = byId('tooltip');

/** A line's elements, kept from one move of the pointer to the next: making them takes longer. */
class Row {
  #swatch = new Swatch();
  #text = element('span');
  #value = element('b');
  node = element('p', {}, this.#swatch.node, this.#text, this.#value);

  /** @param {Line} line */
  update({ text, value, look }) {
    this.#swatch.node.toggleAttribute('hidden', !look);
    if (look) this.#swatch.update(look);
    say(this.#text, text);
    this.#value.hidden = value === undefined;
    say(this.#value, value ?? '');
  }
}

/** @type {Row[]} */
const rows = [];

/**
 * Shows lines beside a point of the window.
 *
 * @param {{ clientX: number, clientY: number }} point
 * @param {Line[]} lines
 */
export function show({ clientX, clientY }, lines) {
  while (rows.length < lines.length) rows.push(new Row());
  lines.forEach((line, k) => rows[k].update(line));
  if (node.childElementCount !== lines.length) {
    node.replaceChildren(...rows.slice(0, lines.length).map((row) => row.node));
  }
  node.hidden = false;
  at = { clientX, clientY };
  place();
}

let at = { clientX: 0, clientY: 0 };
let [width, height] = [0, 0];

function place() {
  const beside = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ room) =>
    at + GAP + size < room ? at + GAP : Math.max(0, at - GAP - size);
  node.style.left = `${beside(at.clientX, width, innerWidth)}px`;
  node.style.top = `${beside(at.clientY, height, innerHeight)}px`;
}

// Asking for the size at every move would make the browser lay the page out each time.
new ResizeObserver(([{ borderBoxSize: [box] }]) => {
  [width, height] = [box.inlineSize, box.blockSize];
  place();
}).observe(node);

export function hide() {
  node.hidden = true;
}
