// One run in the table: its controls, what came of it, and a fold with all its settings.
// @ts-check

import { element, fill, freshId, icon, mathematics, say, set, Swatch } from './dom.js';
import { control, Fields, sayField } from './fields.js';
import { name, t } from './locale.js';
import { Remark } from './remark.js';
import { parse } from './model.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./model.js').Page} Page */
/** @typedef {import('./types.js').RunState} RunState */
/** @typedef {import('./types.js').Row} Row */

const MORE = 'M5 7.5l5 5 5-5';
const RESET = 'M5.2 6.2A6.2 6.2 0 1 1 3.8 10M5.4 2.6v3.8h3.8';
const DUPLICATE = 'M7 7h9v9H7zM4 13V4h9';
const REMOVE = 'M5 5l10 10M15 5L5 15';

/** What stands where there is nothing to say. */
const NOTHING = '–';

export class RunRow {
  #page;
  #index = 0;
  #open = false;
  #shown = true;
  #tick = element('input', { type: 'checkbox' });
  #swatch = new Swatch();
  #name = element('span');
  #changes = element('small');
  #rate;
  #decay = element('td', { role: 'cell', class: 'decay' });
  /** @type {import('./fields.js').Control | null} */
  #decayField = null;
  #noDecay = element('input', { type: 'text', class: 'number', disabled: '', value: NOTHING });
  /** True while what was typed into this row is to be forgotten. */
  #forget = false;
  #status = element('span', { class: 'tag' });
  #place = element('small');
  #sensitive = new Remark();
  #cells = { cost: cell('num'), w1: cell('num'), w2: cell('num'), below: cell('num below') };
  #more;
  #reset;
  #duplicate;
  #remove;
  #start = element('select');
  #startField = element('label', { class: 'field of-choice', hidden: '' }, element('span', {}, t('rule.start_from')), this.#start);
  #settings = element('div', { class: 'fields' });
  #rule = element('ol', { class: 'rule', role: 'list' });
  #written = '';
  /** What each line of the rule has set. @type {HTMLElement[]} */
  #numbers = [];
  #fields;
  #fold = element('tr', { role: 'row', class: 'fold', id: freshId(), hidden: '' });
  #row = element('tr', { role: 'row', class: 'run' });

  /**
   * @param {Page} page
   * @param {RunState} run
   */
  constructor(page, run) {
    this.#page = page;
    this.#rate = control(page, run.rate);
    this.#fields = new Fields(page, this.#settings, (field) => this.#call(sayField(field)));
    this.#more = this.#button('more', MORE, () => this.#toggle());
    this.#more.setAttribute('aria-controls', this.#fold.id);
    this.#reset = this.#button('reset', RESET, () => {
      this.#forget = true;
      page.send({ do: 'reset_run', run: this.#index });
    });
    this.#duplicate = this.#button('duplicate', DUPLICATE, () => page.send({ do: 'duplicate_run', run: this.#index }));
    this.#remove = this.#button('remove', REMOVE, () => page.send({ do: 'remove_run', run: this.#index }));
    this.#start.addEventListener('change', () => {
      const kind = this.#start.value;
      this.#start.value = '';
      this.#forget = true;
      page.send({ do: 'start_from', run: this.#index, kind });
    });
    this.#tick.addEventListener('change', () => {
      page.send({ do: 'show_run', run: this.#index, shown: this.#tick.checked });
    });
    this.#lay();
  }

