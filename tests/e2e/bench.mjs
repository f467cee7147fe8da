// How fast the page is, in a real browser: `cargo xtask bench` runs this against the release
// page and prints what docs/benchmarks.md keeps. It measures and judges; it never fails
// because something is slow.
// @ts-check
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { gzipSync } from 'node:zlib';
import { launch, parts, url } from './browser.mjs';
import { mainThread } from './bench/main-thread.mjs';
import { judged, median, row, sum, table } from './bench/report.mjs';
import { manyStarts } from './bench/starts-goals.mjs';
import { PARTS, SUMS } from './bench/trace.mjs';
import { hold, watch } from './bench/watch.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('./bench/trace.mjs').Parts} Parts */

const EPOCHS = 100_000;

const KINDS = ['gradient_descent', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamax', 'adabelief'];

/** The goals, in the units in which they are printed. */
const GOAL = {
  ratio: 1.25, alone: 1.1, aloneWithCalls: 1.2, landscape: 8, wholeLandscape: 20, frame: 4, wholeFrame: 2.5, hover: 2, usable: 150, everything: 350, ready: 300,
};

const browser = await launch();
try {
  await main();
} finally {
  await browser.close();
}

async function main() {
  const [{ model }] = cpus();
  console.log(`Chromium ${browser.version()}, ${cpus().length} × ${model}, load ${loadavg()[0].toFixed(1)}\n`);
  const loaded = await loading(15);
  const { playing: wholes, changing } = await whole();
  const { speeds, pictures, starts } = await inside();
  const playing = await frames();
  const dragging = await drags();
  const hovering = await hovers();

  console.log(`Recorded steps on Rosenbrock's valley, ${EPOCHS} epochs, in the browser\n`);
  table(['optimizer', 'M steps/s', 'plain JS', 'times its time', 'plain JS, room at hand', 'times its time', 'compiled loop alone', 'times its time'], speeds.map(
    ({ kind, ours, tight, ratio, bare, bareRatio, alone, aloneRatio }) =>
      [kind, million(ours), million(tight), ratio.toFixed(2), million(bare), bareRatio.toFixed(2), million(alone), aloneRatio.toFixed(2)],
  ));

  const ofStarts = manyStarts(starts);
  console.log('Another landscape, 1000 × 1000 device pixels, 24 levels, ms of script\n');
  table(['landscape', 'choosing it', 'its frame'], pictures.map(
    ({ kind, set, frame }) => [kind, set.toFixed(1), frame.toFixed(1)],
  ));

  console.log('The whole main thread, 1366 × 768, ms\n');
  const cells = (/** @type {Parts} */ parts) => [...SUMS, ...PARTS].map((part) => parts[part].toFixed(2));
  table(['', ...SUMS, ...PARTS], [
    ...wholes.map(({ name, parts }) => [name, ...cells(parts)]),
    ...changing.map(({ kind, parts }) => [kind, ...cells(parts)]),
  ]);

  // They call a function in each step.
  const calling = speeds.filter(({ kind }) => ['nadam', 'asgd'].includes(kind));
  const others = speeds.filter((speed) => !calling.includes(speed));
  const slowest = Math.max(...pictures.map(({ frame }) => frame));
  const slowestWhole = Math.max(...changing.map(({ parts }) => parts.all));
  const goals = [
    judged('steps against plain JS, slowest optimizer', GOAL.ratio, Math.max(...speeds.map(({ ratio }) => ratio)), '×', 2),
    judged('steps against plain JS with room at hand, slowest optimizer', GOAL.ratio, Math.max(...speeds.map(({ bareRatio }) => bareRatio)), '×', 2),
    judged('compiled loop alone against it, slowest optimizer', GOAL.alone, Math.max(...others.map(({ aloneRatio }) => aloneRatio)), '×', 2),
    ...calling.map(({ kind, aloneRatio }) => judged(`compiled loop alone against it, ${kind}`, GOAL.aloneWithCalls, aloneRatio, '×', 2)),
    ...ofStarts,
    judged('landscape change, slowest landscape', GOAL.landscape, slowest, 'ms', 1),
    judged('landscape change, whole main thread, slowest landscape', GOAL.wholeLandscape, slowestWhole, 'ms', 1),
    ...wholes.map(({ name, parts }) => judged(`${name}, whole main thread`, GOAL.wholeFrame, parts.all, 'ms', 2)),
    ...playing.map(({ name, ms, goal }) => judged(name, goal ? GOAL.frame : NaN, ms, 'ms', 2)),
    ...dragging.map(({ name, ms }) => judged(name, NaN, ms, 'ms', 2)),
    ...hovering.map(({ name, ms }) => judged(name, GOAL.hover, ms, 'ms', 2)),
    judged('loaded before the page can be used, gzip', GOAL.usable, loaded.usable / 1000, 'kB', 1),
    judged('everything the page loads, gzip', GOAL.everything, loaded.bytes / 1000, 'kB', 1),
    judged('time to interactive', GOAL.ready, loaded.ready, 'ms', 0),
  ];
  table(['measure', 'goal', 'measured', ''], goals.map(row));
  console.log('Loaded, bytes after gzip -9:');
  for (const { name, bytes } of loaded.files) console.log(`  ${String(bytes).padStart(7)}  ${name}`);
  const { BENCH_JSON, BENCH_ORIGINS } = process.env;
  /** @type {{ first: Record<string, number>, second: Record<string, number> }} */
  const code = JSON.parse(await readFile(BENCH_ORIGINS ?? '', 'utf8'));
  const origins = ranked(code);
  console.log('\nCode of the two modules by the part of the source, bytes before gzip\n');
  table(['', 'first', 'second'], origins.slice(0, 40).map(({ origin, first, second }) => [origin, String(first), String(second)]));
  if (BENCH_JSON) await writeFile(BENCH_JSON, `${JSON.stringify({ goals, files: loaded.files, origins }, null, 2)}\n`);
}

/**
 * Loads the page as somebody who was never there: what comes over the wire, and when the
 * page can be used.
 *
 * @param {number} repetitions
 */
async function loading(repetitions) {
  /** @type {number[]} */
  const ready = [];
  /** @type {Map<string, number>} */
  const files = new Map();
  for (let k = 0; k < repetitions; k += 1) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    await page.addInitScript(watch);
    /** @type {Promise<void>[]} */
    const bodies = [];
    if (k === 0) {
      page.on('response', (response) => {
        const weigh = async () => {
          files.set(new URL(response.url()).pathname, gzipSync(await response.body(), { level: 9 }).length);
        };
        // What is in the page already comes over no wire.
        if (/^https?:/.test(response.url())) bodies.push(weigh());
      });
    }
    await page.goto(url);
    await page.locator('html[data-state=ready]').waitFor();
    await page.waitForLoadState('networkidle');
    await Promise.all(bodies);
    const { seen } = await watched(page);
    ready.push(seen.ready);
    await context.close();
  }
  const sorted = [...files].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
  const total = (/** @type {typeof sorted} */ files) => sum(files.map(({ bytes }) => bytes));
  const usable = sorted.filter(({ name }) => !name.includes('/second-'));
  if (usable.length !== sorted.length - 1) throw new Error('there must be one second module');
  return { ready: median(ready), usable: total(usable), bytes: total(sorted), files: sorted };
}

