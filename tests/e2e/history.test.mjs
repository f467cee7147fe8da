// Nothing is lost: undo and redo, the browser's Back, a reload, and what one had before an
// experiment of the gallery.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { url } from './browser.mjs';
import { add, button, choose, epoch, eventually, field, load, map, open, runs, start, tick, where } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * The experiment as a link says it, at once: the address follows later.
 *
 * @param {Page} page
 */
async function experiment(page) {
  await button(page, 'Share and save').click();
  const link = await page.locator('#share-link').inputValue();
  await page.keyboard.press('Escape');
  return new URL(link).hash.replace(/&epoch=\d+/, '');
}

/** @param {Page} page */
const undo = (page) => button(page, 'Undo').click();

/** @param {Page} page */
const redo = (page) => button(page, 'Redo').click();

/** What can be changed, and how. @type {[what: string, change: (page: Page) => Promise<unknown>][]} */
const CHANGES = [
  ['another landscape', (page) => choose(page, 'Beale')],
  ['an experiment of the gallery', (page) => load(page, 'Rosenbrock, every rate 0.001 (assignment A)')],
  ['a start that is typed', (page) => field(page, 'Start w1').fill('0.25')],
  ['a rate', (page) => field(page, 'Learning rate, Adam').fill('0.2')],
  ['another run', (page) => add(page, 'Lion')],
  ['a run that is removed', (page) => button(page, 'Remove Momentum').click()],
  ['a tick', (page) => tick(page, 'RMSprop').uncheck()],
  ['the threshold', (page) => field(page, 'Threshold').fill('0.125')],
  ['another schedule', async (page) => {
    await button(page, 'More settings, Adam').click();
    await page.getByRole('combobox', { name: 'Schedule, Adam' }).selectOption('cosine');
  }],
];

for (const [what, change] of CHANGES) {
  test(`${what} can be taken back, and done again`, async (t) => {
    const page = await open(t);
    assert.ok(await button(page, 'Undo').isDisabled());
    assert.ok(await button(page, 'Redo').isDisabled());
    const before = await experiment(page);
    await change(page);
    const after = await experiment(page);
    assert.notEqual(after, before);
    await undo(page);
    assert.equal(await experiment(page), before);
    assert.ok(await button(page, 'Undo').isDisabled());
    await redo(page);
    assert.equal(await experiment(page), after);
    assert.ok(await button(page, 'Redo').isDisabled());
  });
}

test('a run that is removed comes back to its place', async (t) => {
  const page = await open(t);
  const before = await runs(page);
  await button(page, 'Remove Momentum').click();
  await undo(page);
  assert.deepEqual(await runs(page), before);
});

test('a drag, a held key and a number that is typed are one step each', async (t) => {
  const page = await open(t);
  const before = await start(page);
  const at = await where(page);
  await page.mouse.move(...at(-1.54, -0.64));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 1.5), { steps: 8 });
  await page.mouse.up();
  const dragged = await start(page);
  for (let repeat = 0; repeat < 6; repeat += 1) await page.keyboard.down('ArrowLeft');
  await page.keyboard.up('ArrowLeft');
  const held = await start(page);
  assert.ok(held[0] < dragged[0] - 0.2);
  await page.keyboard.press('ArrowLeft');
  const rate = field(page, 'Learning rate, Adam');
  const usual = await rate.inputValue();
  await rate.fill('');
  await rate.pressSequentially('0.025');
  await button(page, 'Undo').focus();
  await undo(page);
  assert.equal(await rate.inputValue(), usual);
  await undo(page);
  assert.deepEqual(await start(page), held);
  await undo(page);
  assert.deepEqual(await start(page), dragged);
  await undo(page);
  assert.deepEqual(await start(page), before);
  assert.ok(await button(page, 'Undo').isDisabled());
});

