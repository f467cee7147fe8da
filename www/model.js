// What the Rust side says, with its types. It crosses the boundary as JSON.
// @ts-check

/**
 * One thing that can be set; `path` is its address in the experiment file.
 *
 * @typedef {object} Field
 * @property {string} path
 * @property {string} name
 * @property {string} symbol
 * @property {'number' | 'whole' | 'switch' | 'choice' | 'text' | 'lines'} type
 * @property {string} value
 * @property {string} default
 * @property {string} min
 * @property {string} max
 * @property {string[]} [choices]
 */

/**
 * @typedef {object} RunState
 * @property {string} kind
 * @property {number} style  its own until it is removed
 * @property {string} color
 * @property {number[]} dash
 * @property {boolean} shown
 * @property {Field} rate
 * @property {Field} warmup
 * @property {Field} schedule
 * @property {Field[]} schedule_knobs
 * @property {Field[]} knobs
 * @property {string[]} starts  the optimizers whose rule its own can start from
 */

/**
 * Everything that changes when the experiment or the view of it does.
 *
 * @typedef {object} State
 * @property {string | null} experiment  its name in the gallery, if it is one of it
 * @property {{ kind: string, formula: string, text: string, knobs: Field[] }} landscape
 * @property {[Field, Field]} start
 * @property {{ cost: string, gradient: [string, string], slope: string }} point
 * @property {Field} epochs
 * @property {Field} threshold
 * @property {number} speed
 * @property {string} chart
 * @property {string} chart_base  the cost above which the chart shows heights, if it does
 * @property {RunState[]} runs
 * @property {boolean} can_add
 */

/** @typedef {{ nature: string, w1: string, w2: string }} Place */

/**
 * What came of a run by the epoch that is shown.
 *
 * @typedef {object} Row
 * @property {'ready' | 'running' | 'finished' | 'converged' | 'stalled' | 'left' | 'diverged'} status
 * @property {string} at
 * @property {string} cost
 * @property {string} w1
 * @property {string} w2
 * @property {string} below
 * @property {Place | null} place
 * @property {string} sensitive  the first epoch that depends on rounding, if one does
 */

/**
 * Everything that changes with the epoch.
 *
 * @typedef {object} Results
 * @property {number} epoch
 * @property {number} epochs
 * @property {boolean} playing
 * @property {{ short: string, whole: string } | null} fingerprint  once everything is computed
 * @property {Row[]} rows
 */

/**
 * What can be chosen.
 *
 * @typedef {object} Catalogue
 * @property {string[]} landscapes
 * @property {string[]} optimizers
 * @property {number[]} speeds
 * @property {string[]} charts
 * @property {string[]} experiments
 * @property {{ size: [number, number], narrowest: number }} figure
 * @property {{ id: string, name: string }[]} libraries
 * @property {number} largest  the largest experiment file, in bytes
 * @property {string} version
 */

/** @typedef {{ key: string, blanks: Record<string, string> }} Message */

/** What can be asked of the session. @typedef {{ do: string } & Record<string, unknown>} Event */

/** What came of an event. @typedef {{ effect: 'nothing' | 'shown' | 'changed' | 'loaded', fault: Message | null }} Outcome */

/** What came of opening a link. @typedef {{ fault?: Message, theme?: string | null, lang?: string | null }} Opened */

/**
 * @typedef {object} MapHover
 * @property {string} w1
 * @property {string} w2
 * @property {string} cost
 * @property {(Place & { cost: string }) | null} mark
 * @property {{ index: number, epoch: number, w1: string, w2: string, cost: string } | null} run
 * @property {boolean} [start]  whether the start is under the pointer
 */

/** @typedef {{ epoch: number, rows: { index: number, value: string }[] }} ChartHover */

/** @typedef {import('../descent.js').App} App */

/**
 * The page's parts share this.
 *
 * @typedef {object} Page
 * @property {App} app
 * @property {State} state          as it was last read
 * @property {string[]} names       of the runs, as people read them
 * @property {string} saved         the experiment file, as it last was
 * @property {(event: Event) => Message | null} send    asks something of the session, and shows what came of it; says why where it is refused
 * @property {(outcome: string) => Message | null} done  the same for what was asked already
 * @property {() => void} changed   to be called when what the parts show was changed
 * @property {() => void} loaded    to be called when another experiment is there
 * @property {() => void} wake      to be called when only something to be drawn was
 * @property {() => void} play      plays, or pauses
 */

/**
 * @template T
 * @param {string} json
 * @returns {T}
 */
export function parse(json) {
  return JSON.parse(json);
}

/**
 * Where nothing is under a pointer, the text is empty.
 *
 * @template T
 * @param {string} json
 * @returns {T | null}
 */
export function parseAny(json) {
  return json === '' ? null : JSON.parse(json);
}
