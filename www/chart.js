// The chart: which figure per epoch it shows, and the exact values under the pointer.
// @ts-check

import { byId, element, say } from './dom.js';
import { count, t } from './locale.js';
import { parseAny } from './model.js';
import { place, scaled } from './size.js';
import * as tooltip from './tooltip.js';

/** @typedef {import('./types.js').ChartHover} ChartHover */

/** What one turn of the wheel or press of a button zooms by. */
const ZOOM = 1.5;

/** A pointer that moves further than this is no click, in CSS pixels. */
const PULL = 4;

export class ChartPart {
  #page;
  #title = byId('chart-title');
  #base = byId('chart-base');
  #stage = byId('chart-stage');
  /** How far the pressed pointer has moved, in CSS pixels. */
  #pulled = 0;
  /** What the pointer reads. @type {ChartHover | null} */
  #found = null;
  /** @type {Map<string, HTMLInputElement>} */
  #tabs = new Map();

  /**
   * @param {import('./model.js').Page} page
   * @param {import('./types.js').Catalogue} catalogue
   */
  constructor(page, catalogue) {
    this.#page = page;
    byId('charts').append(...catalogue.charts.map((id) => this.#tab(id)));
    byId('charts').addEventListener('change', (event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      page.send({ do: 'set_page', name: 'chart', value });
    });
    this.#stage.addEventListener('pointermove', (event) => this.#move(event));
    this.#stage.addEventListener('pointerdown', (event) => {
      this.#pulled = 0;
      this.#hover(event);
    });
    this.#stage.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    byId('chart-in').addEventListener('click', () => this.#zoom(1 / ZOOM));
    byId('chart-out').addEventListener('click', () => this.#zoom(ZOOM));
    byId('chart-whole').addEventListener('click', () => {
      page.app.reset_chart();
      this.#zoomed();
    });
    this.#stage.addEventListener('pointerleave', ({ pointerType }) => {
      // What a tap has read stays until the next one.
      if (pointerType !== 'touch') this.#leave();
    });
    // A click has whole pixels, and would miss by one the epoch that the pointer reads.
    this.#stage.addEventListener('click', (event) => {
      if (!this.#found || this.#pulled >= PULL) return;
      page.send({ do: 'seek', epoch: this.#found.epoch });
      this.#hover(event);
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (!(target instanceof Node && this.#stage.contains(target))) this.#leave();
    }, { capture: true });
  }

  /** @param {import('./types.js').State} state */
  update({ chart, chart_base: base }) {
    say(this.#title, t(`chart.${chart}.title`));
    say(this.#base, base && t('chart.above', { base }));
    const tab = this.#tabs.get(chart);
    if (tab) tab.checked = true;
    byId('chart-whole').hidden = !this.#page.app.chart_is_zoomed();
  }

  /** @param {string} id */
  #tab(id) {
    const name = t(`chart.${id}.name`);
    const input = element('input', { type: 'radio', name: 'chart', value: id, 'aria-label': name });
    this.#tabs.set(id, input);
    return element('label', { class: 'tab', title: name }, input, element('span', {}, t(`chart.${id}`)));
  }

  /**
   * @param {MouseEvent} event
   * @returns {ChartHover | null}
   */
  #find(event) {
    return parseAny(this.#page.app.hover_chart(...place(event, this.#stage)));
  }

  /**
   * A pointer that is pressed pulls the epochs with it, where not all of them are shown.
   *
   * @param {PointerEvent} event
   */
  #move(event) {
    if (event.buttons === 1 && this.#page.app.chart_is_zoomed()) {
      this.#pulled += Math.abs(event.movementX);
      if (this.#page.app.pan_chart(scaled(event.movementX))) this.#zoomed();
    }
    this.#hover(event);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const [x] = place(event, this.#stage);
    this.#page.app.zoom_chart(x, event.deltaY < 0 ? 1 / ZOOM : ZOOM);
    this.#zoomed();
    this.#hover(event);
  }

  /**
   * About the middle.
   *
   * @param {number} factor
   */
  #zoom(factor) {
    this.#page.app.zoom_chart(scaled(this.#stage.clientWidth / 2), factor);
    this.#zoomed();
  }

  #zoomed() {
    byId('chart-whole').hidden = !this.#page.app.chart_is_zoomed();
    this.#page.wake();
  }

  /** @param {MouseEvent} event */
  #hover(event) {
    const found = this.#find(event);
    this.#found = found;
    if (found) {
      const head = { text: t('chart.epoch', { epoch: count(found.epoch) }) };
      const rows = found.rows.map(({ index, value }) => {
        const look = this.#page.state.runs[index];
        return { text: this.#page.names[index], value, look };
      });
      tooltip.show(event, [head, ...rows]);
    } else tooltip.hide();
    this.#page.wake();
  }

  #leave() {
    tooltip.hide();
    this.#page.app.leave_chart();
    this.#page.wake();
  }
}
