// A field for a formula, or for the lines of a rule.
// @ts-check

import { element } from './dom.js';
import { t } from './locale.js';
import { TypedField } from './typed-field.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./model.js').Page} Page */
/** @typedef {import('./fields.js').Control} Control */

const PLAIN = { class: 'code', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', dir: 'ltr' };

/**
 * @extends {TypedField<HTMLInputElement | HTMLTextAreaElement>}
 * @implements {Control}
 */
export class TextField extends TypedField {
  node = element('span', { class: 'text-field' });
  #add = element('button', { type: 'button', hidden: '' });
  #unknown = '';

  /**
   * @param {Page} page
   * @param {Field} field
   */
  constructor(page, field) {
    super(page, field, field.kind === 'lines' ? element('textarea', PLAIN) : element('input', { type: 'text', ...PLAIN }));
    this.node.append(this.input, this.message, this.#add);
    if (field.kind === 'lines') this.node.append(element('small', {}, t('rule.hint')));
    this.input.addEventListener('keydown', (event) => {
      if (/** @type {KeyboardEvent} */ (event).key === 'Escape') this.undo();
    });
    this.#add.addEventListener('click', () => this.#addParameter());
    this.update(field, true);
  }

  /**
   * @param {Field} field
   * @param {boolean} fresh
   */
  update(field, fresh) {
    this.follow(field, fresh);
    this.#fit();
  }

  finish() {
    // Only now: a parameter keeps its number while its name is typed.
    this.page.send({ do: 'drop_unused_parameters', path: this.field.path });
    super.finish();
  }

  /** @param {import('./types.js').Message | null} fault */
  mark(fault) {
    super.mark(fault);
    this.#unknown = fault?.key === 'formula.unknown_name' ? fault.blanks.found : '';
    this.#add.hidden = !this.#unknown;
    this.#add.textContent = this.#unknown && t('rule.add_parameter', { name: this.#unknown });
    this.#fit();
  }

  #addParameter() {
    const path = this.field.path.replace(/[^.]*$/, `parameters.${this.#unknown}`);
    const fault = this.page.send({ do: 'set', path, text: '1' });
    if (fault) this.mark(fault);
    else this.set(this.input.value);
    this.input.focus();
  }

  /** A line more than there are, so that it is seen where the next one goes. */
  #fit() {
    if (this.input instanceof HTMLTextAreaElement) {
      this.input.rows = this.input.value.split('\n').length + 1;
    }
  }
}
