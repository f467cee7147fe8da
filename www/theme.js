// Light or dark: what was chosen here before, or else what the system has.
// @ts-check

const dark = matchMedia('(prefers-color-scheme: dark)');
const key = 'descent.theme';

/** What the system has. */
export function systemTheme() {
  return dark.matches ? 'dark' : 'light';
}

/** @param {() => void} changed  called when the system has another theme */
export function followSystemTheme(changed) {
  dark.addEventListener('change', changed);
}

/** The theme that was chosen here before, if one was. */
export function rememberedTheme() {
  const theme = read();
  return theme === 'dark' || theme === 'light' ? theme : null;
}

/** Storage may be switched off: then nothing is remembered. */
function read() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} theme */
export function rememberTheme(theme) {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // See above.
  }
}

/** The theme before the page knows its link: a link's theme is for this visit. */
export function firstTheme() {
  return /[#&]theme=(dark|light)(?:&|$)/.exec(location.hash)?.[1] ?? rememberedTheme() ?? systemTheme();
}