/**
 * The parts of the source, the largest first.
 *
 * @param {{ first: Record<string, number>, second: Record<string, number> }} code  bytes by part
 */
function ranked({ first, second }) {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  const rows = names.map((origin) => ({ origin, first: first[origin] ?? 0, second: second[origin] ?? 0 }));
  return rows.sort((a, b) => b.first + b.second - a.first - a.second);
}

/** The whole main thread of the page as it opens, and with eight runs. */
async function whole() {
  const page = await exact();
  const runs = KINDS.map((kind) => `&run=${kind},learning_rate:0.0001`).join('');
  const measured = await mainThread(browser, page, url, `#landscape=rosenbrock&start=-1.54,-0.64&epochs=1000${runs}`);
  await page.context().close();
  return measured;
}

/** The measurements that need nothing but the module. */
async function inside() {
  const page = await exact();
  await page.goto(url);
  await page.locator('html[data-state=ready]').waitFor();
  const measured = await page.evaluate(async ([epochs]) => {
    const bench = await import(/** @type {any} */ ('/bench/inside.mjs'));
    const starts = await import(/** @type {any} */ ('/bench/starts.mjs'));
    return {
      speeds: bench.steps(epochs, 12),
      starts: { plain: starts.againstPlain(128, 40), maps: starts.maps(512, 3) },
      pictures: bench.landscapes(15),
    };
  }, [EPOCHS]);
  await page.context().close();
  return /** @type {{ speeds: Speed[], pictures: Picture[], starts: import('./bench/starts-goals.mjs').Starts }} */ (measured);
}

/** @typedef {{ kind: string, ours: number, tight: number, ratio: number, bare: number, bareRatio: number, alone: number, aloneRatio: number }} Speed */
/** @typedef {{ kind: string, set: number, frame: number }} Picture */

