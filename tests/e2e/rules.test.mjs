// An optimizer whose rule is typed in.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, button, eventually, expectRow, field, load, open, row, violations } from './page.mjs';

/** @param {import('playwright-core').Page} page */
const rule = (page) => page.getByRole('textbox', { name: 'Rule of a step, Your own', exact: true });

/** @param {import('playwright-core').Page} page */
async function own(page) {
  await add(page, 'Your own');
  await button(page, 'More settings, Your own').click();
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
const start = (page, name) =>
  page.getByRole('combobox', { name: 'Start from the rule of, Your own', exact: true }).selectOption({ label: name });

test('a rule of one\'s own starts from a listed one and does what that does', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await own(page);
  await start(page, 'Adam');
  assert.match(await rule(page).inputValue(), /^m = beta1 \* m \+ \(1 - beta1\) \* g\n/);
  assert.equal(await field(page, 'beta1, Your own').inputValue(), '0.9');
  const typeset = page.getByRole('list', { name: 'Rule of a step, Your own' }).getByRole('listitem');
  assert.equal(await typeset.count(), 6, 'the gradient, and a line for each line');
  const gradient = async () => (await typeset.first().innerText()).normalize('NFKC').replace(/\s/g, '');
  const last = await gradient();
  assert.match(last, /^g←∇J\(w\)−?\d+\.\d+,−?\d+\.\d+$/, 'the numbers of the last step');
  await page.getByRole('button', { name: 'Step back' }).click();
  await eventually(async () => assert.notEqual(await gradient(), last, 'they follow the epoch'));
  await page.getByRole('slider', { name: /^Epoch/ }).fill('0');
  await eventually(async () => assert.equal(await gradient(), 'g←∇J(w)', 'no step has led to epoch 0'));
  await page.getByRole('slider', { name: /^Epoch/ }).fill('150');
  await field(page, 'Learning rate, Your own').fill('0.2');
  await field(page, 'Learning rate, Adam').fill('0.2');
  const { cost } = await eventually(async () => {
    const [adam, typed] = [await row(page, 'Adam'), await row(page, 'Your own')];
    assert.equal(typed.cost, adam.cost);
    return typed;
  });
  await field(page, 'beta1, Your own').fill('0.5');
  await eventually(async () => assert.notEqual((await row(page, 'Your own')).cost, cost));
  assert.deepEqual(await violations(page), []);
});

test('what cannot be read is marked with its place, and the last good rule stays', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await own(page);
  await field(page, 'Learning rate, Your own').fill('1e-5');
  const before = await eventually(async () => {
    const found = await row(page, 'Your own');
    assert.match(found.cost, /\d/);
    return found;
  });
  await rule(page).fill('w = w - rate*(g');
  assert.equal(await rule(page).getAttribute('aria-invalid'), 'true');
  assert.ok(await page.getByText('line 1, column 16: “)” is missing here').isVisible());
  await expectRow(page, 'Your own', before);

  await rule(page).fill('v = decay_of_v*v + g\nw = w - rate*v');
  assert.ok(await page.getByText('line 1, column 5: “decay_of_v” is neither given nor set').isVisible());
  await button(page, 'Make decay_of_v a parameter').click();
  assert.equal(await rule(page).getAttribute('aria-invalid'), null);
  assert.ok(await rule(page).evaluate((node) => node === document.activeElement));
  await field(page, 'decay_of_v, Your own').fill('0.5');
  await eventually(async () => assert.notEqual((await row(page, 'Your own')).cost, before.cost));

  // A parameter that no line reads any more goes once the rule is finished.
  await rule(page).fill('w = w - rate*g');
  await field(page, 'Learning rate, Your own').focus();
  await eventually(async () => assert.equal(await field(page, 'decay_of_v, Your own').count(), 0));
  await expectRow(page, 'Your own', before);
});

test('a typed rule stands in the address and survives a reload', async (t) => {
  const page = await open(t);
  await own(page);
  await start(page, 'Nesterov');
  const at = page.getByRole('textbox', { name: 'Gradient taken at, Your own' });
  await rule(page).fill('v = beta*v - rate*g\nw = w + v');
  // The look-ahead still names the velocity.
  assert.ok(await page.getByText('Gradient taken at, line 1, column 12: “velocity” is neither').isVisible());
  await at.fill('w');
  await rule(page).fill('v = beta*v - rate*g\nw = w + v');
  await at.fill('w + beta*v');
  const { cost } = await eventually(async () => {
    assert.ok(page.url().includes('at:w~_~+~_beta*v'), page.url());
    return row(page, 'Your own');
  });
  await page.reload();
  await page.locator('html[data-state=ready]').waitFor();
  await expectRow(page, 'Your own', { cost });
  await button(page, 'More settings, Your own').click();
  assert.equal(await rule(page).inputValue(), 'v = beta*v - rate*g\nw = w + v');
  assert.equal(await at.inputValue(), 'w + beta*v');
});
