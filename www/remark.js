// A mark that says in words what it means when it is pointed at, focused or tapped.
// @ts-check

import { element, set } from './dom.js';
import * as tooltip from './tooltip.js';

export class Remark {
  node = element('button', { type: 'button', class: 'remark', hidden: '' });

  constructor() {
    const { node } = this;
    for (const event of ['pointerenter', 'focus', 'click']) node.addEventListener(event, () => this.#show());
    for (const event of ['pointerleave', 'blur']) node.addEventListener(event, tooltip.hide);
    node.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') tooltip.hide();
    });
  }

  /** @param {string} text  empty where there is nothing to remark */
  update(text) {
    this.node.hidden = text === '';
    set(this.node, 'aria-label', text);
  }

  #show() {
    const { left, bottom } = this.node.getBoundingClientRect();
    tooltip.show({ clientX: left, clientY: bottom }, [{ text: this.node.getAttribute('aria-label') ?? '' }]);
  }
}
