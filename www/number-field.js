// A field for a number: typed, or stepped by keys, mouse and touch.
// @ts-check

import { element, icon, set } from './dom.js';
import { TypedField } from './typed-field.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./model.js').Page} Page */
/** @typedef {import('./fields.js').Control} Control */

/** How far one key press goes. @type {Record<string, number>} */
const STEPS = { ArrowUp: 1, ArrowDown: -1, PageUp: 3, PageDown: -3 };

/** The fewest characters that a field has room for. */
const LEAST = 4;

/** @param {KeyboardEvent} event */
const stride = ({ shiftKey, altKey }) => (shiftKey ? 'coarse' : altKey ? 'fine' : 'usual');

const UP = 'M5 12.5l5-5 5 5';
const DOWN = 'M5 7.5l5 5 5-5';

/** For assistive technology a number has no exponent. */
const decimals = new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 20 });

/** @param {string} text */
function plain(text) {
  return decimals.format(Number(text));
}

/**
 * @extends {TypedField<HTMLInputElement>}
 * @implements {Control}
 */
export class NumberField extends TypedField {
  node = element('span', { class: 'number-field' });

  /**
   * @param {Page} page
   * @param {Field} field
   * @param {boolean} [late]  whether what is typed is set when it is entered, and not letter by letter
   */
  constructor(page, field, late = false) {
    super(page, field, element('input', {
      type: 'text',
      role: 'spinbutton',
      autocomplete: 'off',
      spellcheck: 'false',
      class: 'number',
    }), late);
    this.node.append(this.input, this.#stepper(), this.message);
    this.input.addEventListener('keydown', (event) => this.#key(event));
    this.input.addEventListener('input', () => this.#fit());
    this.update(field, true);
  }

  /**
   * @param {Field} field
   * @param {boolean} fresh
   */
  update(field, fresh) {
    const { min, max } = this.field;
    const other = this.follow(field, fresh);
    set(this.input, 'aria-valuetext', this.input.value);
    this.#fit();
    if (!fresh && !other && field.min === min && field.max === max) return;
    this.input.inputMode = Number(field.min) < 0 ? 'text' : 'decimal';
    const said = { valuenow: field.value, valuemin: field.min, valuemax: field.max };
    for (const [key, text] of Object.entries(said)) {
      set(this.input, `aria-${key}`, plain(text));
    }
  }

  /** Asks for as much room as its text takes: a column of fields is as wide as its longest. */
  #fit() {
    this.input.style.setProperty('--characters', String(Math.max(this.input.value.length, LEAST)));
  }

  /**
   * @param {number} steps
   * @param {'fine' | 'usual' | 'coarse'} [far]
   */
  #step(steps, far = 'usual') {
    const text = this.page.app.stepped(this.field.path, steps, far);
    if (text) this.replace(text);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = STEPS[event.key];
    // A key that is held is one step to undo.
    if (event.ctrlKey || event.metaKey) return;
    if (steps && !event.repeat) this.page.send({ do: 'end_step' });
    if (steps) this.#step(steps, stride(event));
    else if (event.key !== 'Escape') return;
    else this.undo();
    event.preventDefault();
  }

  /** For mouse and touch; the keyboard has the arrow keys. */
  #stepper() {
    const buttons = [[UP, 1], [DOWN, -1]].map(([path, steps]) => {
      const button = element('button', { type: 'button', tabindex: '-1' }, icon(String(path)));
      // The field keeps the focus it has.
      button.addEventListener('pointerdown', (event) => event.preventDefault());
      button.addEventListener('click', () => {
        this.page.send({ do: 'end_step' });
        this.#step(Number(steps));
      });
      return button;
    });
    return element('span', { class: 'stepper', 'aria-hidden': 'true' }, ...buttons);
  }
}
