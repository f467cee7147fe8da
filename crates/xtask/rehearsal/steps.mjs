// Uses the module as people first use the page: it opens, plays, and is dragged. Only the order in
// which bytes come depends on what is done here.
// @ts-check
import { stage } from './stage.mjs';

/** How large the map and the chart are. */
const SIZES = /** @type {const} */ ([474, 443, 400, 200]);

/**
 * @param {typeof import('../../../target/module/descent.js').App} App
 * @param {string} words  the sentences of a language
 */
export function rehearse(App, words) {
  const [width, height, across] = SIZES;
  const app = new App(stage(), stage(), words);

  /** The time, in milliseconds. */
  let now = 0;

  function frame() {
    now += 16;
    const more = app.advance(now);
    app.results();
    app.draw();
    return more;
  }

  /** Lets everything be computed that is computed ahead. */
  function rest() {
    while (frame());
  }

  function changed() {
    app.state();
    app.chart_is_zoomed();
    app.save();
    frame();
  }

  /** @param {import('../../../www/types.js').Event} event */
  function send(event) {
    const { effect, fault } = JSON.parse(app.send(/** @type {any} */ (JSON.stringify(event))));
    if (fault) throw new Error(`${JSON.stringify(event)} is refused: ${JSON.stringify(fault)}`);
    if (effect === 'shown') frame();
    else changed();
  }

  function play() {
    send({ do: 'play' });
    while (app.playing()) frame();
    rest();
  }

  /** A place on the start's dot. */
  function dot() {
    /** @type {[x: number, y: number][]} */
    const on = [];
    for (let x = 0; x < width; x += 4) {
      for (let y = 0; y < height; y += 4) {
        const found = app.hover_map(x, y);
        if (found && JSON.parse(found).start) on.push([x, y]);
      }
    }
    return on[on.length >> 1];
  }

  // It opens.
  App.catalogue();
  app.state();
  app.use_system_theme('light');
  changed();
  app.resize(...SIZES, 1);
  frame();
  rest();

  // It is played.
  play();
  send({ do: 'seek', epoch: 0 });
  send({ do: 'play' });
  for (let k = 0; k < 9; k += 1) frame();
  send({ do: 'pause' });
  send({ do: 'step', epochs: 1 });

  // It is dragged over all of the map, with a mouse: runs diverge, leave the picture, and settle.
  const [x, y] = dot();
  if (!app.grab(x, y, false)) throw new Error('the start is not where it is seen');
  for (let k = 0; k <= 64; k += 1) {
    app.drag((k % 9) * width / 8, Math.floor(k / 9) * height / 7);
    changed();
    if (k % 4 === 0) rest();
  }
  app.release();
  app.nudge(1, 1);
  changed();
  for (const to of /** @type {[number, number][]} */ ([[1, 1], [1.01, 1.02], [1.5, 1.5], [0, 0], [-1.5, 2]])) {
    send({ do: 'move_start', to });
    play();
  }
  app.leave_map();
  for (let at = 0; at < across; at += 20) app.hover_chart(at, 100);
  app.leave_chart();
  rest();
  play();
}
