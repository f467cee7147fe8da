// The compiled loop of a run by itself, taken out of the page. What it takes and returns stands
// in crates/compile/src/stride.rs.
// @ts-check

/** Numbers that are kept of what is carried and of the constants: more than there are. */
const MOST = 64;
/** A run keeps a state after so many steps, and denormal numbers may be flushed after so many. */
const KEPT = 1024;
const FLUSHED = 256;
const PAGE = 65_536;

/**
 * What takes all steps of an experiment's only run by its compiled loop, piece by piece as a run does, into
 * columns that are there already.
 *
 * @param {any} app  an application that has not compiled this loop
 * @param {WebAssembly.Memory} memory  the module's
 * @param {string} file
 * @param {number} epochs
 * @param {number} rate
 */
export function loopOf(app, memory, file, epochs, rate) {
  const { Instance } = WebAssembly;
  /** @type {{ run: Function, numbers: Float64Array } | undefined} */
  let caught;
  WebAssembly.Instance = /** @type {any} */ (new Proxy(Instance, {
    construct(target, [module, imports]) {
      const { run } = /** @type {{ run: Function }} */ (/** @type {any} */ (new target(module, imports).exports));
      return {
        exports: {
          /** @param {number[]} addresses */
          run(...addresses) {
            if (!caught) {
              const [carried, constants] = addresses.map((at) => new Float64Array(memory.buffer, at, MOST));
              caught = { run, numbers: Float64Array.of(...carried, ...constants) };
            }
            return run(...addresses);
          },
        },
      };
    },
  }));
  app.send(JSON.stringify({ do: 'load', file }));
  WebAssembly.Instance = Instance;
  if (!caught) throw new Error('no loop was compiled');
  const { run, numbers } = caught;

  const count = 2 * MOST + 5 * epochs;
  const at = memory.grow(Math.ceil((8 * count) / PAGE)) * PAGE;
  const [params, cost, slope, rates] = [0, 2, 3, 4].map((k) => at + 8 * (2 * MOST + k * epochs));
  new Float64Array(memory.buffer, rates, epochs).fill(rate);
  return () => {
    new Float64Array(memory.buffer, at, 2 * MOST).set(numbers);
    for (let k = 0; k < epochs;) {
      const rows = Math.min(KEPT - (k % KEPT), epochs - k);
      const columns = [params + 16 * k, cost + 8 * k, slope + 8 * k, rates + 8 * k];
      const taken = run(at, at + 8 * MOST, ...columns, rows, FLUSHED);
      if (taken === 0) throw new Error('something was not finite');
      k += taken;
    }
    return new Float64Array(memory.buffer, params + 16 * (epochs - 1), 2);
  };
}
