// A number field keeps what was typed as it was typed, and says what it takes when that
// cannot be used; the last valid value stays in force.
// @ts-check

import { element, freshId, icon, set } from './dom.js';
import { has, t } from './locale.js';
import { parse } from './model.js';

/** @typedef {import('./model.js').Field} Field */
/** @typedef {import('./model.js').Page} Page */
/** @typedef {import('./fields.js').Control} Control */

/** How far one key press goes. @type {Record<string, number>} */
const STEPS = { ArrowUp: 1, ArrowDown: -1, PageUp: 3, PageDown: -3 };

const UP = 'M5 12.5l5-5 5 5';
const DOWN = 'M5 7.5l5 5 5-5';

/** For assistive technology a number has no exponent. */
const decimals = new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 20 });

/** @param {string} text */
function plain(text) {
  return decimals.format(Number(text));
}

/** @implements {Control} */
export class NumberField {
  #page;
  /** @type {Field} */
  #field;
  #name = '';
  /** True while what is typed here is being set: it stands as it was typed. */
  #typing = false;
  /** What stood here when the typing began. */
  #before = '';
  #message = element('span', { class: 'fault', id: freshId(), hidden: '' });
  input = element('input', {
    type: 'text',
    role: 'spinbutton',
    autocomplete: 'off',
    spellcheck: 'false',
    class: 'number',
  });
  node = element('span', { class: 'number-field' });

  /**
   * @param {Page} page
   * @param {Field} field
   */
  constructor(page, field) {
    this.#page = page;
    this.#field = field;
    this.node.append(this.input, this.#stepper(), this.#message);
    this.input.addEventListener('input', () => this.#set(this.input.value));
    this.input.addEventListener('focus', () => {
      this.#before = this.#invalid ? this.#field.value : this.input.value;
    });
    this.input.addEventListener('keydown', (event) => this.#key(event));
    this.update(field, true);
  }

  /**
   * @param {Field} field
   * @param {boolean} fresh
   */
  update(field, fresh) {
    const { value, min, max } = this.#field;
    const other = field.value !== value;
    this.#field = field;
    if (fresh || (other && !this.#typing)) {
      this.input.value = field.value;
      this.#mark('');
    }
    set(this.input, 'aria-valuetext', this.input.value);
    if (!fresh && !other && field.min === min && field.max === max) return;
    this.input.inputMode = Number(field.min) < 0 ? 'text' : 'decimal';
    const said = { valuenow: field.value, valuemin: field.min, valuemax: field.max };
    for (const [key, text] of Object.entries(said)) {
      set(this.input, `aria-${key}`, plain(text));
    }
  }

  /** @param {string} name */
  rename(name) {
    this.#name = name;
    set(this.input, 'aria-label', name);
  }

  get #invalid() {
    return this.input.hasAttribute('aria-invalid');
  }

  /** @param {string} text */
  #set(text) {
    const fault = this.#page.app.set(this.#field.path, text);
    this.#mark(fault);
    if (fault) return;
    this.#typing = true;
    this.#page.changed();
    this.#typing = false;
  }

  /** @param {string} text */
  #replace(text) {
    this.input.value = text;
    this.#set(text);
  }

  /** @param {number} steps */
  #step(steps) {
    const text = this.#page.app.stepped(this.#field.path, steps);
    if (text) this.#replace(text);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = STEPS[event.key];
    if (steps) this.#step(steps);
    else if (event.key !== 'Escape') return;
    else if (this.input.value !== this.#before) this.#replace(this.#before);
    event.preventDefault();
  }

  /** @param {string} fault what the core says of the text; empty when it is accepted */
  #mark(fault) {
    const { input } = this;
    this.#message.hidden = !fault;
    if (!fault) {
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-describedby');
      return;
    }
    const { key, blanks } = /** @type {import('./model.js').Message} */ (parse(fault));
    // Beside the field a shorter sentence will do than the one that names the place.
    const short = key.replace(/^fault\./, 'field.');
    const words = { ...blanks, path: this.#name };
    this.#message.textContent = t(has(short) ? short : key, words);
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', this.#message.id);
  }

  /** For mouse and touch; the keyboard has the arrow keys. */
  #stepper() {
    const buttons = [[UP, 1], [DOWN, -1]].map(([path, steps]) => {
      const button = element('button', { type: 'button', tabindex: '-1' }, icon(String(path)));
      // The field keeps the focus it has.
      button.addEventListener('pointerdown', (event) => event.preventDefault());
      button.addEventListener('click', () => this.#step(Number(steps)));
      return button;
    });
    return element('span', { class: 'stepper', 'aria-hidden': 'true' }, ...buttons);
  }
}
