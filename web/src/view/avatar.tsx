import { hueOf } from '../app/hues';
import { squares } from './identicon';

interface Props {
  readonly name: string;
  readonly kind: 'channel' | 'private';
  readonly size?: 'small' | 'medium' | 'large';
  /** Draws the dot. */
  readonly presence?: 'here' | 'away' | 'gone' | undefined;
  /** The colour, if it is another than the name's. */
  readonly paint?: object;
}

/** The picture of a person (round) or a channel (square). It says nothing that the name beside it doesn't. */
export function Avatar({ name, kind, size = 'small', presence, paint = { 'data-hue': hueOf(name) } }: Props) {
  const shape = kind === 'private' ? 'round' : 'square';
  return (
    <span class={`avatar ${shape} ${size} ${presence ?? ''}`} {...paint} aria-hidden="true">
      <svg viewBox="-1.5 -1.5 8 8" shape-rendering="crispEdges">
        <path d={squares(name)} />
      </svg>
    </span>
  );
}
