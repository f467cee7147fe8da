// How the benchmark judges a figure, and prints it.
// @ts-check

/**
 * `least` where the goal is the least that is wanted, and not the most.
 *
 * @typedef {{ name: string, unit: string, goal: number | null, least?: true, measured: number, met: boolean | null }} Goal
 */

/**
 * @param {string} name
 * @param {number} goal  NaN where there is none
 * @param {number} value
 * @param {string} unit
 * @param {number} digits  after the point
 * @returns {Goal}
 */
export function judged(name, goal, value, unit, digits) {
  const measured = Number(value.toFixed(digits));
  return Number.isNaN(goal)
    ? { name, unit, goal: null, measured, met: null }
    : { name, unit, goal, measured, met: value <= goal };
}

/**
 * @param {string} name
 * @param {number} goal  the least that is wanted
 * @param {number} value
 * @param {string} unit
 * @param {number} digits  after the point
 * @returns {Goal}
 */
export function atLeast(name, goal, value, unit, digits) {
  const measured = Number(value.toFixed(digits));
  return { name, unit, goal, least: true, measured, met: value >= goal };
}

/** @param {Goal} goal */
export function row({ name, unit, goal, least, measured, met }) {
  const verdict = met === null ? '' : met ? 'met' : 'missed';
  const wanted = goal === null ? '' : `${least ? '≥' : '≤'} ${goal} ${unit}`;
  return [name, wanted, `${measured} ${unit}`, verdict];
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => console.log(`| ${cells.join(' | ')} |`);
  line(head);
  line(head.map((_, k) => (k === 0 ? '---' : '---:')));
  rows.forEach(line);
  console.log();
}

/** @param {number[]} numbers */
export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** @param {number[]} numbers */
export function sum(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0);
}
