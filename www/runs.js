// The table of runs and results, and step 3: adding an optimizer to it.
// @ts-check

import { byId } from './dom.js';
import { NumberField } from './number-field.js';
import { t } from './locale.js';
import { Menu } from './menu.js';
import { RunRow } from './run-row.js';

/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Results} Results */

export class RunsPart {
  #page;
  #body = byId('runs');
  #add = byId('add');
  #menu;
  /** @type {NumberField | null} */
  #threshold = null;
  /** By style, which is a run's own until it is removed. @type {Map<number, RunRow>} */
  #rows = new Map();
  /** @type {RunRow[]} */
  #order = [];

  /**
   * @param {import('./model.js').Page} page
   * @param {import('./types.js').Catalogue} catalogue
   */
  constructor(page, catalogue) {
    this.#page = page;
    this.#menu = new Menu(byId('add-button'), byId('add-menu'), (kind) => {
      if (page.send({ do: 'add_run', kind })) return;
      this.#order.at(-1)?.focus();
    });
    this.#menu.fill(catalogue.optimizers.map((kind) => [kind, t(`optimizer.${kind}.name`)]));
  }

  /**
   * @param {State} state
   * @param {boolean} fresh
   */
  update({ runs, threshold, can_add }, fresh) {
    this.#follow(runs, fresh);
    this.#add.querySelector('button')?.toggleAttribute('disabled', !can_add);
    byId('no-runs').hidden = runs.length > 0;
    byId('table').hidden = runs.length === 0;
    if (this.#threshold) this.#threshold.update(threshold, fresh);
    else {
      this.#threshold = new NumberField(this.#page, threshold);
      this.#threshold.rename(t('table.threshold'));
      byId('threshold').append(this.#threshold.node);
    }
  }

  /** @param {Results} results */
  show({ rows }) {
    this.#order.forEach((row, i) => row.show(rows[i]));
  }

  /**
   * Rows whose run is still there stay, so that the focus and what is open stay too.
   *
   * @param {State['runs']} runs
   * @param {boolean} fresh
   */
  #follow(runs, fresh) {
    const focus = this.#body.contains(document.activeElement);
    const before = this.#rows;
    this.#rows = new Map();
    this.#order = runs.map((run, i) => {
      const row = before.get(run.style) ?? new RunRow(this.#page, run);
      before.delete(run.style);
      this.#rows.set(run.style, row);
      row.update(run, i, fresh);
      return row;
    });
    for (const gone of before.values()) gone.nodes.forEach((node) => node.remove());
    const rows = this.#order.flatMap(({ nodes }) => nodes);
    // A row that is moved would lose the focus.
    rows.forEach((node, i) => {
      const there = this.#body.children[i] ?? null;
      if (node !== there) this.#body.insertBefore(node, there);
    });
    if (focus && !this.#body.contains(document.activeElement)) {
      (this.#order.at(-1) ?? byId('add-button')).focus();
    }
  }
}
