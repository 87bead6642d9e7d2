import { addressOf, portraitOf } from '../app/portrait';
import { MOST_BYTES } from '../app/profile';
import { Avatar } from './avatar';
import { useApp } from './context';
import { Icon } from './icon';

/** What becomes of one's picture on "Save": nothing, another, or none. */
export type Picture = 'as it is' | 'none' | { readonly blob: Blob; readonly address: string };

interface Props {
  /** What is shown now, or null. */
  readonly shown: string | null;
  /** There is one to be taken away, here or elsewhere. */
  readonly isRemovable: boolean;
  readonly onChange: (picture: Picture) => void;
  readonly onProblem: (problem: string) => void;
}

/** One's picture: it can be chosen and removed by whoever has an account. */
export function PictureField({ shown, isRemovable, onChange, onProblem }: Props) {
  const app = useApp();
  const { nick, account } = app.me.value;
  const choose = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    // The same file chosen again is to be a choice too.
    input.value = '';
    if (!file) return;
    const blob = await portraitOf(file, MOST_BYTES);
    if (blob) onChange({ blob, address: await addressOf(blob) });
    else onProblem('This file can’t be read as a picture. JPEG, PNG and WebP are.');
  };
  return (
    <div class="picture" role="group" aria-label="Picture">
      {shown === null ? (
        <Avatar name={nick} kind="private" size="large" />
      ) : (
        <span class="avatar round large" aria-hidden="true">
          <img src={shown} alt="" />
        </span>
      )}
      {account === null ? (
        <GuestsHint />
      ) : (
        <div class="choices">
          <label class="button">
            <input class="spoken" type="file" accept="image/png,image/jpeg,image/webp,image/gif,image/avif" onChange={(event) => void choose(event.currentTarget)} />
            Choose picture
          </label>
          {isRemovable && (
            <button type="button" class="button" onClick={() => onChange('none')}>
              <Icon name="bin" />
              Remove picture
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Pictures are kept with an account: this is the way to one. */
function GuestsHint() {
  const app = useApp();
  const { caps } = app.server.value;
  const open = (name: 'log-in' | 'register') => () => (app.overlay.value = { name });
  return (
    <div>
      <p class="hint">Your face here is made from your nick. A picture of your own is kept with an account.</p>
      {caps.has('sasl') && (
        <div class="choices">
          <button type="button" class="choice" onClick={open('log-in')}>
            Log in
          </button>
          {caps.has('draft/account-registration') && (
            <button type="button" class="choice" onClick={open('register')}>
              Register this name
            </button>
          )}
        </div>
      )}
    </div>
  );
}