test('Ctrl+Z and Ctrl+Shift+Z undo and redo; within what is being typed they are the browser’s', async (t) => {
  const page = await open(t);
  const rate = field(page, 'Learning rate, Adam');
  await choose(page, 'Beale');
  await map(page).focus();
  await page.keyboard.press('Control+z');
  assert.equal(await page.locator('#landscape-name').innerText(), 'Rosenbrock');
  await page.keyboard.press('Control+Shift+z');
  assert.equal(await page.locator('#landscape-name').innerText(), 'Beale');

  const before = await rate.inputValue();
  await rate.focus();
  await page.keyboard.press('End');
  await rate.pressSequentially('5');
  await page.keyboard.press('Control+z');
  assert.equal(await rate.inputValue(), before);
  assert.equal(await page.locator('#landscape-name').innerText(), 'Beale', 'the letter is taken back, and no more');
  // Nothing is being typed now.
  await page.keyboard.press('Control+z');
  assert.equal(await page.locator('#landscape-name').innerText(), 'Rosenbrock');

  await rate.fill('0.3');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+z');
  assert.equal(await rate.inputValue(), before, 'a number that was entered is taken back whole');
});

test('a reset goes back to what the experiment that was loaded said', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const rate = field(page, 'Learning rate, Adam');
  await rate.fill('0.37');
  await button(page, 'Reset Adam').click();
  assert.equal(await rate.inputValue(), '0.001');
  await undo(page);
  assert.equal(await rate.inputValue(), '0.37');
});

test('what one had before an experiment of the gallery stays in the menu', async (t) => {
  const page = await open(t);
  const menu = page.getByRole('combobox', { name: 'Experiment' });
  const entries = () => menu.locator('option:not([hidden])').allInnerTexts();
  assert.ok(!(await entries()).includes('your own'), 'nothing is one’s own yet');
  await choose(page, 'Beale');
  await field(page, 'Learning rate, Adam').fill('0.2');
  await page.getByRole('slider', { name: 'Epoch' }).fill('30');
  const own = await experiment(page);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await load(page, 'Beale from its saddle (0, 1)');
  assert.equal((await entries())[0], 'your own');
  await load(page, 'your own');
  assert.equal(await experiment(page), own);
  assert.equal(await epoch(page), 30);
  assert.equal(await menu.inputValue(), '');
});

test('the browser’s Back leads to the experiment before, and Forward to this one again', async (t) => {
  const page = await open(t);
  await field(page, 'Learning rate, Adam').fill('0.2');
  const first = await experiment(page);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await field(page, 'Learning rate, Adam').fill('0.03');
  const second = await experiment(page);
  // Back may come before the address says the last change.
  await page.goBack();
  await eventually(async () => assert.equal(await experiment(page), first));
  await undo(page);
  assert.equal(await experiment(page), second, 'this can be taken back too');
  await redo(page);
  await page.goForward();
  await eventually(async () => assert.equal(await field(page, 'Learning rate, RMSprop').inputValue(), '0.001'));
});

test('an edit made right before a reload survives it, and so does one before leaving', async (t) => {
  const page = await open(t);
  const rate = field(page, 'Learning rate, Adam');
  await page.evaluate(() => {
    const input = /** @type {HTMLInputElement} */ (document.querySelector('[aria-label="Learning rate, Adam"]'));
    for (const text of ['0.4', '0.44', '0.444']) {
      input.value = text;
      input.dispatchEvent(new Event('input'));
    }
    location.reload();
  });
  await eventually(async () => assert.equal(await rate.inputValue(), '0.444'));
  await page.locator('html[data-state=ready]').waitFor();

  await rate.fill('0.555');
  await page.goto('about:blank');
  await page.goBack();
  await page.locator('html[data-state=ready]').waitFor();
  await eventually(async () => assert.equal(await rate.inputValue(), '0.555'));
  assert.ok(page.url().startsWith(url));
  assert.equal((await runs(page)).length, 4);
});
