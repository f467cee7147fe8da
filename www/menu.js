// A button that opens a menu, in one column or several. A select would do its act at every arrow key.
// @ts-check

import { element } from './dom.js';

/** Where an arrow key goes from item `at` of `length`. @type {Record<string, (at: number, length: number) => number>} */
const MOVES = {
  ArrowDown: (at, length) => (at + 1) % length,
  ArrowUp: (at, length) => (at - 1 + length) % length,
  Home: () => 0,
  End: (_, length) => length - 1,
};

/** Which way an arrow key goes from column to column. @type {Record<string, number>} */
const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };

export class Menu {
  #button;
  #list;
  #choose;

  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} list
   * @param {(id: string) => void} choose
   */
  constructor(button, list, choose) {
    this.#button = button;
    this.#list = list;
    this.#choose = choose;
    button.addEventListener('click', () => this.#show(!this.#open));
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      this.#show(true);
    });
    list.addEventListener('keydown', (event) => this.#key(event));
    const closeOutside = (/** @type {Event} */ { target }) => {
      if (this.#open && target instanceof Node && !list.parentElement?.contains(target)) {
        this.#show(false, false);
      }
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
  }

  /** @param {[id: string, text: string][]} items */
  fill(items) {
    this.#list.replaceChildren(...items.map(([id, text]) => {
      const item = element('button', { type: 'button', role: 'menuitem', tabindex: '-1' }, text);
      item.addEventListener('click', () => {
        this.#show(false);
        this.#choose(id);
      });
      return item;
    }));
  }

  /**
   * @param {boolean} open
   * @param {boolean} [refocus]  whether the focus goes back to the button
   */
  #show(open, refocus = true) {
    this.#list.hidden = !open;
    this.#button.setAttribute('aria-expanded', String(open));
    if (open) this.#items[0]?.focus();
    else if (refocus) this.#button.focus();
  }

  get #open() {
    return !this.#list.hidden;
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const items = this.#items;
    const at = items.findIndex((item) => item === document.activeElement);
    const move = MOVES[event.key];
    if (move) items[move(at, items.length)].focus();
    else if (SIDEWAYS[event.key]) beside(items, at, SIDEWAYS[event.key])?.focus();
    else if (event.key === 'Escape') this.#show(false);
    else if (event.key.length === 1 && event.key !== ' ') this.#seek(event.key, at);
    else return;
    event.preventDefault();
  }

  /**
   * To the next item that begins with a letter.
   *
   * @param {string} letter
   * @param {number} at
   */
  #seek(letter, at) {
    const items = this.#items;
    const after = [...items.slice(at + 1), ...items];
    const begins = (/** @type {HTMLElement} */ item) =>
      item.textContent?.toLowerCase().startsWith(letter.toLowerCase());
    after.find(begins)?.focus();
  }
}

/**
 * The item in the next column that is nearest in height; at the last column that of the first one,
 * and the other way round.
 *
 * @param {HTMLElement[]} items
 * @param {number} at
 * @param {number} way  to the right for 1, to the left for -1
 */
function beside(items, at, way) {
  const boxes = items.map((item) => item.getBoundingClientRect());
  const columns = [...new Set(boxes.map(({ left }) => Math.round(left)))].sort((a, b) => a - b);
  const here = columns.indexOf(Math.round(boxes[at].left));
  const next = columns[(here + way + columns.length) % columns.length];
  const away = (/** @type {number} */ i) => Math.abs(boxes[i].top - boxes[at].top);
  const there = items.map((_, i) => i).filter((i) => Math.round(boxes[i].left) === next);
  return items[there.sort((a, b) => away(a) - away(b))[0]];
}
