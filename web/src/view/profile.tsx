import { useId, useState } from 'preact/hooks';
import type { Outcome } from '../app/app';
import { tintOf } from '../app/colour';
import { guiseOf, LONGEST_NAME } from '../app/guise';
import type { Profile } from '../app/profile';
import { Raw } from './banner';
import { ColourField } from './colour';
import { useApp } from './context';
import { Dialog } from './dialog';
import { PictureField, type Picture } from './picture';
import { Preview } from './preview';

type Problem = Extract<Outcome, { ok: false }>;

/** What one says of oneself: how others see the name, and not how they call one. */
export function EditProfile({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const id = useId();
  const { nick, displayName } = app.me.value;
  const [was] = useState(() => app.profile.own);
  const [name, setName] = useState(was.name || displayName || nick);
  const [colour, setColour] = useState(tintOf(was.colour) ? was.colour : '');
  const [picture, setPicture] = useState<Picture>('as it is');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const save = async () => {
    if (busy) return;
    setBusy(true);
    let outcome = await savePicture(app.profile, picture);
    if (outcome.ok) {
      setPicture('as it is');
      outcome = await app.profile.save(name, colour);
    }
    setBusy(false);
    if (outcome.ok) onClose();
    else setProblem(outcome);
  };

  const guise = guiseOf({ ...app.profile.own, name, colour }, nick);
  const shown = picture === 'as it is' ? guise.picture : picture === 'none' ? null : picture.address;

  return (
    <Dialog title="Edit profile" onClose={onClose}>
      <form
        class="content profile"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Preview nick={nick} guise={{ ...guise, picture: shown }} />
        <PictureField
          shown={shown}
          isRemovable={picture !== 'none' && (shown !== null || app.profile.own.picture !== '')}
          onChange={(chosen) => {
            setPicture(chosen);
            setProblem(null);
          }}
          onProblem={(text) => setProblem({ ok: false, problem: text, raw: null, suggestions: [] })}
        />
        <div class="field">
          <label for={id}>Display name</label>
          <input
            id={id}
            class="input"
            value={name}
            autofocus
            onInput={(event) => setName(event.currentTarget.value)}
            aria-describedby={`${id}-hint`}
            autocomplete="nickname"
            autocapitalize="words"
            spellcheck={false}
            maxLength={LONGEST_NAME}
          />
          <p class="hint" id={`${id}-hint`}>
            What others see. Your nick, by which they call you, stays <b>{nick}</b>: “Change display name” in the menu changes both.
          </p>
        </div>
        <ColourField value={colour} onChange={setColour} />
        <div role="alert">
          {problem && <p class="complaint">{problem.problem}</p>}
          {problem && <Raw line={problem.raw} />}
        </div>
        <div class="deeds">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button primary" aria-disabled={busy}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

async function savePicture(profile: Profile, picture: Picture): Promise<Outcome> {
  if (picture === 'as it is') return { ok: true };
  return picture === 'none' ? profile.removePicture() : profile.showPicture(picture.blob);
}
