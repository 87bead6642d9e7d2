// The composer's brain: completion, recall, and how many bytes are left.

/** What Tab made of the text; handed back for the next Tab. */
export interface Completion {
  readonly text: string;
  readonly caret: number;
  readonly candidates: readonly string[];
  readonly index: number;
  /** Where the completed word begins and what was typed of it. */
  readonly start: number;
  readonly stem: string;
  /** What stood after the word. */
  readonly rest: string;
}

/** A row of THE SLASH TABLE as people read it. */
export interface CommandHelp {
  readonly name: string;
  /** "/kick <nick> [reason]" */
  readonly usage: string;
  readonly help: string;
}
