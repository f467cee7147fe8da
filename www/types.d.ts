// The types of what the page is given, written by `cargo xtask golden --bless` from
// crates/web/src/model.rs.

/** A text that is JSON of this type. */
export type Json<T> = string & { readonly json: T };

/** What can be chosen. */
export interface Catalogue {
  landscapes: string[];
  optimizers: string[];
  /** In epochs per second. */
  speeds: number[];
  charts: string[];
  experiments: string[];
  figure: FigureSize;
  libraries: Library[];
  /** The largest experiment file, in bytes. */
  largest: number;
  version: string;
}

/** How large a picture is, in CSS pixels. */
export interface FigureSize {
  /** When nothing is said. */
  size: [number, number];
  narrowest: number;
}

/** A library that an experiment can be exported for. */
export interface Library {
  id: string;
  name: string;
}

/** One thing that can be set. */
export interface Field {
  /** Its address in the experiment file. */
  path: string;
  name: string;
  /** The letter that the field writes for it; empty for none. */
  symbol: string;
  kind: 'number' | 'whole' | 'switch' | 'choice' | 'text' | 'lines' | 'list' | 'table';
  value: string;
  /** The smallest number; empty where it is none. */
  min: string;
  /** The largest number; empty where it is none. */
  max: string;
  /** Where it is a choice. */
  choices: string[];
}

/** Everything that changes when the experiment or the view of it does. */
export interface State {
  /** Its name in the gallery, if it is one of it. */
  experiment: string | null;
  landscape: LandscapeState;
  /** A field for each parameter. */
  start: Field[];
  point: StartPoint;
  /** The landscape's known points. */
  marks: Mark[];
  epochs: Field;
  threshold: Field;
  speed: number;
  chart: string;
  /** The theme that it is drawn in. */
  theme: string;
  can_undo: boolean;
  can_redo: boolean;
  /** Whether there is an experiment of one's own to come back to. */
  has_own: boolean;
  /** The cost above which the chart shows heights, if it does. */
  chart_base: string;
  runs: RunState[];
  can_add: boolean;
}

/** The landscape that is descended. */
export interface LandscapeState {
  kind: string;
  /** In MathML. */
  formula: string;
  /** The formula on one line. */
  text: string;
  fields: Field[];
  /** The penalty on it, and the noise of its gradients. */
  additions: Field[];
}

/** What the landscape is like at the start. */
export interface StartPoint {
  cost: string;
  gradient: string[];
  slope: string;
}

/** A run in the table. */
export interface RunState {
  kind: string;
  /** Its name among the others: Adam, Adam 2. */
  name: string;
  /** What is not as its optimizer brings it, in few words; its decay aside. */
  changes: string;
  /** Its own until it is removed. */
  style: number;
  color: string;
  dash: number[];
  shown: boolean;
  /** Its learning rate. */
  rate: Field;
  /** Everything else that can be set. */
  fields: Field[];
  /** The optimizers whose rule its own can start from. */
  starts: string[];
}

/** Everything that changes with the epoch. */
export interface Results {
  /** The number of the update that is shown: the epoch, unless those are cut into minibatches. */
  epoch: number;
  /** How many updates there are. */
  epochs: number;
  updates_per_epoch: number;
  playing: boolean;
  /** Once everything is computed. */
  fingerprint: Fingerprint | null;
  rows: Row[];
}

/** The fingerprint of all numbers. */
export interface Fingerprint {
  short: string;
  whole: string;
}

/** What came of a run by the epoch that is shown. */
export interface Row {
  status: 'ready' | 'running' | 'paused' | 'finished' | 'converged' | 'settled' | 'stalled' | 'left' | 'diverged';
  /** The status in words. */
  outcome: string;
  cost: string;
  w1: string;
  w2: string;
  /** The first epoch with a cost below the threshold, if there is one. */
  below: string;
  /** Where it is, in words that follow the outcome; may be empty. */
  place: string;
  /** The first epoch that depends on rounding, if one does. */
  sensitive: string;
}

/** What is under the pointer on the map. */
export interface MapHover {
  w1: string;
  w2: string;
  cost: string;
  /** Whether the start is. */
  start: boolean;
  mark: Mark | null;
  run: Iterate | null;
}

/** A known point with its cost. */
export interface Mark {
  /** What and where it is, in words. */
  place: string;
  cost: string;
}

/** An iterate of a run. */
export interface Iterate {
  /** The run. */
  index: number;
  epoch: number;
  w1: string;
  w2: string;
  cost: string;
}

/** What is under the pointer on the chart. */
export interface ChartHover {
  epoch: number;
  rows: ChartRow[];
}

/** A run's value at an epoch. */
export interface ChartRow {
  /** The run. */
  index: number;
  value: string;
}

/** A sentence to say. */
export interface Message {
  /** Its key among the page's strings. */
  key: string;
  blanks: Record<string, string>;
}

/** What came of an event. */
export interface Outcome {
  effect: 'nothing' | 'shown' | 'changed' | 'loaded';
  /** Why it is refused; then nothing has changed. */
  fault: Message | null;
}

/** What can be asked of the session. */
export type Event =
  | { do: 'set'; path: string; text: string }
  | { do: 'move_start'; to: [number, number] }
  | { do: 'add_run'; kind: string }
  | { do: 'duplicate_run'; run: number }
  | { do: 'remove_run'; run: number }
  | { do: 'reset_run'; run: number }
  | { do: 'start_from'; run: number; kind: string }
  | { do: 'drop_unused_parameters'; path: string }
  | { do: 'show_run'; run: number; shown: boolean }
  | { do: 'load'; file: string }
  | { do: 'load_named'; id: string }
  | { do: 'load_own' }
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'end_step' }
  | { do: 'play' }
  | { do: 'pause' }
  | { do: 'seek'; epoch: number }
  | { do: 'step'; epochs: number }
  | { do: 'set_speed'; speed: number }
  | { do: 'look'; view: [number, number, number, number] }
  | { do: 'reset_view' }
  | { do: 'set_page'; name: string; value: string };
