// What stands under the pointer, in a few lines beside it. The table says the same to
// whoever has no pointer.
// @ts-check

import { byId, element, Swatch } from './dom.js';

/** @typedef {{ text: string, value?: string, look?: { color: string, dash: number[] } }} Line */

/** From the pointer to the nearest corner. */
const GAP = 14;

const node = byId('tooltip');

/**
 * Shows lines beside a point of the window.
 *
 * @param {{ clientX: number, clientY: number }} point
 * @param {Line[]} lines
 */
export function show({ clientX, clientY }, lines) {
  node.replaceChildren(...lines.map(({ text, value, look }) => {
    const line = element('p');
    if (look) {
      const swatch = new Swatch();
      swatch.update(look);
      line.append(swatch.node);
    }
    line.append(element('span', {}, text));
    if (value !== undefined) line.append(element('b', {}, value));
    return line;
  }));
  node.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = node;
  const beside = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ room) =>
    at + GAP + size < room ? at + GAP : Math.max(0, at - GAP - size);
  node.style.left = `${beside(clientX, width, innerWidth)}px`;
  node.style.top = `${beside(clientY, height, innerHeight)}px`;
}

export function hide() {
  node.hidden = true;
}
