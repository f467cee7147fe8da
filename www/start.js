// Step 2: the start as numbers, and what the landscape is like there.
// @ts-check

import { byId, say } from './dom.js';
import { labelled } from './fields.js';
import { t } from './locale.js';

/** @typedef {import('./types.js').State} State */

export class StartPart {
  #page;
  #fields = byId('start-fields');
  /** @type {import('./fields.js').Control[]} */
  #controls = [];

  /** @param {import('./model.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  /**
   * @param {State} state
   * @param {boolean} fresh
   */
  update({ start, point }, fresh) {
    if (this.#controls.length !== start.length) this.#make(start);
    this.#controls.forEach((made, i) => made.update(start[i], fresh));
    say(byId('start-cost'), point.cost);
    say(byId('start-gradient'), `(${point.gradient.join(', ')})`);
    say(byId('start-slope'), point.slope);
  }

  /** @param {State['start']} start */
  #make(start) {
    this.#controls = start.map((field, i) => {
      const made = labelled(this.#page, { ...field, symbol: '' }, field.symbol);
      made.rename(t('start.w', { number: `${i + 1}` }));
      return made;
    });
    this.#fields.replaceChildren(...this.#controls.map(({ node }) => node));
  }
}
