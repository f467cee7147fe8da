// Says aloud, to whoever cannot watch, how a race ended. Nothing is said of what a user
// does, which their own controls say.
// @ts-check

import { byId } from './dom.js';
import { t } from './locale.js';

/** @typedef {import('./types.js').Results} Results */

export class LivePart {
  #page;
  #node = byId('live');
  #playing = false;

  /** @param {import('./model.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {Results} results */
  show({ rows, playing, epoch, epochs }) {
    const ended = this.#playing && !playing && epoch === epochs;
    if (ended) this.#node.textContent = this.#report(rows);
    else if (playing && !this.#playing) this.#node.textContent = '';
    this.#playing = playing;
  }

  /** @param {Results['rows']} rows */
  #report(rows) {
    const { names, state } = this.#page;
    const sentences = rows.map(({ outcome, place, cost }, i) => {
      const status = [outcome, place].filter(Boolean).join(' ');
      return t('live.run', { name: names[i], status, cost });
    });
    return sentences.filter((_, i) => state.runs[i].shown).join(' ');
  }
}