/**
 * Eight runs over so many epochs, or eight at each of several rates.
 *
 * @param {number} [epochs]
 * @param {number[]} [rates]
 */
function eight(epochs = EPOCHS, rates = [1e-4]) {
  return JSON.stringify({
    version: 1,
    landscape: { kind: 'rosenbrock' },
    start: [-1.54, -0.64],
    epochs,
    runs: rates.flatMap((rate) => KINDS.map((kind) => ({ optimizer: { kind }, learning_rate: rate }))),
  });
}

/** Frames of the whole page while it plays: canvases, table, slider. */
async function frames() {
  const page = await exact();
  await page.addInitScript(watch);
  await page.goto(url);
  await page.locator('html[data-state=ready]').waitFor();
  await page.evaluate(hold, parts['descent.js']);
  await load(page, eight());
  const measured = [];
  for (const epoch of [100, 10_000, 100_000]) {
    const ms = await play(page, epoch === EPOCHS ? epoch - 200 : epoch, 60);
    measured.push({ name: `frame, 8 runs, at epoch ${epoch.toLocaleString('en')}`, ms, goal: true });
  }
  const fast = await play(page, 10_000, 30_000);
  measured.push({ name: 'frame, 8 runs, at 30,000 epochs a second', ms: fast, goal: true });
  await page.evaluate(() => {
    const { seen } = /** @type {any} */ (globalThis);
    seen.app.send(JSON.stringify({ do: 'set', path: 'start[0]', text: '-1.5' }));
    document.getElementById('reset-view')?.click();
  });
  const ahead = await play(page, 0, 60, 20);
  measured.push({ name: 'frame, 8 runs, while steps are computed ahead', ms: ahead, goal: true });
  // All epochs are known at once, and their twins are not.
  await load(page, eight(), 0);
  const twins = await play(page, 0, 60, 20);
  if (await page.evaluate(() => JSON.parse(/** @type {any} */ (globalThis).seen.app.results()).fingerprint !== null)) {
    throw new Error('the twins were followed before the frames were measured');
  }
  measured.push({ name: 'frame, 8 runs, while their twins are followed', ms: twins, goal: true });
  await page.context().close();
  return measured;
}

/**
 * The median of the frames while it plays on from an epoch.
 *
 * @param {Page} page
 * @param {number} epoch
 * @param {number} speed
 * @param {number} [count]  of frames
 */
async function play(page, epoch, speed, count = 90) {
  const times = await page.evaluate(async ([epoch, speed, count]) => {
    const { seen } = /** @type {{ seen: import('./bench/watch.mjs').Watch }} */ (/** @type {any} */ (globalThis));
    seen.app.send(JSON.stringify({ do: 'seek', epoch }));
    seen.app.send(JSON.stringify({ do: 'set_speed', speed }));
    document.getElementById('play')?.click();
    const frame = () => new Promise((resolve) => setTimeout(resolve, 16));
    // The first frames draw all that came before.
    while (seen.frames.length < 3) await frame();
    for (seen.frames.length = 0; seen.frames.length < count;) {
      await frame();
      if (!seen.app.playing()) break;
    }
    if (seen.app.playing()) document.getElementById('play')?.click();
    return [...seen.frames];
  }, [epoch, speed, count]);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  await page.evaluate(() => { /** @type {any} */ (globalThis).seen.frames.length = 0; });
  return median(times);
}

/** From a pointer's move to the end of the frame that shows it. */
async function drags() {
  const page = await exact();
  await page.addInitScript(watch);
  await page.goto(url);
  await page.locator('html[data-state=ready]').waitFor();
  await page.evaluate(hold, parts['descent.js']);
  const measured = [{ name: 'drag to paint, 4 runs of 150 epochs', ms: await drag(page) }];
  await load(page, eight(1000));
  measured.push({ name: 'drag to paint, 8 runs of 1,000 epochs', ms: await drag(page) });
  await page.context().close();
  return measured;
}

