// One line over the page: what was wrong with something that came from outside.
// @ts-check

import { byId } from './dom.js';

const node = byId('notice');

byId('notice-close').addEventListener('click', () => notice(''));

/** @param {string} text  nothing takes it away */
export function notice(text) {
  byId('notice-text').textContent = text;
  node.hidden = text === '';
}
