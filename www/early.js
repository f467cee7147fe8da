// What must happen before the first paint, and what must work when nothing else does: a classic
// script for browsers that are too old for the others, because modules wait.
// @ts-check

import { explain, fail, starting } from './failure.js';
import { firstTheme } from './theme.js';

/** Milliseconds after which it should be said that the page is still loading. */
const PATIENCE = 20_000;

const root = document.documentElement;

root.dataset.early = STAMP;
root.dataset.state = 'loading';
root.dataset.theme = firstTheme();

// An error names the file that caused it; what follows from it, such as a page that has loaded
// and not begun, knows less and must not overtake it.
let explaining = false;

/** @param {Parameters<typeof explain>} evidence */
function explainOnce(...evidence) {
  if (explaining || !starting()) return;
  explaining = true;
  explain(...evidence);
}

// Resources do not bubble.
addEventListener('error', ({ target, filename, error }) => {
  if (target instanceof HTMLScriptElement) explainOnce(target.src);
  else if (target === window) explainOnce(filename, error);
}, true);

addEventListener('load', () => {
  // An empty script fails in silence, and an old browser knows no modules.
  if (root.dataset.begun === undefined) explainOnce();
});

setTimeout(() => fail('slow'), PATIENCE);
