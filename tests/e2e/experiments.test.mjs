// The assignment, reproduced by one click: the figures of the course.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epoch, eventually, expectRow, field, load, number, open, setEpochs, row, start } from './page.mjs';

test('assignment A as printed', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  assert.deepEqual(await start(page), [-1.54, -0.64]);
  await eventually(async () => assert.equal(await epoch(page), 150));
  await expectRow(page, 'Gradient descent', { cost: '0.364019', w1: '0.397379', w2: '0.154965', status: '150 epochs' });
  await expectRow(page, 'RMSprop', { cost: '580.227' });
  await expectRow(page, 'Adam', { cost: '606.957' });
  const { status, cost } = await row(page, 'Momentum');
  assert.match(status, /^diverged at 1[345]$/);
  assert.equal(cost, '∞');
});

test('assignment A as the notes page ran it', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, RMSprop and Adam at 0.01');
  await expectRow(page, 'RMSprop', { cost: '2.52510', w1: '−0.587862', w2: '0.351739' });
  await expectRow(page, 'Adam', { cost: '11.7549', w1: '−0.759752', w2: '0.282976' });
  assert.equal(await field(page, 'Learning rate, Adam').inputValue(), '0.01');
});

test('assignment B', async (t) => {
  const page = await open(t);
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  await field(page, 'Threshold').fill('3.5');
  for (const [name, below, cost] of /** @type {[string, string, number][]} */ ([
    ['Gradient descent', '120', 3], ['Momentum', '348', 3.0698], ['RMSprop', '68', 3.0054], ['Adam', '108', 3],
  ])) {
    await expectRow(page, name, { below });
    const found = await row(page, name);
    assert.ok(Math.abs(number(found.cost) - cost) < 1e-4, `${name}: ${found.cost}`);
    assert.match(found.status, /minimum \(0, −1/, name);
  }
});

test('assignment B tuned is faster than as handed in', async (t) => {
  const page = await open(t);
  await load(page, 'Goldstein–Price, tuned (assignment B)');
  for (const [name, below] of [['Gradient descent', '86'], ['Momentum', '109'], ['RMSprop', '72'], ['Adam', '76']]) {
    await expectRow(page, name, { below });
  }
});

test('Beale from its saddle', async (t) => {
  const page = await open(t);
  await load(page, 'Beale from its saddle (0, 1)');
  assert.deepEqual(await start(page), [0, 1]);
  await expectRow(page, 'Gradient descent', { status: 'at a saddle', w1: '0', w2: '1.00000', cost: '14.2031' });
});

test('the menu names the experiment until it is changed', async (t) => {
  const page = await open(t);
  const menu = page.getByRole('combobox', { name: 'Experiment' });
  const shown = () => menu.evaluate((select) => /** @type {HTMLSelectElement} */ (select).selectedOptions[0].label);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  assert.equal(await shown(), 'Rosenbrock, every rate 0.001 (assignment A)');
  await setEpochs(page, '151');
  assert.equal(await shown(), 'your own');
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  assert.equal(await field(page, 'Epochs').inputValue(), '150');
});
