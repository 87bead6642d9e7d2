interface Props {
  readonly count: number;
  readonly mention: boolean;
}

/**
 * How many wait. The style draws the number: what it stands in has a name that
 * says it in words, and text that isn't in the name would be a second, other name.
 */
export function Badge({ count, mention }: Props) {
  return <span class={`badge ${mention ? 'mention' : ''}`} data-count={count > 99 ? '99+' : count} />;
}
