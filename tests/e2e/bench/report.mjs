// How the benchmark judges a figure, and prints it.
// @ts-check

/** @typedef {{ name: string, unit: string, goal: number | null, measured: number, met: boolean | null }} Goal */

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

/** @param {Goal} goal */
export function row({ name, unit, goal, measured, met }) {
  const verdict = met === null ? '' : met ? 'met' : 'missed';
  return [name, goal === null ? '' : `≤ ${goal} ${unit}`, `${measured} ${unit}`, verdict];
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