  /** The table's rows, in order. */
  get nodes() {
    return [this.#row, this.#fold];
  }

  /**
   * @param {RunState} run
   * @param {number} index
   * @param {boolean} fresh
   */
  update(run, index, fresh) {
    fresh ||= this.#forget;
    this.#forget = false;
    this.#index = index;
    this.#shown = run.shown;
    this.#tick.checked = run.shown;
    this.#tick.style.accentColor = run.color;
    this.#row.classList.toggle('off', !run.shown);
    this.#swatch.update(run);
    const threshold = this.#page.state.threshold.value;
    set(this.#cells.below, 'data-head', t('table.below_at', { threshold }));
    this.#rate.update(run.rate, fresh);
    const decay = run.fields.find(({ path }) => path.endsWith('.schedule.decay'));
    this.#showDecay(decay, fresh);
    const fields = run.fields.filter((field) => field !== decay);
    this.#fields.update(fields, fresh);
    this.#offerStarts(run.starts);
    if (this.#open) this.#writeRule();
    say(this.#changes, run.changes);
    this.#rename();
  }

  /** @param {Row} row */
  show(row) {
    const { status, outcome, place, sensitive } = row;
    const on = this.#shown;
    const number = (/** @type {HTMLElement} */ node, /** @type {string} */ text) => say(node, (on && text) || NOTHING);
    number(this.#cells.cost, row.cost);
    number(this.#cells.w1, row.w1);
    number(this.#cells.w2, row.w2);
    number(this.#cells.below, row.below);
    say(this.#status, on ? outcome : t('status.off'));
    say(this.#place, on ? place : '');
    set(this.#status, 'data-status', on ? status : 'off');
    this.#sensitive.update(on && sensitive ? t('run.sensitive_since', { epoch: sensitive }) : '');
    if (this.#open) this.#writeNumbers();
  }

  /** Puts the focus where somebody goes on who has just added this run. */
  focus() {
    this.#tick.focus();
  }

  /** @param {string} what */
  #call(what) {
    return t('run.control', { control: what, name: this.#page.names[this.#index] });
  }

  #rename() {
    const text = this.#page.names[this.#index];
    say(this.#name, text);
    set(this.#tick, 'aria-label', text);
    this.#rate.rename(this.#call(t('run.rate')));
    this.#decayField?.rename(this.#call(t('run.decay')));
    set(this.#noDecay, 'aria-label', this.#call(t('run.decay')));
    set(this.#start, 'aria-label', this.#call(t('rule.start_from')));
    set(this.#rule, 'aria-label', this.#call(t('knob.rule')));
    name(this.#more, this.#call(t('run.more')));
    name(this.#reset, t('run.reset', { name: text }));
    name(this.#duplicate, t('run.duplicate', { name: text }));
    name(this.#remove, t('run.remove', { name: text }));
  }

  /**
   * The decay stands in the table where the schedule has one.
   *
   * @param {Field | undefined} field
   * @param {boolean} fresh
   */
  #showDecay(field, fresh) {
    if (field && this.#decayField) {
      this.#decayField.update(field, fresh);
      return;
    }
    this.#decayField = field ? control(this.#page, field) : null;
    const node = this.#decayField?.node ?? this.#noDecay;
    if (this.#decay.firstChild !== node) this.#decay.replaceChildren(node);
  }

  /**
   * A rule of one's own can start from that of an optimizer.
   *
   * @param {string[]} kinds
   */
  #offerStarts(kinds) {
    this.#startField.hidden = kinds.length === 0;
    if (this.#start.length > kinds.length) return;
    /** @type {[string, string][]} */
    const options = kinds.map((kind) => [kind, t(`optimizer.${kind}.name`)]);
    fill(this.#start, [['', t('rule.choose')], ...options]);
  }

  #writeRule() {
    const written = this.#page.app.rule(this.#index);
    if (written === this.#written) return;
    this.#written = written;
    const typeset = mathematics(written);
    this.#numbers = typeset.map(() => element('span', { class: 'num' }));
    this.#rule.replaceChildren(...typeset.map((line, i) => element('li', {}, line, this.#numbers[i])));
  }

  #writeNumbers() {
    const lines = parse(this.#page.app.rule_numbers(this.#index));
    this.#numbers.forEach((node, i) => say(node, lines[i]?.join(', ') ?? ''));
  }

  #toggle() {
    this.#open = !this.#open;
    if (this.#open) {
      this.#writeRule();
      this.#writeNumbers();
    }
    this.#fold.hidden = !this.#open;
    if (this.#open) this.#fold.scrollIntoView({ block: 'nearest' });
    this.#more.setAttribute('aria-expanded', String(this.#open));
  }

  /**
   * @param {string} kind
   * @param {string} drawing
   * @param {() => void} act
   */
  #button(kind, drawing, act) {
    const button = element('button', { type: 'button', class: `quiet icon ${kind}` }, icon(drawing));
    button.addEventListener('click', act);
    return button;
  }

  #lay() {
    this.#more.setAttribute('aria-expanded', 'false');
    const label = element('label', {}, this.#tick, this.#swatch.node, this.#name);
    const { cost, w1, w2, below } = this.#cells;
    const rate = element('td', { role: 'cell', class: 'rate' }, this.#rate.node);
    const status = element('td', { role: 'cell', class: 'status' }, this.#status, ' ', this.#place, ' ', this.#sensitive.node);
    const actions = element('td', { role: 'cell', class: 'actions' }, this.#more, this.#duplicate, this.#reset, this.#remove);
    const header = element('th', { role: 'rowheader', scope: 'row' }, label, this.#changes);
    // On a narrow page the row is a block without column heads.
    const heads = { rate, decay: this.#decay, cost, w1, w2 };
    for (const [key, node] of Object.entries(heads)) node.dataset.head = t(`table.${key}`);
    this.#row.append(header, rate, this.#decay, cost, w1, w2, below, status, actions);
    this.#fold.append(element('td', { role: 'cell', colspan: '9' }, this.#startField, this.#settings, this.#rule));
  }
}

/** @param {string} kind */
function cell(kind) {
  return element('td', { role: 'cell', class: kind });
}
