// Undo and redo: the buttons and the keys.
// @ts-check

import { byId } from './dom.js';

/** @typedef {import('./types.js').State} State */

export class HistoryPart {
  #undo = /** @type {HTMLButtonElement} */ (byId('undo'));
  #redo = /** @type {HTMLButtonElement} */ (byId('redo'));

  /** @param {import('./model.js').Page} page */
  constructor(page) {
    this.#undo.addEventListener('click', () => page.send({ do: 'undo' }));
    this.#redo.addEventListener('click', () => page.send({ do: 'redo' }));
    document.addEventListener('keydown', (event) => {
      const what = asked(event);
      if (!what || isTheBrowsers(event.target)) return;
      event.preventDefault();
      page.send({ do: what });
    });
  }

  /** @param {State} state */
  update({ can_undo, can_redo }) {
    this.#enable(this.#undo, can_undo);
    this.#enable(this.#redo, can_redo);
  }

  /**
   * A button that is disabled under the focus would lose it.
   *
   * @param {HTMLButtonElement} button
   * @param {boolean} on
   */
  #enable(button, on) {
    const focused = document.activeElement === button;
    button.disabled = !on;
    if (focused && !on) (this.#undo.disabled ? this.#redo : this.#undo).focus();
  }
}

/**
 * @param {KeyboardEvent} event
 * @returns {'undo' | 'redo' | null}
 */
function asked({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && ctrlKey && !shiftKey ? 'redo' : null;
}

/**
 * Where somebody is typing, the browser takes back letter by letter.
 *
 * @param {EventTarget | null} target
 */
function isTheBrowsers(target) {
  return target instanceof Element && target.closest('[data-typing], dialog') !== null;
}
