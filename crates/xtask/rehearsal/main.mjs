// Prints the functions that are called when the page is first used: the first of its two modules
// has them (crates/xtask/src/split). Takes the script that loads the module, and the module, in
// which each function notes that it was called.
// @ts-check
import { readFile } from 'node:fs/promises';
import { rehearse } from './steps.mjs';

/** What a mark is exported as, before the index of its function. */
const MARK = 'called ';

const [script, file] = process.argv.slice(2);
const source = (await readFile(script)).toString('base64');
const module = await import(`data:text/javascript;base64,${source}`);
const exported = module.initSync({ module: await readFile(file) });
const words = await readFile('www/locales/en.json', 'utf8');
rehearse(module.App, words);

// The same where the browser does not compile a loop at once.
console.debug = () => {};
WebAssembly.Module = /** @type {any} */ (function refuse() { throw new Error('not at once'); });
rehearse(module.App, words);
await new Promise((resolve) => { setTimeout(resolve); });

const called = Object.entries(exported).filter(([name, mark]) => name.startsWith(MARK) && mark.value === 1);
console.log(called.map(([name]) => name.slice(MARK.length)).join(' '));
