// Who has no mouse, no sight of the canvas, or another contrast.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { button, choose, epoch, eventually, expectRow, field, load, map, open, start, tick, violations } from './page.mjs';

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const width of [1366, 360]) {
    test(`axe finds nothing at ${width} pixels in the ${colorScheme} theme`, async (t) => {
      const page = await open(t, { colorScheme, viewport: { width, height: 768 } });
      await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
      await expectRow(page, 'Adam', { cost: '606.957' });
      assert.deepEqual(await violations(page), []);
      await button(page, 'More settings, Adam').click();
      await page.getByRole('combobox', { name: 'Schedule, Adam' }).selectOption('step');
      await field(page, 'Learning rate, RMSprop').fill('abc');
      await field(page, 'Start w2').fill('');
      await tick(page, 'Momentum').uncheck();
      assert.deepEqual(await violations(page), []);
      await button(page, 'Add an optimizer').click();
      assert.deepEqual(await violations(page), []);
      await page.evaluate(() => { location.hash = 'start=1'; });
      await page.locator('#notice').waitFor();
      await button(page, 'Share and save').click();
      assert.deepEqual(await violations(page), []);
    });
  }
}

test('the names on the page', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const exact = { exact: true };
  for (const control of [
    page.getByRole('radiogroup', { name: 'Landscape', ...exact }).getByRole('radio', { name: 'Rosenbrock', ...exact }),
    field(page, 'Start w1'), field(page, 'Start w2'),
    tick(page, 'Adam'), field(page, 'Learning rate, Adam'), field(page, 'Decay, Adam'),
    field(page, 'Epochs'), field(page, 'Threshold'),
    button(page, 'Play'), button(page, 'Step back'), button(page, 'Step forward'), button(page, 'Restart'),
    page.getByRole('slider', { name: 'Epoch', ...exact }),
    page.getByRole('combobox', { name: 'Speed', ...exact }),
    page.getByRole('combobox', { name: 'Experiment', ...exact }),
    page.getByRole('table', { name: 'Runs and results', ...exact }),
    page.getByRole('figure', { name: 'Cost per epoch', ...exact }),
    page.getByRole('radio', { name: 'Linear', ...exact }), page.getByRole('radio', { name: 'Log', ...exact }),
    button(page, 'Add an optimizer'), button(page, 'Remove Adam'), button(page, 'Reset Adam'),
    button(page, 'More settings, Adam'), button(page, 'Reset view'),
  ]) {
    assert.equal(await control.count(), 1, String(control));
  }
});

test('no text is a bare key, and no element says one', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  for (const name of ['Gradient descent', 'Momentum', 'RMSprop', 'Adam']) await button(page, `More settings, ${name}`).click();
  const texts = await page.evaluate(() => {
    const said = [...document.querySelectorAll('[aria-label], [title]')].flatMap((node) =>
      [node.getAttribute('aria-label'), node.getAttribute('title')]);
    return [document.body.innerText, ...said].join('\n');
  });
  assert.doesNotMatch(texts, /\b[a-z]+(\.[a-z_0-9]+)+\b|\{\w+\}|undefined|NaN/);
});

test('a race by keyboard alone', async (t) => {
  const page = await open(t);
  const { keyboard } = page;
  /** The accessible name of what has the focus. */
  const focused = () => page.evaluate(() => {
    const node = document.activeElement;
    return node?.getAttribute('aria-label') ?? node?.closest('label')?.innerText.trim().split('\n')[0] ?? node?.textContent?.trim() ?? '';
  });
  /** @param {string} name */
  const reach = async (name) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await focused() === name) return;
      await keyboard.press('Tab');
    }
    assert.fail(`Tab does not reach ${name}`);
  };
  const dark = await page.locator('html').getAttribute('data-theme');
  await reach('Dark theme');
  await keyboard.press('Enter');
  assert.notEqual(await page.locator('html').getAttribute('data-theme'), dark);

  await keyboard.press('Tab');
  assert.equal(await focused(), 'Rosenbrock');
  await keyboard.press('ArrowLeft');
  assert.equal(await focused(), 'Styblinski–Tang');
  assert.equal(await page.locator('#landscape-name').innerText(), 'Styblinski–Tang');
  await keyboard.press('ArrowRight');

  await reach('Start w1');
  await keyboard.press('Control+a');
  await keyboard.type('-1.5');
  await reach('Start w2');
  await keyboard.press('Control+a');
  await keyboard.type('-0.6');
  assert.deepEqual(await start(page), [-1.5, -0.6]);

  await reach('Add an optimizer');
  await keyboard.press('ArrowDown');
  await keyboard.press('n');
  assert.equal(await focused(), 'Nesterov');
  await keyboard.press('Enter');
  assert.equal(await focused(), 'Nesterov');
  await reach('Learning rate, Nesterov');
  await keyboard.press('ArrowDown');
  await reach('More settings, Nesterov');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  assert.equal(await focused(), 'Schedule, Nesterov');
  await keyboard.press('Shift+Tab');
  assert.equal(await focused(), 'Remove Nesterov');
  await keyboard.press('Enter');
  assert.equal(await focused(), 'Adam');

  await page.locator('body').evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  await reach('Map of the landscape');
  await keyboard.press('ArrowUp');
  await reach('Play');
  await keyboard.press('Enter');
  await button(page, 'Pause').waitFor();
  await keyboard.press('Enter');
  await button(page, 'Play').waitFor();
  await reach('Epoch');
  await keyboard.press('Home');
  await keyboard.press('ArrowRight');
  await eventually(async () => assert.equal(await epoch(page), 1));
  await reach('Log');
  await keyboard.press('ArrowRight');
  assert.ok(await page.getByRole('radio', { name: 'Linear' }).isChecked());
});

test('reduced motion moves nothing but the run', async (t) => {
  const page = await open(t, { reducedMotion: 'reduce' });
  const moving = await page.evaluate(() => document.getAnimations().length);
  assert.equal(moving, 0);
  await choose(page, 'Beale');
  assert.ok(await map(page).isVisible());
});

test('the dialog opens, keeps the focus and closes by keyboard', async (t) => {
  const page = await open(t);
  await button(page, 'Share and save').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share and save' });
  await dialog.waitFor();
  const where = () => page.evaluate(() => [document.activeElement?.id, document.activeElement?.closest('dialog')?.id]);
  assert.deepEqual(await where(), ['share-link', 'sharing']);
  /** @type {Set<string | undefined>} */
  const met = new Set();
  for (let i = 0; i < 20; i += 1) {
    await page.keyboard.press('Tab');
    met.add((await where())[0]);
  }
  for (const id of ['copy-link', 'save-file', 'picture-width', 'numbers-run', 'code-library', 'code', 'sharing-close']) assert.ok(met.has(id), id);
  assert.ok(![...met].includes('play'));
  await page.locator('#code').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'share');
  assert.equal(await epoch(page), 0);
});
