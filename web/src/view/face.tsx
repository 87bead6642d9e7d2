// How people look: the picture they chose or the one made from the name, the name
// they gave or the nick, in the colour they like.

import type { Guise } from '../app/guise';
import { Avatar } from './avatar';
import { useApp } from './context';

interface FaceProps {
  readonly nick: string;
  readonly size?: 'small' | 'medium' | 'large';
  readonly presence?: 'here' | 'away' | 'gone' | undefined;
}

/** The picture of a person. It says nothing that the name beside it doesn't. */
export function Face({ nick, size = 'small', presence }: FaceProps) {
  const { faces } = useApp();
  const { picture, tint } = faces.of(nick);
  if (picture === null) return <Avatar name={nick} kind="private" size={size} presence={presence} {...(tint ? { paint: painted(tint) } : {})} />;
  return (
    <span class={`avatar round ${size} ${presence ?? ''}`} aria-hidden="true">
      <img key={picture} src={picture} alt="" decoding="async" draggable={false} onError={() => faces.missed(picture)} />
    </span>
  );
}

/**
 * The name of a person, in any text. The nick is always in it: beside the name where that could be
 * somebody else's too, or else for those who listen.
 */
export function Named({ nick }: { readonly nick: string }) {
  return <Guised guise={useApp().faces.of(nick)} nick={nick} />;
}

export function Guised({ guise, nick }: { readonly guise: Guise; readonly nick: string }) {
  if (guise.name === null) return <>{nick}</>;
  return (
    <>
      {/* Letters of another direction must not carry their neighbours along. */}
      <bdi>{guise.name}</bdi> <span class={guise.isPlain ? 'spoken' : 'nick-too'}>{nick}</span>
    </>
  );
}

/** What an element needs for the colour of a name: a hue of the name's, or the one that was chosen. */
export function usePaint(conversation: string, nick: string): Paint {
  const app = useApp();
  const { tint } = app.faces.of(nick);
  const hue = app.hue(conversation, nick);
  // Somebody who spoke just now may have it already: two of one colour would be taken for one.
  return tint && (tint.hue === null || tint.hue === hue) ? painted(tint) : { 'data-hue': hue };
}

export interface Paint {
  readonly 'data-hue': number | 'own';
  readonly style?: Readonly<Record<string, string>>;
}

export function painted({ light, dark }: { readonly light: string; readonly dark: string }): Paint {
  return { 'data-hue': 'own', style: { '--own-light': light, '--own-dark': dark } };
}
