// What must happen before the first paint, and what must work when nothing else does:
// a classic script, because modules wait.
// @ts-check
(() => {
  'use strict';
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const key = 'descent.theme';

  /** Storage may be switched off: then nothing is remembered. */
  const remembered = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const show = (/** @type {string} */ theme, from = 'choice') => {
    root.dataset.theme = theme;
    root.dataset.themeFrom = from;
    document.dispatchEvent(new Event('themechange'));
  };
  const showSystem = () => show(dark.matches ? 'dark' : 'light', 'system');

  // A link's theme is for this visit.
  const chosen = /[#&]theme=(dark|light)(?:&|$)/.exec(location.hash)?.[1] ?? remembered();
  if (chosen === 'dark' || chosen === 'light') show(chosen);
  else showSystem();
  dark.addEventListener('change', () => {
    if (root.dataset.themeFrom === 'system') showSystem();
  });
  document.addEventListener('showtheme', (event) => {
    show(/** @type {CustomEvent<string>} */ (event).detail);
  });
  document.addEventListener('choosetheme', (event) => {
    const theme = /** @type {CustomEvent<string>} */ (event).detail;
    try {
      localStorage.setItem(key, theme);
    } catch {
      // See above.
    }
    show(theme);
  });

  // A module that does not load, or does not parse in an old browser, says so nowhere else.
  const failed = () => {
    if (root.dataset.state !== 'loading') return;
    root.dataset.state = 'failed';
    const message = document.getElementById('failure');
    if (message) message.hidden = false;
  };
  addEventListener('error', (event) => {
    if (event.target === window || event.target instanceof HTMLScriptElement) failed();
  }, true);
  addEventListener('unhandledrejection', failed);
})();
