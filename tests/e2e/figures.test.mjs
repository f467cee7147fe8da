// The map and the chart say what they show: what is to come, whose line it is, and what marks mean.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, boxOf, button, epoch, eventually, field, load, open, paint, readout } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ text: string, left: number, right: number, top: number, bottom: number }} Written */

/** Remembers, per canvas, what is written on it since it was cleared. */
function listen() {
  /** @type {Record<string, Written[]>} */
  const written = {};
  Object.assign(globalThis, { written });
  const { prototype } = CanvasRenderingContext2D;
  const { fillText, clearRect } = prototype;
  Object.assign(prototype, {
    /** @this {CanvasRenderingContext2D} @param {string} text @param {number} x @param {number} y */
    fillText(text, x, y) {
      const { actualBoundingBoxLeft: l, actualBoundingBoxRight: r, actualBoundingBoxAscent: a, actualBoundingBoxDescent: d } = this.measureText(text);
      (written[this.canvas.id] ??= []).push({ text, left: x - l, right: x + r, top: y - a, bottom: y + d });
      fillText.call(this, text, x, y);
    },
    /** @this {CanvasRenderingContext2D} @param {[number, number, number, number]} box */
    clearRect(...box) {
      written[this.canvas.id] = [];
      clearRect.apply(this, box);
    },
  });
  for (const side of /** @type {const} */ (['width', 'height'])) {
    const size = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, side));
    Object.defineProperty(HTMLCanvasElement.prototype, side, {
      ...size,
      /** @this {HTMLCanvasElement} @param {number} value */
      set(value) {
        written[this.id] = [];
        size.set?.call(this, value);
      },
    });
  }
}

/** @param {import('node:test').TestContext} t @param {string} hash @param {Parameters<typeof open>[1]} [options] */
async function opened(t, hash, options) {
  const page = await open(t, options);
  await page.context().addInitScript(listen);
  await page.goto(page.url().replace(/#.*/, '') + hash);
  await page.reload();
  await page.locator('#fingerprint-short:not(:empty)').waitFor({ state: 'attached' });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  return page;
}

/** @param {Page} page @param {string} canvas @returns {Promise<Written[]>} */
function written(page, canvas) {
  return page.evaluate((id) => /** @type {any} */ (globalThis).written[id] ?? [], canvas);
}

/** @param {Written[]} all */
function overlaps(all) {
  return all.flatMap((a, i) => all.slice(0, i)
    .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
    .map((b) => `${a.text} on ${b.text}`));
}

const NAMES = ['Gradient descent', 'Momentum', 'RMSprop', 'Adam'];

test('before the first Play the finished paths and curves stand there faintly, and follow the start and the rates', async (t) => {
  const page = await opened(t, '#experiment=assignment_b&epoch=0');
  const look = () => page.evaluate(() => ['map-paths', 'chart-curves'].map((id) =>
    /** @type {HTMLCanvasElement} */ (document.getElementById(id)).toDataURL()));
  assert.equal(await epoch(page), 0);
  assert.ok((await paint(page, 'map-paths')).painted > 1000);
  const first = await look();
  await field(page, 'Start w1').fill('-0.5');
  await eventually(async () => (await look()).forEach((it, i) => assert.notEqual(it, first[i])));
  const second = await look();
  await field(page, 'Learning rate, Adam').fill('0.05');
  await eventually(async () => (await look()).forEach((it, i) => assert.notEqual(it, second[i])));
  const faint = await paint(page, 'map-paths');
  await page.getByRole('slider', { name: 'Epoch' }).fill('500');
  await eventually(async () => assert.ok((await paint(page, 'map-paths')).painted > faint.painted));
});

test('lines carry their names at their ends, and no name lies upon another', async (t) => {
  for (const [width, height] of [[1280, 720], [1366, 768], [1024, 768], [390, 844]]) {
    for (const hash of ['#experiment=assignment_b&epoch=0', '#experiment=assignment_b&epoch=1000', '#experiment=assignment_a&epoch=40']) {
      const page = await opened(t, hash, { viewport: { width, height } });
      for (const canvas of ['map-heads', 'chart-curves']) {
        const names = (await written(page, canvas)).filter(({ text }) => NAMES.includes(text));
        assert.deepEqual(overlaps(names), [], `${hash} at ${width}: ${canvas}`);
        const seen = new Set(names.map(({ text }) => text));
        // A run that has left the picture has no end in it.
        assert.ok(seen.size >= (hash.includes('assignment_b') ? 4 : 2), `${hash} at ${width}: ${[...seen]} on ${canvas}`);
      }
    }
  }
});

test('the axes are named, marks are explained, and the last tick of 100,000 epochs is whole', async (t) => {
  const page = await opened(t, '#landscape=himmelblau&start=0,0&epochs=100000&run=adam');
  const chart = await written(page, 'chart-curves');
  assert.ok(chart.some(({ text }) => text === 'epoch'));
  const last = chart.find(({ text }) => text === '100000') ?? assert.fail('no last tick');
  const width = await page.evaluate(() => /** @type {HTMLCanvasElement} */ (document.getElementById('chart-curves')).width);
  assert.ok(last.right <= width && last.left > 0, `${last.left} to ${last.right} of ${width}`);
  const ground = (await written(page, 'map-ground')).map(({ text }) => text);
  for (const word of ['minimum', 'maximum', 'saddle']) assert.ok(ground.includes(word), word);
});

test('however near or far: labels tell neighbours apart and none is cut off', async (t) => {
  for (const view of ['2.9999,3.0001,1.9999,2.0001', '2.99999999,3.00000001,1.99999999,2.00000001', '-200000,200000,-200000,200000', '-5,5,-5,5']) {
    const page = await opened(t, `#landscape=himmelblau&start=0,0&run=adam&view=${view}`);
    const size = await page.evaluate(() => {
      const { width, height } = /** @type {HTMLCanvasElement} */ (document.getElementById('map-ground'));
      return { width, height };
    });
    const texts = await written(page, 'map-ground');
    for (const { text, left, right } of texts) assert.ok(left >= 0 && right <= size.width, `${text} in ${view}: ${left} to ${right}`);
    const below = texts.filter(({ top, text }) => top > size.height - 40 && /\d/.test(text) && !text.startsWith('w'));
    const beside = texts.filter(({ right, text }) => right < 50 && /\d/.test(text));
    for (const axis of [below, beside]) {
      assert.ok(axis.length >= 2, `${view}: ${axis.map(({ text }) => text)}`);
      assert.equal(new Set(axis.map(({ text }) => text)).size, axis.length, `${view}: ${axis.map(({ text }) => text)}`);
    }
    assert.ok(!texts.some(({ text }) => /^−?0{2,}|\d0{5,}$/.test(text)), view);
  }
});

test('a colour belongs to an optimizer, and where two runs share it the dash tells them apart', async (t) => {
  const page = await open(t);
  await load(page, 'Goldstein–Price, as handed in (assignment B)');
  /** @param {string} name */
  const look = (name) => page.locator('#runs .run', { hasText: name }).last().locator('.swatch line').evaluate((line) =>
    [line.getAttribute('stroke'), line.getAttribute('stroke-dasharray')]);
  const [colour, dash] = await look('Adam');
  await add(page, 'Adam');
  const [again, other] = await look('Adam 2');
  assert.equal(again, colour);
  assert.notEqual(other, dash);
  for (const name of ['Gradient descent', 'Momentum', 'RMSprop']) await button(page, `Remove ${name}`).click();
  assert.deepEqual(await look('Adam'), [colour, other]);
  await button(page, 'Remove Adam').click();
  await eventually(async () => assert.deepEqual(await look('Adam'), [colour, dash]));
});

/** How many pixels of the start's colour there are. @param {Page} page */
function accents(page) {
  return page.evaluate(() => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('map-heads'));
    const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let k = 0; k < data.length; k += 4) if (data[k] === 0xb3 && data[k + 1] === 0x26 && data[k + 2] === 0x1e) count += 1;
    return count;
  });
}

