// Starts the page: its parts, the language, the module, and one loop of frames that stops when
// nothing moves.
// @ts-check

import init, { App } from '../descent.js';
import { AddressPart, openAddress, resume } from './address.js';
import { ChartPart } from './chart.js';
import { byId } from './dom.js';
import { ExperimentsPart } from './experiments.js';
import { fail, open, stop } from './failure.js';
import { acceptFiles } from './files.js';
import { HistoryPart } from './history.js';
import { LandscapePart } from './landscape.js';
import { LivePart } from './live.js';
import { sentences, speak, t } from './locale.js';
import { MapPart } from './map.js';
import { parse, stringify } from './model.js';
import { BadPart, checkScripts, checkStyles, loadModule, loadSecondModule, loadWords } from './parts.js';
import { rescueFromFaults } from './rescue.js';
import { RunsPart } from './runs.js';
import { SharePart } from './share.js';
import { followSize } from './size.js';
import { StartPart } from './start.js';
import { followSystemTheme, rememberedTheme, rememberTheme, systemTheme } from './theme.js';
import { TransportPart } from './transport.js';

/** @typedef {import('./model.js').Page} Page */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').Results} Results */

const root = document.documentElement;

/** What the map and the chart are drawn on. */
const stages = /** @type {const} */ (['map-stage', 'chart-stage']);

/** Milliseconds between two writings of the figures while it plays: nobody reads them faster. */
const READING = 95;

root.dataset.begun = '';
try {
  await start();
} catch (error) {
  if (error instanceof BadPart) fail(...error.finding);
  else fail('unknown');
  throw error;
}

async function start() {
  await checkScripts();
  const [styles, module] = await Promise.all([checkStyles(), loadModule(), say()]);
  if (!module) return stop(t('failure.no_webassembly'));
  if (!document.createElement('canvas').getContext('2d')) return stop(t('failure.no_canvas'));
  if (styles) await doWithoutStyles(styles);
  const first = await init({ module_or_path: module });
  const second = loadSecondModule(first);
  const [map, chart] = stages.map((id) => byId(id));
  const app = new App(map, chart, sentences());
  const whole = second.then(() => app.complete());
  resume();
  if (location.hash !== '') {
    await whole;
    openAddress(app, true);
  }
  run(app, whole);
  open();
}

/** Speaks the language that the address asks for; a link that asks for one that there is not says so later. */
async function say() {
  const asked = /[#&]lang=([a-z]{2,3})(?:&|$)/.exec(location.hash)?.[1] ?? 'en';
  const language = Object.hasOwn(PARTS.words, asked) ? asked : 'en';
  speak(language, await loadWords(language));
}

/**
 * The page can be read and used without its styles, if it must be.
 *
 * @param {import('./failure.js').Finding} finding
 */
async function doWithoutStyles(finding) {
  fail(...finding);
  const button = byId('without-styles');
  button.hidden = false;
  await new Promise((resolve) => button.addEventListener('click', resolve, { once: true }));
  button.hidden = true;
  root.dataset.state = 'loading';
}

/**
 * @param {App} app
 * @param {Promise<void>} whole  fulfilled when both of its modules are there
 */
function run(app, whole) {
  const catalogue = parse(App.catalogue());
  let waiting = false;
  let ahead = 0;
  let shown = '';
  let written = 0;
  let fresh = true;

  /** @type {Page} */
  const page = {
    app,
    whole,
    complete: false,
    state: parse(app.state()),
    names: [],
    saved: '',
    changed() {
      page.state = parse(app.state());
      page.names = page.state.runs.map(({ name }) => name);
      page.saved = app.save();
      follow(page.state.theme);
      for (const part of parts) part.update?.(page.state, fresh);
      shown = '';
      fresh = false;
      page.wake();
    },
    loaded() {
      fresh = true;
      page.changed();
    },
    visit(event) {
      address.leave();
      const fault = page.send(event);
      if (!fault) address.arrive();
      return fault;
    },
    send(event) {
      return page.done(app.send(stringify(event)));
    },
    done(outcome) {
      const { effect, fault } = parse(outcome);
      if (effect === 'loaded') page.loaded();
      else if (effect === 'changed') page.changed();
      else if (effect === 'shown') page.wake();
      return fault;
    },
    wake() {
      clearTimeout(ahead);
      if (!waiting) requestAnimationFrame(tick);
      waiting = true;
    },
    play() {
      const playing = app.playing();
      page.send({ do: playing ? 'pause' : 'play' });
      if (playing) write(0);
    },
  };
  const landscape = new LandscapePart(page, catalogue);
  const address = new AddressPart(page);
  /** @type {{ update?(state: State, fresh: boolean): void, show?(results: Results): void }[]} */
  const parts = [
    landscape,
    new StartPart(page),
    new MapPart(page),
    new ChartPart(page, catalogue),
    new TransportPart(page, catalogue),
    new RunsPart(page, catalogue),
    new ExperimentsPart(page, catalogue),
    new HistoryPart(page),
    new SharePart(page, catalogue),
    address,
    new LivePart(page),
  ];

  /** @param {number} time  of the frame */
  function write(time) {
    written = time;
    const results = app.results();
    // A pointer that moves needs frames too, in which nothing in the table changes.
    if (results !== shown) for (const part of parts) part.show?.(parse(results));
    shown = results;
  }

  /** @param {number} time */
  function tick(time) {
    waiting = false;
    const more = app.advance(time);
    if (!app.playing() || time - written >= READING) write(time);
    // A font that is set on a canvas makes the browser lay out the page: once all is written.
    app.draw();
    if (app.playing()) page.wake();
    // What is computed ahead shows nothing by itself, and a frame costs more than its script.
    else if (more) ahead = setTimeout(() => tick(performance.now()));
  }

  let drawn = '';
  const follow = (/** @type {string} */ theme) => {
    if (theme === drawn) return;
    drawn = theme;
    root.dataset.theme = theme;
    byId('theme').setAttribute('aria-pressed', String(theme === 'dark'));
    landscape.draw(theme);
  };
  const chooseTheme = (/** @type {string} */ value) => page.send({ do: 'set_page', name: 'theme', value });
  byId('theme').addEventListener('click', () => {
    const value = page.state.theme === 'dark' ? 'light' : 'dark';
    rememberTheme(value);
    chooseTheme(value);
  });
  followSystemTheme(() => {
    app.use_system_theme(systemTheme());
    page.changed();
  });
  for (const id of stages) {
    byId(id).addEventListener('contextrestored', () => {
      app.redraw();
      page.wake();
    }, { capture: true });
  }
  whole.then(() => {
    page.complete = true;
    page.changed();
  });
  acceptFiles(page, catalogue);
  rescueFromFaults(() => ({ file: page.saved, address: address.last }));
  document.addEventListener('keydown', (event) => {
    if (event.key !== ' ' || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof Element && event.target.closest('button, input, select, a, dialog')) return;
    event.preventDefault();
    if (page.state.runs.some(({ shown }) => shown)) page.play();
  });
  followSize(byId('map-stage'), byId('chart-stage'), (...sizes) => {
    app.resize(...sizes);
    page.wake();
  });
  app.use_system_theme(systemTheme());
  const remembered = rememberedTheme();
  // A link's own theme comes first.
  if (remembered && !/[#&]theme=(dark|light)(?:&|$)/.test(location.hash)) chooseTheme(remembered);
  else page.changed();
}
