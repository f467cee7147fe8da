// What leaves the page and comes back: files, pictures, numbers, code.
// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { button, epoch, eventually, expectRow, field, load, open, readout, row, runs, start } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
const dialog = (page) => page.getByRole('dialog', { name: 'Share and save' });

/** @param {Page} page */
async function share(page) {
  await button(page, 'Share and save').click();
  await dialog(page).waitFor();
}

/**
 * What a button of the dialog downloads.
 *
 * @param {Page} page
 * @param {string} name
 */
async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), dialog(page).getByRole('button', { name, exact: true }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {string | Buffer} content
 */
function give(page, name, content) {
  return page.locator('#file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
}

test('the licences of everything in the page are one click away', async (t) => {
  const page = await open(t);
  await share(page);
  const link = dialog(page).getByRole('link', { name: /^Licences of this page/ });
  const [licences] = await Promise.all([page.waitForEvent('popup'), link.click()]);
  const text = await licences.locator('body').innerText();
  for (const title of ['Descent', 'Rust standard library', 'wasm-bindgen', 'wasm-bindgen', 'libm']) {
    assert.match(text, new RegExp(`^${title} [0-9.]+$`, 'm'));
  }
  for (const said of ['The Descent developers', 'LLVM Exceptions to the Apache 2.0 License', 'Copyright © 1991-']) {
    assert.ok(text.includes(said), said);
  }
});

test('an experiment file is downloaded, opened and dropped', async (t) => {
  const page = await open(t);
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  await share(page);
  const file = await downloaded(page, 'Download JSON');
  assert.equal(file.name, 'descent-goldstein_price.json');
  const { runs: said } = JSON.parse(file.bytes.toString());
  assert.equal(said.length, 4);
  await button(page, 'Close').click();
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await give(page, file.name, file.bytes);
  await expectRow(page, 'Gradient descent', { cost: '3.00000' });
  assert.deepEqual(await start(page), [-0.67, 0.46]);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await expectRow(page, 'Gradient descent', { cost: '0.364019' });
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'b.json', { type: 'application/json' }));
    const at = /** @type {Element} */ (document.getElementById('map-stage'));
    at.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
    if (document.getElementById('drop')?.hidden) throw new Error('nothing invites to drop');
    at.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, file.bytes.toString());
  await expectRow(page, 'Gradient descent', { cost: '3.00000' });
  assert.equal(await page.locator('#drop').isVisible(), false);
});

test('a file that is no experiment says why, and everything stays', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await expectRow(page, 'Gradient descent', { cost: '0.364019' });
  const before = await row(page, 'Gradient descent');
  const notice = page.locator('#notice');
  for (const [content, said] of /** @type {[string | Buffer, RegExp][]} */ ([
    ['<script>alert(1)</script>', /Not a JSON file: line 1/],
    ['{ "version": 1, "landscape": { "kind": "rosenbrock" }, "epochs": 1000000000 }', /epochs.*from 1 to 100000/],
    [`{ "version": 1, "landscape": { "kind": "rosenbrock" }, "start": [NaN, 1] }`, /start\[0\]: “NaN” is not a number; accepted is a number from/],
    ['['.repeat(200_000), /Not a JSON file/],
    [Buffer.alloc(5 << 20, 32), /1000001 bytes are too many; at most 1000000/],
    ['', /The file is empty; accepted is an object/],
  ])) {
    await give(page, 'own.json', content);
    await eventually(async () => assert.match(await notice.innerText(), said));
    assert.match(await notice.innerText(), /^own\.json was not opened: .*Nothing has changed\.$/m);
    assert.deepEqual(await row(page, 'Gradient descent'), before);
    await button(page, 'Close this message').click();
  }
  await give(page, 'good.json', '{ "version": 1, "landscape": { "kind": "booth" }, "runs": [] }');
  await eventually(async () => assert.deepEqual(await runs(page), []));
  assert.equal(await notice.isVisible(), false);
});

