// What a user waits for: the time of the whole main thread for a frame while it plays, and for
// another landscape.
// @ts-check

import { byFrames, middle, total, trace } from './trace.mjs';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./trace.mjs').Parts} Parts */

/** How many frames are measured together, as they need not all do the same. */
const AT_ONCE = 30;

/**
 * Measures frames of the page as it opens, each landscape after another, and frames with eight runs.
 *
 * @param {Browser} browser
 * @param {Page} page
 * @param {string} url
 * @param {string} eight  the fragment of a link to eight runs
 */
export async function mainThread(browser, page, url, eight) {
  /** @param {string} address */
  const open = async (address) => {
    await page.goto('about:blank');
    await page.goto(address);
    // Nothing is computed any more once the fingerprint is known.
    await page.locator('#fingerprint-short:not(:empty)').waitFor({ state: 'attached' });
  };
  await open(url);
  const playing = [{ name: 'frame, 4 runs', parts: await frames(browser, page, 5) }];
  const changing = await changes(browser, page, 3);
  await open(url + eight);
  playing.push({ name: 'frame, 8 runs', parts: await frames(browser, page, 5) });
  return { playing, changing };
}

/**
 * The mean of a frame while it plays from the start, in the median of several groups of frames.
 *
 * @param {Browser} browser
 * @param {Page} page
 * @param {number} repetitions
 */
export async function frames(browser, page, repetitions) {
  /** @type {Parts[]} */
  const measured = [];
  for (let k = 0; k < repetitions; k += 1) {
    const [tasks] = await trace(browser, page, () => page.evaluate(async () => {
      const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
      const click = (/** @type {string} */ id) => document.getElementById(id)?.click();
      click('restart');
      click('play');
      // The restart itself is no frame of play.
      await wait(300);
      performance.mark('begin play');
      await wait(1800);
      performance.mark('end play');
      click('play');
      // The address is written later.
      await wait(700);
    }));
    measured.push(...byFrames(tasks, AT_ONCE).map((group) => total(group, AT_ONCE)));
  }
  if (measured.length < repetitions) throw new Error(`only ${measured.length} groups of frames`);
  return middle(measured);
}

/**
 * From a click on a landscape until the page is still again, the new address included: per
 * landscape the median of several.
 *
 * @param {Browser} browser
 * @param {Page} page
 * @param {number} repetitions
 */
export async function changes(browser, page, repetitions) {
  const kinds = await page.locator('#landscapes input').evaluateAll(
    (inputs) => inputs.map((input) => /** @type {HTMLInputElement} */ (input).value),
  );
  // From the one that is shown already to the next, and round.
  const order = [...kinds.slice(1), kinds[0]];
  /** @type {Parts[][]} */
  const rounds = [];
  for (let k = 0; k < repetitions; k += 1) {
    const spans = await trace(browser, page, () => page.evaluate(async (order) => {
      const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
      for (const kind of order) {
        const input = /** @type {HTMLInputElement} */ (document.querySelector(`#landscapes input[value=${kind}]`));
        performance.mark(`begin ${kind}`);
        setTimeout(() => input.click());
        await wait(800);
        performance.mark(`end ${kind}`);
        await wait(0);
      }
    }, order));
    rounds.push(spans.map((tasks) => total(tasks)));
  }
  return order.map((kind, k) => ({ kind, parts: middle(rounds.map((round) => round[k])) }));
}
