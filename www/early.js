// What must happen before the first paint, and what must work when nothing else does: a classic
// script for browsers that are too old for the others, because modules wait.
// @ts-check

import './theme.js';
import { explain, fail, starting } from './failure.js';

/** Milliseconds after which it should be said that the page is still loading. */
const PATIENCE = 20_000;

const root = document.documentElement;

root.dataset.early = STAMP;
root.dataset.state = 'loading';

// Resources do not bubble.
addEventListener('error', ({ target, filename, error }) => {
  if (!starting()) return;
  if (target instanceof HTMLScriptElement) explain(target.src);
  else if (target === window) explain(filename, error);
}, true);

addEventListener('load', () => {
  // An empty script fails in silence, and an old browser knows no modules.
  if (starting() && root.dataset.begun === undefined) explain();
});

setTimeout(() => fail('slow'), PATIENCE);
