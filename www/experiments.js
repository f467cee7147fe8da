// The experiments menu: choosing one loads it. What one had before stays in it.
// @ts-check

import { byId, element, fill } from './dom.js';
import { t } from './locale.js';

export class ExperimentsPart {
  #select = /** @type {HTMLSelectElement} */ (byId('experiment'));
  #own = element('option', { value: '' }, t('experiment.own'));

  /**
   * @param {import('./model.js').Page} page
   * @param {import('./types.js').Catalogue} catalogue
   */
  constructor(page, catalogue) {
    const listed = catalogue.experiments.map((id) => [id, t(`experiment.${id}.name`)]);
    fill(this.#select, /** @type {[string, string][]} */ (listed));
    this.#select.prepend(this.#own);
    this.#select.addEventListener('change', () => {
      const id = this.#select.value;
      page.visit(id === '' ? { do: 'load_own' } : { do: 'load_named', id });
    });
  }

  /** @param {import('./types.js').State} state  an experiment that was changed has no name */
  update({ experiment, has_own }) {
    this.#own.hidden = this.#own.disabled = experiment !== null && !has_own;
    if (this.#select.value !== (experiment ?? '')) this.#select.value = experiment ?? '';
  }
}