test('the link is copied', async (t) => {
  const page = await open(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  await share(page);
  await dialog(page).getByRole('button', { name: 'Copy link' }).click();
  await dialog(page).getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await page.getByRole('textbox', { name: 'Link', exact: true }).inputValue());
  assert.match(copied, /#v=1&experiment=assignment_b&epoch=1000$/);
});

test('a link to keep says its version, also where the address says nothing', async (t) => {
  const page = await open(t);
  await share(page);
  const link = await page.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
  assert.match(link, /#v=\d+$/);
  assert.equal(link.replace(/#.*/, ''), page.url());
});

test('the picture is an SVG of the chosen size with axes and legend, and a PNG of as many pixels', async (t) => {
  const page = await open(t);
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  await share(page);
  await page.getByRole('spinbutton', { name: 'Width' }).fill('1000');
  await page.getByRole('spinbutton', { name: 'Height' }).fill('620');
  const svg = (await downloaded(page, 'Download SVG')).bytes.toString();
  assert.match(svg, /^<svg [^>]*width="1000" height="620"/);
  for (const word of ['Goldstein–Price', 'RMSprop', '3.00548', 'depends on rounding', '−1.5', '1000']) assert.ok(svg.includes(word), word);
  const png = await downloaded(page, 'Download PNG');
  assert.equal(png.name, 'descent-goldstein_price.png');
  assert.deepEqual([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)], [2000, 1240]);
  assert.ok(png.bytes.length > 100_000, `${png.bytes.length} bytes are not a picture`);
});

test('numbers: a line for every epoch, with all that the optimizer remembers', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, RMSprop and Adam at 0.01');
  await share(page);
  await page.getByRole('combobox', { name: 'Run' }).selectOption({ label: 'Adam' });
  const { name, bytes } = await downloaded(page, 'Download CSV');
  assert.equal(name, 'descent-rosenbrock-adam.csv');
  const [head, ...lines] = bytes.toString().trim().split('\n').map((line) => line.split(','));
  for (const column of ['epoch', 'learning_rate', 'w1', 'w2', 'cost', 'm1', 'm2', 'v1', 'v2']) assert.ok(head.includes(column), column);
  assert.equal(lines.length, 151);
  const last = Number(lines[150][head.indexOf('cost')]);
  assert.ok(Math.abs(last - 11.7549) < 5e-5);
  assert.ok(lines.every((line) => line.length === head.length));
});

test('code in every library, the same as it is shown', async (t) => {
  const page = await open(t);
  await share(page);
  const library = page.getByRole('combobox', { name: 'Library' });
  for (const [label, word] of [['NumPy', 'numpy'], ['PyTorch', 'torch.optim.Adam'], ['Keras', 'keras.optimizers.SGD'], ['Optax', 'optax.adam']]) {
    await library.selectOption({ label });
    const shown = await page.locator('#code').textContent();
    assert.ok(shown?.includes(word), `${word} in ${shown}`);
    const { name, bytes } = await downloaded(page, 'Download code');
    assert.equal(name, `descent-rosenbrock-${word.split('.')[0] === 'torch' ? 'pytorch' : word.split('.')[0]}.py`);
    assert.equal(bytes.toString(), shown);
  }
});

test('the fingerprint stands in the dialog, short and whole', async (t) => {
  const page = await open(t);
  const short = page.locator('#fingerprint-short');
  await eventually(async () => assert.match(await short.innerText(), /^[0-9a-f]{8}$/));
  const first = await short.innerText();
  await field(page, 'Start w1').fill('-1.5400000000000003');
  await eventually(async () => {
    assert.match(await short.innerText(), /^[0-9a-f]{8}$/);
    assert.notEqual(await short.innerText(), first);
  });
  await field(page, 'Start w1').fill('-1.54');
  await eventually(async () => assert.equal(await short.innerText(), first));
  await share(page);
  await eventually(async () => assert.match(await page.locator('#share-proof').innerText(), new RegExp(`^${first}[0-9a-f]{8}, computed by Descent \\d+\\.\\d+\\.\\d+`)));
});

test('a run that depends on rounding carries a quiet mark, from the epoch on at which it does', async (t) => {
  const page = await open(t);
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  const badge = page.locator('#runs .run', { hasText: 'RMSprop' }).getByRole('button', { name: /^Depends on rounding/ });
  await badge.waitFor();
  assert.equal(await page.locator('#runs .remark:not([hidden])').count(), 1);
  assert.doesNotMatch(await page.locator('#runs').innerText(), /rounding/);
  const said = /^Depends on rounding from epoch 1[234]\d on/;
  await badge.hover();
  assert.match(await readout(page), said);
  await page.mouse.move(5, 5);
  assert.equal(await readout(page), '');
  await badge.focus();
  assert.match(await readout(page), said);
  await page.keyboard.press('Escape');
  assert.equal(await readout(page), '');
  await page.getByRole('slider', { name: 'Epoch' }).fill('100');
  await eventually(async () => assert.equal(await epoch(page), 100));
  await eventually(async () => assert.equal(await badge.count(), 0));
});

test('the results leave as Markdown and as CSV, and all runs in one table', async (t) => {
  const page = await open(t);
  await load(page, 'Rosenbrock, every rate 0.001 (assignment A)');
  await share(page);
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', {
    value: { writeText: async (/** @type {string} */ text) => { /** @type {any} */ (globalThis).copied = text; } },
  }));
  await button(page, 'Copy the results as Markdown').click();
  const copied = await page.evaluate(() => /** @type {any} */ (globalThis).copied);
  assert.match(copied, /^Rosenbrock: .*epoch 150 of 150\n\n\| optimizer \| settings \|.*\n(\| --- )+\|\n\| Gradient descent \| α 0\.001 \| 0\.364019 \|/);
  const save = async (/** @type {string} */ name) => {
    const [file] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };
  const results = await save('Download the results as CSV');
  assert.equal(results.name, 'descent-rosenbrock-results.csv');
  assert.equal(results.text.trim().split('\n').length, 5);
  const all = await save('Download CSV');
  assert.equal(all.name, 'descent-rosenbrock-runs.csv');
  const lines = all.text.trim().split('\n').map((line) => line.split(','));
  assert.deepEqual([...new Set(lines.slice(1).map(([run]) => run))], ['0', '1', '2', '3']);
  assert.equal(lines.filter(([run]) => run === '3').length, 151);
});

test('a run is duplicated below itself', async (t) => {
  const page = await open(t);
  await field(page, 'Learning rate, RMSprop').fill('0.03');
  await button(page, 'Duplicate RMSprop').click();
  assert.deepEqual(await runs(page), ['Gradient descent', 'Momentum', 'RMSprop', 'RMSprop 2', 'Adam']);
  assert.equal(await field(page, 'Learning rate, RMSprop 2').inputValue(), '0.03');
  await button(page, 'Undo').click();
  assert.equal((await runs(page)).length, 4);
});

test('at a saddle nothing moves, and nothing depends on rounding', async (t) => {
  const page = await open(t);
  await load(page, 'Beale from its saddle (0, 1)');
  // Everything is known, twins too, once the fingerprint stands there.
  await page.locator('#fingerprint-short:not(:empty)').waitFor({ state: 'attached' });
  assert.equal(await page.locator('#runs .remark:not([hidden])').count(), 0);
});
