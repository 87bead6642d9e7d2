/** A row of THE KEY TABLE as people read it. */
export interface KeyHelp {
  /** ["Ctrl", "K"] */
  readonly keys: readonly string[];
  readonly help: string;
}
