// The experiments menu: choosing one loads it.
// @ts-check

import { byId, fill } from './dom.mjs';
import { t } from './locale.mjs';

export class ExperimentsPart {
  #select = /** @type {HTMLSelectElement} */ (byId('experiment'));
  #page;
  #id = '';
  /** What was loaded under that id. */
  #file = '';

  /**
   * @param {import('./model.mjs').Page} page
   * @param {import('./model.mjs').Catalogue} catalogue
   * @param {() => void} loaded  to be called when another experiment is there
   */
  constructor(page, catalogue, loaded) {
    this.#page = page;
    const listed = catalogue.experiments.map((id) => [id, t(`experiment.${id}.name`)]);
    fill(this.#select, [['', t('experiment.own')], .../** @type {[string, string][]} */ (listed)]);
    this.#select.addEventListener('change', () => {
      if (this.#select.value === '') return;
      page.app.load_named(this.#select.value);
      this.#remember(this.#select.value);
      loaded();
    });
    // The page opens with the first of the gallery.
    this.#remember(catalogue.experiments[0]);
  }

  /** An experiment that was changed is nobody's but the user's. */
  update() {
    this.#select.value = this.#page.app.save() === this.#file ? this.#id : '';
  }

  /** @param {string} id */
  #remember(id) {
    this.#id = id;
    this.#file = this.#page.app.save();
  }
}
