// What the tests do on the page, in a reader's words.
// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { openPage } from './browser.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

/** How long a test waits for what must come, in milliseconds: much longer than a busy machine takes. */
const PATIENCE = 30_000;

/**
 * Opens the page and waits until it can be used.
 *
 * @param {import('node:test').TestContext} t
 * @param {Parameters<typeof openPage>[1]} [options]
 */
export async function open(t, options) {
  const page = await openPage(t, options);
  page.setDefaultTimeout(PATIENCE);
  await page.locator('html[data-state=ready]').waitFor();
  return page;
}

/**
 * Tries until it holds: what happens on the page is shown with its next frame.
 *
 * @template T
 * @param {() => T | Promise<T>} check
 * @param {number} [patience]  milliseconds
 * @returns {Promise<T>}
 */
export async function eventually(check, patience = PATIENCE) {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}

/**
 * @param {Page} page
 * @param {string} name
 */
export function button(page, name) {
  return page.getByRole('button', { name, exact: true });
}

/**
 * A number field by its accessible name.
 *
 * @param {Page} page
 * @param {string} name
 */
export function field(page, name) {
  return page.getByRole('spinbutton', { name, exact: true });
}

/**
 * @param {Page} page
 * @param {string} name
 */
export function tick(page, name) {
  return page.getByRole('checkbox', { name, exact: true });
}

/**
 * @param {Page} page
 * @param {string} experiment  its name in the menu
 */
export async function load(page, experiment) {
  await page.getByRole('combobox', { name: 'Experiment' }).selectOption({ label: experiment });
}

/**
 * @param {Page} page
 * @param {string} landscape  its name
 */
export async function choose(page, landscape) {
  await page.getByRole('radio', { name: landscape, exact: true }).check({ force: true });
}

/**
 * Adds an optimizer by its name in the menu.
 *
 * @param {Page} page
 * @param {string} optimizer
 */
export async function add(page, optimizer) {
  await button(page, 'Add an optimizer').click();
  await page.getByRole('menuitem', { name: optimizer, exact: true }).click();
}

/**
 * What the table says of a run.
 *
 * @param {Page} page
 * @param {string} name
 */
export async function row(page, name) {
  const cells = page.getByRole('row').filter({ has: tick(page, name) }).getByRole('cell');
  const [, , cost, w1, w2, below, status] = await cells.allInnerTexts();
  return { cost, w1, w2, below, status: status.replace(/\s+/g, ' ').trim() };
}

/**
 * Waits until the table says this of a run.
 *
 * @param {Page} page
 * @param {string} name
 * @param {Partial<Awaited<ReturnType<typeof row>>>} expected
 */
export async function expectRow(page, name, expected) {
  await eventually(async () => {
    const found = await row(page, name);
    assert.deepEqual({ ...found, ...expected }, found, name);
  });
}

/**
 * The names of the runs, in the table's order.
 *
 * @param {Page} page
 */
export async function runs(page) {
  // At once: a row may go while another is asked.
  const ticks = page.getByRole('rowheader').getByRole('checkbox');
  return ticks.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
}

/**
 * The epoch that is shown.
 *
 * @param {Page} page
 */
export async function epoch(page) {
  return Number(await page.getByRole('slider', { name: 'Epoch' }).inputValue());
}

/**
 * A number as the page writes it.
 *
 * @param {string} text
 */
export function number(text) {
  return Number(text.replaceAll('−', '-'));
}

/**
 * The start, as the fields say it.
 *
 * @param {Page} page
 */
export async function start(page) {
  return [Number(await field(page, 'Start w1').inputValue()), Number(await field(page, 'Start w2').inputValue())];
}

/**
 * Types how many epochs there are, and enters it.
 *
 * @param {Page} page
 * @param {string} epochs
 */
export async function setEpochs(page, epochs) {
  await field(page, 'Epochs').fill(epochs);
  await page.keyboard.press('Enter');
}

/** @param {Page} page */
export function map(page) {
  return page.getByRole('application', { name: 'Map of the landscape' });
}

/**
 * What stands beside the pointer; empty where nothing does.
 *
 * @param {Page} page
 */
export async function readout(page) {
  const tooltip = page.locator('#tooltip');
  return (await tooltip.isVisible()) ? tooltip.innerText() : '';
}

/**
 * Points the mouse at the middle of a part of the map and reads the coordinates there.
 *
 * @param {Page} page
 * @param {number} u  from 0 at the left to 1 at the right
 * @param {number} v  from 0 at the top to 1 at the bottom
 */
async function probe(page, u, v) {
  const box = await boxOf(map(page));
  const [x, y] = [box.x + u * box.width, box.y + v * box.height];
  await page.mouse.move(x, y);
  const text = await readout(page);
  const [, w1, w2] = /w₁ = (\S+), w₂ = (\S+):/.exec(text) ?? assert.fail(`no coordinates in “${text}”`);
  return { x, y, w1: number(w1), w2: number(w2) };
}

/**
 * Where a point of the landscape is in the window, found by pointing at two places.
 *
 * @param {Page} page
 * @returns {Promise<(w1: number, w2: number) => [x: number, y: number]>}
 */
export async function where(page) {
  await map(page).scrollIntoViewIfNeeded();
  const [a, b] = [await probe(page, 0.25, 0.75), await probe(page, 0.75, 0.25)];
  return (w1, w2) => [
    a.x + ((w1 - a.w1) / (b.w1 - a.w1)) * (b.x - a.x),
    a.y + ((w2 - a.w2) / (b.w2 - a.w2)) * (b.y - a.y),
  ];
}

/** @param {Locator} locator */
export async function boxOf(locator) {
  return (await locator.boundingBox()) ?? assert.fail('it is not there');
}

/**
 * How many colours a canvas shows, and how many of its pixels show any.
 *
 * @param {Pick<Page, 'evaluate'>} page
 * @param {string} id
 */
export function paint(page, id) {
  return page.evaluate((id) => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById(id));
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(data.buffer);
    const seen = pixels.filter((pixel) => pixel >>> 24 > 0);
    return { colours: new Set(seen).size, painted: seen.length };
  }, id);
}

/**
 * What axe finds on the page as it stands.
 *
 * @param {Page} page
 */
export async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document, { resultTypes: ['violations'] });
    return violations.map((/** @type {any} */ { id, impact, nodes }) =>
      `${impact} ${id}: ${nodes.map((/** @type {any} */ node) => node.html).join(' ')}`);
  });
}
