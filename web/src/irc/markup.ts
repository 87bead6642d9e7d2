// The tokens that the text of messages becomes. Plain data, never HTML: the view
// makes elements of it.

/** How a run of text looks; absent is false. Colours are mIRC's numbers 0-98. */
export interface Look {
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly mono?: true;
  readonly reverse?: true;
  readonly fg?: number;
  readonly bg?: number;
}

export type Span =
  | { readonly type: 'text'; readonly text: string; readonly look: Look }
  /** `href` is http, https or mailto and safe to put into an anchor. */
  | { readonly type: 'link'; readonly text: string; readonly href: string; readonly look: Look }
  /** A channel named in the text: a link to `app.href(name)`. */
  | { readonly type: 'channel'; readonly name: string; readonly look: Look }
  /** A nick; `self` is the "@you" chip. */
  | { readonly type: 'mention'; readonly text: string; readonly nick: string; readonly self: boolean }
  /** `code` between backticks. */
  | { readonly type: 'code'; readonly text: string }
  /** Hidden until asked for: text on its own colour, or ||text||. */
  | { readonly type: 'spoiler'; readonly spans: readonly Span[] };

export type Block =
  | { readonly type: 'line'; readonly spans: readonly Span[] }
  /** A code fence, its lines joined. */
  | { readonly type: 'fence'; readonly language: string; readonly text: string };
