// The map: drag the start, pan, zoom, read what is under the pointer, and the same by keys.
// @ts-check

import { byId, say } from './dom.js';
import { t } from './locale.js';
import { announce, sayRun } from './live.js';
import { parseAny } from './model.js';
import { place, scaled } from './size.js';
import * as tooltip from './tooltip.js';

/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').MapHover} MapHover */

/** What one press of a key or button zooms by. */
const ZOOM = 1.25;

/** Which way an arrow key moves the start. @type {Record<string, [number, number]>} */
const ARROWS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
};

/** Pixels that a finger may move within a tap. */
const TAP = 10;

/** Pixels that a wheel's line and page stand for. */
const WHEEL = [1, 33, 400];

export class MapPart {
  #page;
  #stage = byId('map-stage');
  #summary = byId('map-summary');
  /** Where each pressed pointer was last. @type {Map<number, PointerEvent>} */
  #pointers = new Map();
  /** What the pressed pointers do. @type {'nothing' | 'start' | 'view' | 'read'} */
  #doing = 'nothing';

  /** @param {import('./model.js').Page} page */
  constructor(page) {
    this.#page = page;
    const stage = this.#stage;
    stage.addEventListener('pointerdown', (event) => this.#press(event));
    stage.addEventListener('pointermove', (event) => this.#move(event));
    stage.addEventListener('pointerup', (event) => this.#lift(event));
    stage.addEventListener('pointercancel', (event) => this.#lift(event));
    stage.addEventListener('pointerleave', (event) => this.#leave(event));
    stage.addEventListener('blur', () => stage.removeAttribute('data-pointed'));
    stage.addEventListener('touchstart', (event) => this.#touch(event), { passive: false });
    stage.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    stage.addEventListener('keydown', (event) => this.#key(event));
    byId('zoom-in').addEventListener('click', () => this.#zoom(1 / ZOOM));
    byId('zoom-out').addEventListener('click', () => this.#zoom(ZOOM));
    byId('reset-view').addEventListener('click', () => page.send({ do: 'reset_view' }));
  }

  /** @param {State} state */
  update({ landscape, start, point, marks }) {
    const about = t('map.summary', {
      landscape: t(`landscape.${landscape.kind}.name`),
      formula: landscape.text,
      start: start.map(({ value }, i) => `w${i + 1} = ${value}`).join(', '),
      cost: point.cost,
    });
    const known = marks.map(({ place, cost }) => t('map.mark', { place, cost })).join('; ');
    say(this.#summary, known ? `${about} ${t('map.known', { known })}` : about);
  }

  /** @param {import('./types.js').Results} results */
  show({ rows, playing }) {
    // Each text that changes costs layout: nobody reads this while it plays.
    if (playing) return;
    const { names, state } = this.#page;
    const runs = rows.flatMap((row, i) => (state.runs[i].shown ? [sayRun(names[i], row)] : []));
    say(byId('map-runs'), runs.join(' '));
  }

  /** @param {{ clientX: number, clientY: number }} event */
  #at(event) {
    return place(event, this.#stage);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const middle = event.button === 1 && event.pointerType === 'mouse';
    if (event.button !== 0 && !middle) return;
    if (this.#doing === 'start') return;
    this.#pointers.set(event.pointerId, event);
    this.#stage.setPointerCapture(event.pointerId);
    // Whoever points needs no frame around what has the focus.
    this.#stage.setAttribute('data-pointed', '');
    this.#stage.focus({ preventScroll: true });
    tooltip.hide();
    const held = event.shiftKey || event.ctrlKey || event.altKey || event.metaKey;
    this.#doing = this.#pointers.size > 1 || middle || held ? 'view' : this.#take(event);
    this.#stage.dataset.doing = this.#doing;
  }

  /**
   * A finger takes the start where it is, as it may want to read or to scroll; a mouse puts it
   * under itself.
   *
   * @param {PointerEvent} event
   */
  #take(event) {
    const [x, y] = this.#at(event);
    const touch = event.pointerType === 'touch';
    this.#page.send({ do: 'end_step' });
    if (!this.#page.app.grab(x, y, touch)) {
      if (touch) return 'read';
      this.#page.done(this.#page.app.drag(x, y));
    }
    this.#page.changed();
    return 'start';
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) {
      if (this.#pointers.size === 0) this.#hover(event);
      return;
    }
    if (this.#doing === 'start') {
      const [x, y] = this.#at(event);
      this.#page.done(this.#page.app.drag(x, y));
    } else if (this.#doing === 'view') {
      this.#page.done(this.#pull(before, event));
    } else if (Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) > TAP) {
      // It scrolls the page.
      this.#doing = 'nothing';
    } else return;
    this.#pointers.set(event.pointerId, event);
  }

  /**
   * One pointer pans; two pan and zoom about each other.
   *
   * @param {PointerEvent} before
   * @param {PointerEvent} now
   * @returns {import('./types.js').Json<import('./types.js').Outcome>} what came of it
   */
  #pull(before, now) {
    const { app } = this.#page;
    const share = scaled(1) / this.#pointers.size;
    const panned = app.pan((now.clientX - before.clientX) * share, (now.clientY - before.clientY) * share);
    const other = [...this.#pointers.values()].find(({ pointerId }) => pointerId !== now.pointerId);
    if (!other) return panned;
    const far = (/** @type {PointerEvent} */ { clientX, clientY }) =>
      Math.max(1, Math.hypot(clientX - other.clientX, clientY - other.clientY));
    const [x1, y1] = this.#at(now);
    const [x2, y2] = this.#at(other);
    return app.zoom((x1 + x2) / 2, (y1 + y2) / 2, far(before) / far(now));
  }

  /** @param {PointerEvent} event */
  #lift(event) {
    if (!this.#pointers.delete(event.pointerId) || this.#pointers.size > 0) return;
    if (this.#doing === 'read' && event.type === 'pointerup') this.#hover(event);
    if (this.#doing === 'start') {
      this.#page.app.release();
      this.#page.send({ do: 'end_step' });
      this.#page.changed();
    }
    this.#doing = 'nothing';
    this.#stage.dataset.doing = this.#doing;
  }

  /**
   * A finger beside the start scrolls the page; the start and two fingers are the map's.
   *
   * @param {TouchEvent} event
   */
  #touch(event) {
    if (this.#doing === 'start' || event.touches.length > 1) event.preventDefault();
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const way = event.deltaY * WHEEL[event.deltaMode];
    const [x, y] = this.#at(event);
    // A trackpad's pinch comes as a wheel with Ctrl, in small steps.
    this.#page.done(this.#page.app.zoom(x, y, Math.exp(way * (event.ctrlKey ? 0.01 : 0.0015))));
    this.#hover(event);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey) return;
    this.#stage.removeAttribute('data-pointed');
    const arrow = ARROWS[event.key];
    if (arrow) {
      // A key that is held is one step to undo.
      if (!event.repeat) this.#page.send({ do: 'end_step' });
      const far = event.shiftKey ? 10 : event.altKey ? 0.1 : 1;
      this.#page.done(this.#page.app.nudge(arrow[0] * far, arrow[1] * far));
      const { start: [w1, w2], point } = this.#page.state;
      announce(t('map.point', { w1: w1.value, w2: w2?.value ?? '', cost: point.cost }));
    } else if (event.key === '+' || event.key === '=') this.#zoom(1 / ZOOM);
    else if (event.key === '-' || event.key === '−') this.#zoom(ZOOM);
    else if (event.key === '0') this.#page.send({ do: 'reset_view' });
    else return;
    event.preventDefault();
  }

  /**
   * About the middle.
   *
   * @param {number} factor
   */
  #zoom(factor) {
    const { clientWidth, clientHeight } = this.#stage;
    const [x, y] = [scaled(clientWidth / 2), scaled(clientHeight / 2)];
    this.#page.done(this.#page.app.zoom(x, y, factor));
  }

  /** @param {MouseEvent} event */
  #hover(event) {
    const [x, y] = this.#at(event);
    const found = parseAny(this.#page.app.hover_map(x, y));
    this.#stage.toggleAttribute('data-over-start', found?.start ?? false);
    if (found) tooltip.show(event, this.#lines(found));
    else tooltip.hide();
    this.#page.wake();
  }

  /**
   * @param {MapHover} found
   * @returns {tooltip.Line[]}
   */
  #lines({ w1, w2, cost, mark, run }) {
    /** @type {tooltip.Line[]} */
    const lines = [];
    if (run) {
      const { index, epoch } = run;
      const look = this.#page.state.runs[index];
      lines.push({ look, text: t('map.run', { name: this.#page.names[index], epoch, w1: run.w1, w2: run.w2, cost: run.cost }) });
    }
    if (mark) lines.push({ text: t('map.mark', { ...mark }) });
    return [...lines, { text: t('map.point', { w1, w2, cost }) }];
  }

  /** @param {PointerEvent} event */
  #leave(event) {
    // What a tap has read stays until the next one.
    if (event.pointerType === 'touch') return;
    tooltip.hide();
    this.#stage.removeAttribute('data-over-start');
    this.#page.app.leave_map();
    this.#page.wake();
  }
}
