import { hueOf } from '../app/hues';
import type { Guise } from '../app/guise';
import { Avatar } from './avatar';
import { Guised, painted } from './face';

interface Props {
  readonly nick: string;
  readonly guise: Guise;
}

/** How a message of somebody will look on a light page and on a dark one. */
export function Preview({ nick, guise }: Props) {
  const paint = guise.tint ? painted(guise.tint) : { 'data-hue': hueOf(nick) };
  return (
    <div class="preview" role="group" aria-label="Preview">
      {(['light', 'dark'] as const).map((theme) => (
        <div key={theme} class="page" data-page={theme}>
          {guise.picture === null ? (
            <Avatar name={nick} kind="private" size="large" paint={paint} />
          ) : (
            <span class="avatar round large" aria-hidden="true">
              <img src={guise.picture} alt="" />
            </span>
          )}
          <p>
            <b {...paint}>
              <Guised guise={guise} nick={nick} />
            </b>
            {theme === 'light' ? 'By day I look like this.' : 'And like this by night.'}
          </p>
        </div>
      ))}
    </div>
  );
}