test('a start outside of the view has a pointer at the edge, and a mark under the start is seen', async (t) => {
  const outside = await opened(t, '#landscape=himmelblau&start=0,0&run=adam&view=2,4,1,3');
  assert.ok(await accents(outside) > 60);
  const plain = await opened(t, '#landscape=beale&start=1,1.5&run=adam');
  const upon = await opened(t, '#landscape=beale&start=0,1&run=adam');
  assert.ok(await accents(upon) < await accents(plain) - 8);
});

test('the chart zooms by wheel and buttons, is pulled, and shows all again', async (t) => {
  const page = await opened(t, '#experiment=assignment_b&epoch=1000');
  const ticks = async () => (await written(page, 'chart-curves')).map(({ text }) => Number(text)).filter((it) => it >= 100);
  assert.ok((await ticks()).includes(1000));
  const box = await boxOf(page.locator('#chart-stage'));
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.5 * box.height);
  for (let k = 0; k < 3; k += 1) await page.mouse.wheel(0, -100);
  await eventually(async () => assert.ok(!(await ticks()).includes(1000)));
  const before = await written(page, 'chart-curves');
  await page.mouse.down();
  await page.mouse.move(box.x + 0.1 * box.width, box.y + 0.5 * box.height, { steps: 5 });
  await page.mouse.up();
  await eventually(async () => assert.notDeepEqual(await written(page, 'chart-curves'), before));
  assert.equal(await epoch(page), 1000, 'a pull is no click');
  await button(page, 'Show all epochs').click();
  await eventually(async () => assert.ok((await ticks()).includes(1000)));
  await button(page, 'Show fewer epochs').click();
  await eventually(async () => assert.ok(!(await ticks()).includes(1000)));
  assert.ok(await button(page, 'Show all epochs').isVisible());
});

test('the best cost so far never rises', async (t) => {
  const page = await opened(t, '#experiment=assignment_b&epoch=1000');
  const box = await boxOf(page.locator('#chart-stage'));
  const costs = async () => {
    const found = [];
    for (let part = 0.15; part < 0.3; part += 0.01) {
      await page.mouse.move(box.x + part * box.width, box.y + 0.5 * box.height);
      found.push(Number(/RMSprop\s+(\S+)/.exec(await readout(page))?.[1]));
    }
    return found;
  };
  const rises = (/** @type {number[]} */ all) => all.some((cost, i) => i > 0 && cost > all[i - 1]);
  assert.ok(rises(await costs()));
  await page.getByRole('radio', { name: 'Best so far', exact: true }).check({ force: true });
  assert.ok(!rises(await costs()));
});
