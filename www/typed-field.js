// A field keeps what was typed as it was typed, and says what is wrong when that cannot be used;
// the last valid value stays in force.
// @ts-check

import { element, freshId, set } from './dom.js';
import { has, t } from './locale.js';
import { parse } from './model.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').Message} Message */
/** @typedef {import('./model.js').Page} Page */

/** @template {HTMLInputElement | HTMLTextAreaElement} Input */
export class TypedField {
  /** True while what is typed here is being set: it stands as it was typed. */
  #typing = false;
  /** What stood here when the typing began. */
  #before = '';
  #name = '';
  page;
  field;
  input;
  message = element('span', { class: 'fault', id: freshId(), hidden: '' });

  /**
   * @param {Page} page
   * @param {Field} field
   * @param {Input} input
   * @param {boolean} [late]  whether what is typed is set when it is entered, and not letter by letter
   */
  constructor(page, field, input, late = false) {
    this.page = page;
    this.field = field;
    this.input = input;
    input.addEventListener('input', () => {
      input.toggleAttribute('data-typing', input.value !== this.#before);
      if (late) this.mark(parse(page.app.check(this.field.path, input.value)).fault);
      else this.set(input.value);
    });
    if (late) input.addEventListener('change', () => this.set(input.value));
    input.addEventListener('focus', () => {
      this.#before = input.hasAttribute('aria-invalid') ? this.field.value : input.value;
      page.send({ do: 'end_step' });
    });
    input.addEventListener('change', () => this.finish());
    input.addEventListener('blur', () => this.#end());
  }

  /**
   * Shows what the field is now, unless that was typed here; `fresh` forgets what was typed.
   *
   * @param {Field} field
   * @param {boolean} fresh
   * @returns {boolean} whether its value is another than before
   */
  follow(field, fresh) {
    const other = field.value !== this.field.value;
    this.field = field;
    if (fresh || (other && !this.#typing)) {
      this.input.value = field.value;
      this.input.removeAttribute('data-typing');
      this.mark(null);
    }
    return other;
  }

  /** @param {string} name */
  rename(name) {
    this.#name = name;
    set(this.input, 'aria-label', name);
  }

  /** @param {string} text */
  set(text) {
    this.#typing = true;
    const fault = this.page.send({ do: 'set', path: this.field.path, text });
    this.#typing = false;
    this.mark(fault);
  }

  /** @param {string} text */
  replace(text) {
    this.input.value = text;
    this.input.removeAttribute('data-typing');
    this.set(text);
  }

  /** What is typed is finished: what is typed on is another step to undo. */
  finish() {
    if (!this.input.hasAttribute('aria-invalid')) this.#before = this.input.value;
    this.#end();
  }

  #end() {
    this.input.removeAttribute('data-typing');
    this.page.send({ do: 'end_step' });
  }

  /** Takes back what was typed since the field got the focus, or since it was entered. */
  undo() {
    if (this.input.value !== this.#before) this.replace(this.#before);
  }

  /**
   * @param {Message | null} fault what the core says of the text; null when it is accepted
   */
  mark(fault) {
    this.message.hidden = !fault;
    if (!fault) {
      this.input.removeAttribute('aria-invalid');
      this.input.removeAttribute('aria-describedby');
      return;
    }
    const { key, blanks } = fault;
    // Beside the field a shorter sentence will do than the one that names the place.
    const short = key.replace(/^fault\./, 'field.');
    // What is typed here may not go with what stands in another field.
    const path = blanks.path ?? this.field.path;
    const place = path.slice(this.field.path.length);
    // In a list, the place in it follows.
    const here = path === this.field.path + place && /^(\[.*)?$/.test(place);
    const other = path.replace(/^.*\./, '');
    const words = { ...blanks, path: here ? this.#name + place : t(`knob.${other}`) };
    this.message.textContent = t(has(short) ? short : key, words);
    set(this.input, 'aria-invalid', 'true');
    set(this.input, 'aria-describedby', this.message.id);
  }
}
