// What the main thread of a page does, from the browser's own trace: scripts, and also style,
// layout, paint, layers and the commit to the compositor, which no clock inside of the page sees.
// @ts-check

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ name: string, cat: string, ph: string, pid: number, tid: number, ts: number, dur: number, tdur?: number }} Event */

/** Milliseconds by part; `all` is their sum, and `processor` the part of it that the thread was not waiting. @typedef {Record<string, number>} Parts */

/** @typedef {{ frame: boolean, parts: Parts }} Task */

/** As few as possible: each category slows down what is measured. */
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];

/** The part that an event belongs to. Any other event belongs to the one around it. @type {Record<string, string>} */
const PART_OF = {
  FunctionCall: 'script',
  EventDispatch: 'script',
  FireAnimationFrame: 'script',
  TimerFire: 'script',
  RunMicrotasks: 'script',
  MinorGC: 'garbage',
  MajorGC: 'garbage',
  UpdateLayoutTree: 'style',
  Layout: 'layout',
  PrePaint: 'paint',
  Paint: 'paint',
  Layerize: 'layers',
  Commit: 'commit',
};

/** What is not a part. */
export const SUMS = ['all', 'processor'];

/** The parts in the order in which a frame comes to them. Canvases are drawn and copied in `commit`. */
export const PARTS = ['script', 'style', 'layout', 'paint', 'layers', 'commit', 'garbage', 'other'];

/**
 * Traces the page while `work` runs in it and sets marks by `performance.mark`. Returns the tasks
 * between each mark `begin NAME` and the next mark `end NAME`; the tasks that set the marks do not
 * count.
 *
 * @param {Browser} browser
 * @param {Page} page
 * @param {() => Promise<unknown>} work
 */
export async function trace(browser, page, work) {
  await browser.startTracing(page, { categories: CATEGORIES });
  const file = await work().then(() => browser.stopTracing(), async (error) => {
    await browser.stopTracing();
    throw error;
  });
  /** @type {Event[]} */
  const events = JSON.parse(file.toString()).traceEvents;
  const marks = events.filter(({ name, cat }) => cat.includes('blink.user_timing') && /^(begin|end) /.test(name));
  const [first] = marks;
  if (!first) throw new Error('the trace has no marks');
  // Only the page sets marks, so they tell its main thread from those of other processes.
  const own = events.filter(({ pid, tid, ph }) => pid === first.pid && tid === first.tid && ph === 'X');
  own.sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  return marks.filter(({ name }) => name.startsWith('begin ')).map(({ name, ts }) => {
    const end = marks.find((mark) => mark.ts > ts && mark.name === name.replace('begin', 'end'));
    if (!end) throw new Error(`the trace has no end for “${name}”`);
    return tasks(own.filter((event) => event.ts >= ts && event.ts < end.ts));
  });
}

/**
 * The tasks, each with the time of its parts; `frame` says whether the page drew a frame in it.
 *
 * @param {Event[]} events  by their beginning, the outer before the inner
 */
function tasks(events) {
  /** @type {Task[]} */
  const found = [];
  /** @type {{ end: number, part: string }[]} */
  let open = [];
  for (const { name, ts, dur, tdur = 0 } of events) {
    const ms = dur / 1000;
    if (name === 'RunTask') {
      found.push({ frame: false, parts: { ...none(), all: ms, processor: tdur / 1000, other: ms } });
      open = [{ end: ts + dur, part: 'other' }];
      continue;
    }
    open = open.filter(({ end }) => end > ts);
    const [part, outer, task] = [PART_OF[name], open.at(-1), found.at(-1)];
    // What the task of the mark does after the mark is inside of no task here.
    if (!part || !outer || !task) continue;
    task.frame ||= name === 'FireAnimationFrame';
    task.parts[outer.part] -= ms;
    task.parts[part] += ms;
    open.push({ end: ts + dur, part });
  }
  return found;
}

/** @returns {Parts} */
function none() {
  return Object.fromEntries([...SUMS, ...PARTS].map((part) => [part, 0]));
}

/**
 * The time of tasks, divided by `count`.
 *
 * @param {Task[]} tasks
 * @param {number} [count]
 */
export function total(tasks, count = 1) {
  const total = none();
  for (const { parts } of tasks) for (const part of Object.keys(total)) total[part] += parts[part] / count;
  return total;
}

/**
 * Groups of `count` frames, each frame with all tasks up to the next frame.
 *
 * @param {Task[]} tasks
 * @param {number} count
 */
export function byFrames(tasks, count) {
  /** @type {Task[][]} */
  const groups = [];
  let frames = 0;
  for (const task of tasks) {
    if (task.frame && frames++ % count === 0) groups.push([]);
    groups.at(-1)?.push(task);
  }
  // The last group may lack frames.
  return groups.slice(0, -1);
}

/**
 * The one whose sum is the median.
 *
 * @param {Parts[]} measured
 */
export function middle(measured) {
  return [...measured].sort((a, b) => a.all - b.all)[Math.floor(measured.length / 2)];
}
