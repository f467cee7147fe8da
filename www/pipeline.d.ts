// What the pipeline (crates/xtask/src/page.rs) writes into the scripts when it bundles them.

/** The stamp of the script itself: the hash that its name has. */
declare const STAMP: string;

/** What the files are called that the script asks for, beside itself. */
declare const PARTS: {
  first: string;
  second: string;
  glue: string;
  /** By language. */
  words: Record<string, string>;
};
