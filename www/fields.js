// Form fields for what can be set, whatever its type.
// @ts-check

import { element, fill, set } from './dom.js';
import { t } from './locale.js';
import { NumberField } from './number-field.js';
import { TextField } from './text-field.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./model.js').Page} Page */

/**
 * A control for one field.
 *
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {(field: Field, fresh: boolean) => void} update  shows what the field is now;
 *   `fresh` forgets what was typed
 * @property {(name: string) => void} rename  gives it its accessible name
 */

/** @implements {Control} */
class Switch {
  #path = '';
  node = element('input', { type: 'checkbox' });

  /**
   * @param {Page} page
   * @param {Field} field
   */
  constructor(page, field) {
    this.update(field);
    this.node.addEventListener('change', () => {
      page.send({ do: 'set', path: this.#path, text: String(this.node.checked) });
    });
  }

  /** @param {Field} field */
  update({ path, value }) {
    this.#path = path;
    this.node.checked = value === 'true';
  }

  /** @param {string} name */
  rename(name) {
    set(this.node, 'aria-label', name);
  }
}

/** @implements {Control} */
class Choice {
  #path = '';
  node = element('select');

  /**
   * @param {Page} page
   * @param {Field} field
   */
  constructor(page, field) {
    fill(this.node, field.choices.map((id) => [id, sayChoice(field, id)]));
    this.update(field);
    this.node.addEventListener('change', () => {
      page.send({ do: 'set', path: this.#path, text: this.node.value });
    });
  }

  /** @param {Field} field */
  update({ path, value }) {
    this.#path = path;
    if (this.node.value !== value) this.node.value = value;
  }

  /** @param {string} name */
  rename(name) {
    set(this.node, 'aria-label', name);
  }
}

/**
 * @param {Page} page
 * @param {Field} field
 * @returns {Control}
 */
export function control(page, field) {
  if (field.kind === 'switch') return new Switch(page, field);
  if (field.kind === 'choice') return new Choice(page, field);
  if (field.kind === 'number' || field.kind === 'whole') return new NumberField(page, field);
  return new TextField(page, field);
}

/**
 * What an id among a field's choices is called.
 *
 * @param {Field} field
 * @param {string} id
 */
export function sayChoice(field, id) {
  const listed = /(\w+)\.kind$/.exec(field.path);
  return t(listed ? `${listed[1]}.${id}.name` : `choice.${id}`);
}

/**
 * Whether a field is a parameter of a rule or formula that was typed in, with the name that it has there.
 *
 * @param {Field} field
 */
export function isParameter(field) {
  return field.name.startsWith('parameters.');
}

/**
 * What a field is called.
 *
 * @param {Field} field
 */
export function sayField(field) {
  if (isParameter(field)) return field.name.replace(/^.*\./, '');
  const member = /^(penalty|noise)\.kind$/.exec(field.path);
  if (member) return t(`knob.${member[1]}`);
  return t(field.path.endsWith('schedule.kind') ? 'run.schedule' : `knob.${field.name}`);
}

/**
 * A field under its own label.
 *
 * @param {Page} page
 * @param {Field} field
 * @param {string} label
 */
export function labelled(page, field, label = sayField(field)) {
  const made = control(page, field);
  const text = element('span', {}, label);
  if (field.symbol) text.append(' ', element('i', { class: 'math' }, field.symbol));
  made.rename(label);
  const node = element('label', { class: `field of-${field.kind}` }, text, made.node);
  return { ...bound(made), node };
}

/**
 * The same control to be put elsewhere in the tree.
 *
 * @param {Control} made
 * @returns {Control}
 */
function bound(made) {
  return { node: made.node, update: made.update.bind(made), rename: made.rename.bind(made) };
}

/**
 * A group of labelled fields that follows a list: the same fields stay, others take
 * their place.
 */
export class Fields {
  #page;
  #node;
  #says;
  /** By what they show, in their order. @type {Map<string, Control>} */
  #controls = new Map();

  /**
   * @param {Page} page
   * @param {HTMLElement} node  is filled with them
   * @param {(field: Field) => string} [says]  their accessible names
   */
  constructor(page, node, says = sayField) {
    this.#page = page;
    this.#node = node;
    this.#says = says;
  }

  /**
   * @param {Field[]} fields
   * @param {boolean} fresh
   */
  update(fields, fresh) {
    const before = this.#controls;
    this.#controls = new Map(fields.map((field) => {
      // A run that moves up keeps its controls.
      const key = `${field.path.replace(/^runs\[\d+\]/, '')} ${field.kind}`;
      return [key, before.get(key) ?? labelled(this.#page, field)];
    }));
    const made = [...this.#controls.values()];
    if ([...before.keys()].join() !== [...this.#controls.keys()].join()) {
      const focus = document.activeElement;
      this.#node.replaceChildren(...made.map(({ node }) => node));
      if (focus instanceof HTMLElement && this.#node.contains(focus)) focus.focus();
    }
    made.forEach((control, i) => {
      control.update(fields[i], fresh);
      control.rename(this.#says(fields[i]));
    });
  }
}
