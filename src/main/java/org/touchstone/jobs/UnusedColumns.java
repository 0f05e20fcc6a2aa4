package org.touchstone.jobs;

/** What ingest does about text under keys that no reader used. */
enum UnusedColumns {
  /** Say it, and refuse files whose prompts are empty beside long text that may be the prompt. */
  REFUSE,
  /** Say it. */
  REPORT,
  /** Say it in the manifest alone. */
  IGNORE
}
