// The part of the benchmark that runs in the page: the shipped module on canvases of its
// own, against plain JavaScript in the same run.
// @ts-check

import { loopOf } from './loop.mjs';
import { columns, LOOPS, RATE, START } from './tight.mjs';

// What the page itself has loaded.
const { href } = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=modulepreload]'));
const { default: init, App } = await import(href);
const { memory } = await init();

/** How many runs of a loop are timed at once, as a browser's clock is coarse. */
const AT_ONCE = 10;

/** @param {number[]} numbers */
export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** An application that nobody sees, drawing on real canvases. */
function hidden() {
  const stages = Array.from({ length: 2 }, () => {
    const stage = document.createElement('div');
    stage.style.position = 'fixed';
    document.body.append(stage);
    return stage;
  });
  const [map, chart] = stages;
  const app = new App(map, chart, '{}');
  // With all that the second module brings: compiled loops and grids.
  app.complete();
  return { app, close: () => stages.forEach((stage) => stage.remove()) };
}

/** @param {any} app */
function frame(app) {
  app.advance(0);
  app.draw();
}

/** @param {() => void} work */
function time(work) {
  const begin = performance.now();
  for (let k = 0; k < AT_ONCE; k += 1) work();
  return (performance.now() - begin) / AT_ONCE;
}

/**
 * Milliseconds for a run of every optimizer: from the text of an experiment file to all
 * epochs known; the same steps by the tight loop, which makes room for its record; by that loop
 * into columns that are there already; and by the compiled loop into such columns.
 *
 * @param {number} epochs
 * @param {number} repetitions
 */
export function steps(epochs, repetitions) {
  const { app, close } = hidden();
  const record = columns(epochs);
  const results = Object.entries(LOOPS).map(([kind, loop]) => {
    const file = JSON.stringify({
      version: 1,
      landscape: { kind: 'rosenbrock' },
      start: START,
      epochs,
      runs: [{ optimizer: { kind }, learning_rate: RATE }],
    });
    const load = JSON.stringify({ do: 'load', file });
    const apart = hidden();
    const compiled = loopOf(apart.app, memory, file, epochs, RATE);
    apart.close();
    /** @type {{ ours: number, tight: number, bare: number, alone: number }[]} */
    const times = [];
    for (let k = 0; k < repetitions; k += 1) {
      const ours = time(() => app.send(load));
      const tight = time(() => loop(epochs, columns(epochs)));
      const bare = time(() => loop(epochs, record));
      times.push({ ours, tight, bare, alone: time(compiled) });
    }
    const [{ w1, w2 }] = JSON.parse(app.results()).rows;
    const far = [w1, w2].some((text, k) => {
      const theirs = record[k][epochs - 1];
      const elsewhere = (/** @type {number} */ ours) => Math.abs(ours - theirs) > 1e-4 * Math.abs(theirs);
      return elsewhere(Number(text.replace('−', '-'))) || elsewhere(compiled()[k]);
    });
    if (far) throw new Error(`${kind} went elsewhere: ${w1}, ${w2}`);
    times.shift();
    return {
      kind,
      ours: median(times.map(({ ours }) => ours)),
      tight: median(times.map(({ tight }) => tight)),
      ratio: median(times.map(({ ours, tight }) => ours / tight)),
      bare: median(times.map(({ bare }) => bare)),
      bareRatio: median(times.map(({ ours, bare }) => ours / bare)),
      alone: median(times.map(({ alone }) => alone)),
      aloneRatio: median(times.map(({ alone, bare }) => alone / bare)),
    };
  });
  close();
  return results;
}

/**
 * Milliseconds of script from choosing a landscape to its picture, the plot having
 * 1000 × 1000 device pixels.
 *
 * @param {number} repetitions
 */
export function landscapes(repetitions) {
  const { app, close } = hidden();
  app.resize(1000, 1000, 400, 250, 1);
  const [width, height] = plot(app);
  app.resize(2000 - width, 2000 - height, 400, 250, 1);
  if (plot(app).some((side) => side !== 1000)) throw new Error(`the plot has ${plot(app)} pixels`);
  frame(app);
  /** @type {string[]} */
  const kinds = JSON.parse(App.catalogue()).landscapes;
  /** @type {Map<string, { set: number, frame: number }[]>} */
  const times = new Map(kinds.map((kind) => [kind, []]));
  for (let k = 0; k < repetitions; k += 1) {
    for (const kind of kinds) {
      const begin = performance.now();
      app.send(JSON.stringify({ do: 'set', path: 'landscape.kind', text: kind }));
      const middle = performance.now();
      frame(app);
      const end = performance.now();
      times.get(kind)?.push({ set: middle - begin, frame: end - middle });
    }
  }
  close();
  return [...times].map(([kind, all]) => ({
    kind,
    set: median(all.map(({ set }) => set)),
    frame: median(all.map(({ frame }) => frame)),
  }));
}

/**
 * The plot's size in CSS pixels: where the pointer is over it.
 *
 * @param {any} app
 */
function plot(app) {
  const middle = 500;
  const count = (/** @type {(k: number) => string} */ at) => {
    let inside = 0;
    for (let k = 0.25; k < 2000; k += 0.5) if (at(k) !== '') inside += 0.5;
    return Math.round(inside);
  };
  return [count((x) => app.hover_map(x, middle)), count((y) => app.hover_map(middle, y))];
}
