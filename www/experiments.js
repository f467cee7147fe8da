// The experiments menu: choosing one loads it.
// @ts-check

import { byId, fill } from './dom.js';
import { t } from './locale.js';

export class ExperimentsPart {
  #select = /** @type {HTMLSelectElement} */ (byId('experiment'));

  /**
   * @param {import('./model.js').Page} page
   * @param {import('./types.js').Catalogue} catalogue
   */
  constructor(page, catalogue) {
    const listed = catalogue.experiments.map((id) => [id, t(`experiment.${id}.name`)]);
    fill(this.#select, [['', t('experiment.own')], .../** @type {[string, string][]} */ (listed)]);
    this.#select.addEventListener('change', () => {
      if (this.#select.value === '') return;
      page.send({ do: 'load_named', id: this.#select.value });
    });
  }

  /** @param {import('./types.js').State} state  an experiment that was changed has no name */
  update({ experiment }) {
    if (this.#select.value !== (experiment ?? '')) this.#select.value = experiment ?? '';
  }
}
