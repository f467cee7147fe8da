// Light or dark: as the link says, as was chosen here before, or as the system has it.
// @ts-check

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
