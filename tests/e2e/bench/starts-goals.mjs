// What the benchmark says of runs from many starts, and what it wants of them.
// @ts-check
import { atLeast, judged, table } from './report.mjs';

/** @typedef {{ kind: string, steps: number, ours: number, plain: number, ratio: number }} Plain */
/** @typedef {{ kind: string, each: number[], all: number }} Timed */
/** @typedef {{ plain: Plain[], maps: Timed[] }} Starts */

/**
 * Million steps a second in one thread.
 *
 * @type {Record<string, number>}
 */
const STEPS = { gradient_descent: 600, adam: 180 };
/** How many times as fast as plain JavaScript. */
const RATIO = 3.5;
/** Seconds for a map of a polynomial. */
const MAP = 1;
/**
 * Seconds for a map of what has other functions in it; NaN where there is no goal.
 *
 * @type {Record<string, number>}
 */
const FUNCTIONS = { rastrigin: 3, ackley: 3, easom: NaN, mccormick: NaN };

/** @param {number} steps @param {number} ms */
const million = (steps, ms) => steps / ms / 1000;

/**
 * Prints how fast runs from many starts are, and judges it.
 *
 * @param {Starts} starts
 */
export function manyStarts({ plain, maps }) {
  console.log("Runs from many starts on Rosenbrock's valley, 150 epochs, one thread, M steps/s\n");
  table(['optimizer', 'compiled', 'plain JS', 'times as fast'], plain.map(
    ({ kind, steps, ours, plain, ratio }) =>
      [kind, million(steps, ours).toFixed(0), million(steps, plain).toFixed(0), ratio.toFixed(2)],
  ));
  console.log('A map of 512 × 512 starts, 150 epochs, one thread, ms\n');
  table(['landscape', 'gradient descent', 'momentum', 'RMSprop', 'Adam', 'all'], maps.map(
    ({ kind, each, all }) => [kind, ...[...each, all].map((ms) => ms.toFixed(0))],
  ));
  return [
    ...plain.flatMap(({ kind, steps, ours, ratio }) => [
      atLeast(`many starts, ${kind}`, STEPS[kind], million(steps, ours), 'M steps/s', 0),
      atLeast(`many starts, ${kind}, against plain JS`, RATIO, ratio, '×', 2),
    ]),
    ...maps.map(({ kind, all }) => judged(`map of four optimizers, ${kind}`, FUNCTIONS[kind] ?? MAP, all / 1000, 's', 2)),
  ];
}