/** @param {Page} page */
async function drag(page) {
  const [x, y] = await page.evaluate(() => {
    const { seen } = /** @type {any} */ (globalThis);
    const stage = /** @type {HTMLElement} */ (document.getElementById('map-stage'));
    const { left, top, width, height } = stage.getBoundingClientRect();
    /** @type {number[][]} */
    const on = [];
    for (let x = 0; x < width; x += 2) {
      for (let y = 0; y < height; y += 2) {
        const found = seen.app.hover_map(x, y);
        if (found !== '' && JSON.parse(found).start) on.push([left + x, top + y]);
      }
    }
    return [0, 1].map((k) => on.reduce((sum, place) => sum + place[k], 0) / on.length);
  });
  await page.mouse.move(x, y);
  await page.mouse.down();
  /** @type {number[]} */
  const times = [];
  for (let k = 0; k < 60; k += 1) {
    await page.evaluate(() => {
      const { seen } = /** @type {any} */ (globalThis);
      seen.frames.length = 0;
      seen.moves.length = 0;
    });
    await page.mouse.move(x + k, y - k / 2);
    const { seen } = await watched(page, true);
    times.push(sum(seen.moves) + seen.frames[0]);
  }
  await page.mouse.up();
  return median(times);
}

/**
 * From a pointer's move over the map or the chart to the end of the frame that shows what is
 * under it, with 32 runs at their last epoch.
 */
async function hovers() {
  const page = await exact();
  await page.addInitScript(watch);
  await page.goto(url);
  await page.locator('html[data-state=ready]').waitFor();
  await page.evaluate(hold, parts['descent.js']);
  const measured = [];
  for (const epochs of [1000, EPOCHS]) {
    await load(page, eight(epochs, [1e-4, 2e-4, 5e-4, 1e-3]));
    await page.waitForFunction(() => {
      const { seen } = /** @type {any} */ (globalThis);
      return JSON.parse(seen.app.results()).fingerprint !== null;
    }, undefined, { timeout: 0 });
    for (const over of ['map', 'chart']) {
      const name = `hover over the ${over}, 32 runs, at epoch ${epochs.toLocaleString('en')}`;
      measured.push({ name, ms: await hover(page, `${over}-stage`) });
    }
  }
  await page.context().close();
  return measured;
}

/**
 * @param {Page} page
 * @param {string} stage
 */
async function hover(page, stage) {
  const box = await page.locator(`#${stage}`).boundingBox();
  if (!box) throw new Error(`no #${stage}`);
  /** @type {number[]} */
  const times = [];
  for (let k = 0; k < 60; k += 1) {
    await page.evaluate(() => {
      const { seen } = /** @type {any} */ (globalThis);
      seen.frames.length = 0;
      seen.moves.length = 0;
    });
    // Along a diagonal through the middle, where the paths are.
    const part = 0.2 + 0.01 * k;
    await page.mouse.move(box.x + part * box.width, box.y + part * box.height);
    const { seen } = await watched(page, true);
    times.push(sum(seen.moves) + seen.frames[0]);
  }
  return median(times);
}

/**
 * @param {Page} page
 * @param {string} file
 * @param {number} [rest]  milliseconds to wait for what is computed ahead
 */
async function load(page, file, rest = 200) {
  await page.evaluate((file) => {
    const { seen } = /** @type {any} */ (globalThis);
    const { fault } = JSON.parse(seen.app.send(JSON.stringify({ do: 'load', file })));
    if (fault) throw new Error(JSON.stringify(fault));
    document.getElementById('reset-view')?.click();
  }, file);
  await page.evaluate((rest) => new Promise((resolve) => setTimeout(resolve, rest)), rest);
}

/**
 * What was seen inside of the page.
 *
 * @param {Page} page
 * @param {boolean} [moved]  wait until a move of the pointer is shown
 */
async function watched(page, moved = false) {
  if (moved) {
    await page.waitForFunction(() => {
      const { seen } = /** @type {any} */ (globalThis);
      return seen.moves.length > 0 && seen.frames.length > 0;
    });
  }
  const seen = await page.evaluate(() => {
    const { frames, moves, ready } = /** @type {any} */ (globalThis).seen;
    return { frames, moves, ready };
  });
  return { seen: /** @type {{ frames: number[], moves: number[], ready: number }} */ (seen) };
}

/**
 * A page whose clock is as exact as a browser gives it to a page that is isolated from
 * others, and that finds the benchmark's own modules beside itself.
 */
async function exact() {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const headers = {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    };
    const own = /^\/bench\/(\w+\.mjs)$/.exec(pathname);
    if (own) {
      const body = await readFile(new URL(`bench/${own[1]}`, import.meta.url));
      await route.fulfill({ body, headers, contentType: 'text/javascript' });
    } else {
      // The context may close while a preloaded module is still on its way.
      const response = await route.fetch().catch(() => null);
      if (response) await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
    }
  });
  return context.newPage();
}

/** @param {number} ms */
function million(ms) {
  return (EPOCHS / ms / 1000).toFixed(1);
}
