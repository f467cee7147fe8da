// The part of the benchmark that takes runs from many starts, inside the page: by the module, and
// by plain JavaScript in the same run.
// @ts-check

import { median } from './inside.mjs';

const { href } = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=modulepreload]'));
const { App, ManyStarts } = await import(href);

/** Epochs of every run, and the threshold that its costs are held to. */
const EPOCHS = 150;
const THRESHOLD = 1e-3;

/**
 * What is kept of each run: where it ended, its cost there, and from when that was below the
 * threshold.
 *
 * @typedef {{ w: Float64Array, cost: Float64Array, below: Float64Array }} Outcomes
 */

/**
 * Runs on Rosenbrock's valley as somebody would write them by hand for this one purpose: numbers
 * in local variables, no call in a loop, no record.
 *
 * @type {Record<string, (outcomes: Outcomes, rate: number) => void>}
 */
const LOOPS = {
  gradient_descent({ w, cost, below }, rate) {
    for (let i = 0; i < cost.length; i += 1) {
      let x = w[2 * i], y = w[2 * i + 1];
      let up = y - x * x, left = 1 - x;
      let a = -400 * x * up - 2 * left, b = 200 * up;
      let height = 100 * up * up + left * left;
      let first = height < THRESHOLD ? 0 : 1;
      for (let k = 1; k <= EPOCHS; k += 1) {
        x -= rate * a;
        y -= rate * b;
        up = y - x * x;
        left = 1 - x;
        a = -400 * x * up - 2 * left;
        b = 200 * up;
        height = 100 * up * up + left * left;
        if (!(height < THRESHOLD)) first = k + 1;
      }
      w[2 * i] = x;
      w[2 * i + 1] = y;
      cost[i] = height;
      below[i] = first;
    }
  },

  adam({ w, cost, below }, rate) {
    const { sqrt } = Math;
    for (let i = 0; i < cost.length; i += 1) {
      let x = w[2 * i], y = w[2 * i + 1];
      let up = y - x * x, left = 1 - x;
      let a = -400 * x * up - 2 * left, b = 200 * up;
      let height = 100 * up * up + left * left;
      let first = height < THRESHOLD ? 0 : 1;
      let m = 0, n = 0, u = 0, v = 0, power1 = 1, power2 = 1;
      for (let k = 1; k <= EPOCHS; k += 1) {
        power1 *= 0.9;
        power2 *= 0.999;
        const root = sqrt(1 - power2), factor = (rate * root) / (1 - power1), epsilon = 1e-8 * root;
        m = 0.9 * m + 0.1 * a;
        n = 0.9 * n + 0.1 * b;
        u = 0.999 * u + 0.001 * a * a;
        v = 0.999 * v + 0.001 * b * b;
        x -= (factor * m) / (sqrt(u) + epsilon);
        y -= (factor * n) / (sqrt(v) + epsilon);
        up = y - x * x;
        left = 1 - x;
        a = -400 * x * up - 2 * left;
        b = 200 * up;
        height = 100 * up * up + left * left;
        if (!(height < THRESHOLD)) first = k + 1;
      }
      w[2 * i] = x;
      w[2 * i + 1] = y;
      cost[i] = height;
      below[i] = first;
    }
  },
};

/** The optimizers of a map, each at its own learning rate. */
const OPTIMIZERS = ['gradient_descent', 'momentum', 'rmsprop', 'adam'];

/**
 * Runs from many starts by the module.
 *
 * @param {string} kind  the landscape's
 * @param {{ optimizer: { kind: string }, learning_rate?: number }} run
 */
function many(kind, run) {
  const file = { version: 1, landscape: { kind }, epochs: EPOCHS, runs: [run] };
  return new ManyStarts(JSON.stringify(file), 0, THRESHOLD);
}

/** @param {() => void} work */
function time(work) {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

/**
 * Milliseconds for the runs from a grid of starts on Rosenbrock's valley, by the module and by
 * plain JavaScript, in turns; and the steps that this is.
 *
 * @param {number} side  of the grid
 * @param {number} repetitions
 */
export function againstPlain(side, repetitions) {
  return Object.entries({ gradient_descent: 1e-4, adam: 0.01 }).map(([kind, rate]) => {
    const ours = many('rosenbrock', { optimizer: { kind }, learning_rate: rate });
    const starts = ours.grid(side);
    const count = side * side;
    /** @type {{ ours: number, plain: number }[]} */
    const times = [];
    for (let k = 0; k < repetitions; k += 1) {
      const outcomes = {
        w: Float64Array.from(starts), cost: new Float64Array(count), below: new Float64Array(count),
      };
      times.push({
        ours: time(() => ours.digest(starts)),
        plain: time(() => LOOPS[kind](outcomes, rate)),
      });
    }
    // Until both are compiled as well as they can be.
    times.splice(0, repetitions / 4);
    ours.free();
    return {
      kind,
      steps: count * EPOCHS,
      ours: median(times.map(({ ours }) => ours)),
      plain: median(times.map(({ plain }) => plain)),
      ratio: median(times.map(({ ours, plain }) => plain / ours)),
    };
  });
}

/**
 * Milliseconds for the runs of four optimizers from a grid of starts on every landscape.
 *
 * @param {number} side  of the grid
 * @param {number} repetitions
 */
export function maps(side, repetitions) {
  /** @type {string[]} */
  const kinds = JSON.parse(App.catalogue()).landscapes;
  return kinds.map((kind) => {
    const each = OPTIMIZERS.map((optimizer) => {
      const starts = many(kind, { optimizer: { kind: optimizer } });
      const grid = starts.grid(side);
      const times = Array.from({ length: repetitions }, () => time(() => starts.digest(grid)));
      starts.free();
      return median(times);
    });
    return { kind, each, all: each.reduce((sum, ms) => sum + ms, 0) };
  });
}
