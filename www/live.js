// Says aloud, to whoever cannot watch, how a race ended and where the arrow keys have moved the
// start. Nothing else is said of what a user does, which their own controls say.
// @ts-check

import { byId } from './dom.js';
import { t } from './locale.js';

/** @typedef {import('./types.js').Results} Results */

/** @param {string} text */
export function announce(text) {
  byId('live').textContent = text;
}

/**
 * How a run stands, in a sentence.
 *
 * @param {string} name
 * @param {Results['rows'][number]} row
 */
export function sayRun(name, { outcome, place, cost }) {
  return t('live.run', { name, status: [outcome, place].filter(Boolean).join(' '), cost });
}

export class LivePart {
  #page;
  #playing = false;

  /** @param {import('./model.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {Results} results */
  show({ rows, playing, epoch, epochs }) {
    const ended = this.#playing && !playing && epoch === epochs;
    if (ended) announce(this.#report(rows));
    else if (playing && !this.#playing) announce('');
    this.#playing = playing;
  }

  /** @param {Results['rows']} rows */
  #report(rows) {
    const { names, state } = this.#page;
    const sentences = rows.map((row, i) => sayRun(names[i], row));
    return sentences.filter((_, i) => state.runs[i].shown).join(' ');
  }
}
