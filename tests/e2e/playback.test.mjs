// Step 4: play, pause, resume, step, scrub, restart, how fast and how far.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { button, choose, epoch, eventually, expectRow, field, load, open, setEpochs, row, runs } from './page.mjs';

/** @param {import('playwright-core').Page} page @param {string} label */
const speed = (page, label) => page.getByRole('combobox', { name: 'Speed' }).selectOption({ label });

test('it plays to the end, and the table follows', async (t) => {
  const page = await open(t);
  await button(page, 'Restart').click();
  await eventually(async () => assert.equal(await epoch(page), 0));
  await expectRow(page, 'Adam', { status: 'ready' });
  await speed(page, '60 epochs/s');
  await button(page, 'Play').click();
  await eventually(async () => assert.ok(await epoch(page) > 0));
  await expectRow(page, 'Gradient descent', { status: 'running' });
  await button(page, 'Play').waitFor();
  assert.equal(await epoch(page), 150);
  await expectRow(page, 'Gradient descent', { status: '150 epochs', cost: '0.364019' });
  assert.match(await page.getByRole('status').innerText(), /Gradient descent: 150 epochs, cost 0\.364019\./);
});

test('pause stands still, and play goes on from there', async (t) => {
  const page = await open(t);
  await setEpochs(page, '1000');
  await button(page, 'Restart').click();
  await speed(page, '60 epochs/s');
  await button(page, 'Play').click();
  await eventually(async () => assert.ok(await epoch(page) > 5));
  await button(page, 'Pause').click();
  const paused = await epoch(page);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
  assert.equal(await epoch(page), paused);
  await button(page, 'Play').click();
  await eventually(async () => assert.ok(await epoch(page) > paused));
  assert.ok(await epoch(page) < paused + 200, 'it went on and did not begin anew');
});

test('steps forward and back show the same epoch again', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await button(page, 'Restart').click();
  await button(page, 'Step forward').click();
  await expectRow(page, 'Gradient descent', { cost: '2.42838', w1: '0.320226', w2: '−0.0376800' });
  await expectRow(page, 'RMSprop', { cost: '905.660' });
  await button(page, 'Step forward').click();
  const second = await eventually(async () => {
    assert.equal(await epoch(page), 2);
    return row(page, 'Momentum');
  });
  await button(page, 'Step forward').click();
  await button(page, 'Step back').click();
  await expectRow(page, 'Momentum', second);
});

test('the slider scrubs to any epoch', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  const slider = page.getByRole('slider', { name: 'Epoch' });
  await slider.fill('10');
  await expectRow(page, 'Gradient descent', { cost: '0.541799' });
  await expectRow(page, 'Momentum', { cost: '1.47254e8' });
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await eventually(async () => assert.equal(await epoch(page), 9));
  await eventually(async () => assert.equal(await slider.getAttribute('aria-valuetext'), '9 of 150'));
  await page.keyboard.press('End');
  await expectRow(page, 'Gradient descent', { cost: '0.364019' });
});

test('Space plays and pauses wherever it has no other work', async (t) => {
  const page = await open(t);
  await setEpochs(page, '100000');
  await page.getByRole('application').focus();
  await page.keyboard.press('Space');
  await button(page, 'Pause').waitFor();
  await page.keyboard.press('Space');
  await button(page, 'Play').waitFor();
  await field(page, 'Start w1').focus();
  await page.keyboard.press('Space');
  assert.ok(await button(page, 'Play').isVisible());
});

test('100,000 epochs at thousands a frame', async (t) => {
  const page = await open(t);
  await choose(page, 'Rosenbrock');
  await setEpochs(page, '100000');
  await button(page, 'Restart').click();
  await speed(page, '300,000 epochs/s');
  await button(page, 'Play').click();
  await eventually(async () => assert.equal(await epoch(page), 100_000), 15_000);
  assert.equal((await runs(page)).length, 4);
  await expectRow(page, 'Gradient descent', { cost: (await row(page, 'Gradient descent')).cost });
});

test('changing anything restarts the race that is on', async (t) => {
  const page = await open(t);
  await setEpochs(page, '1000');
  await button(page, 'Restart').click();
  await speed(page, '60 epochs/s');
  await button(page, 'Play').click();
  await eventually(async () => assert.ok(await epoch(page) > 30));
  await field(page, 'Learning rate, Adam').fill('0.02');
  await eventually(async () => assert.ok(await epoch(page) < 30));
  assert.ok(await button(page, 'Pause').isVisible());
});
