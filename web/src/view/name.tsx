import type { RefObject } from 'preact';
import { useId, useLayoutEffect } from 'preact/hooks';
import type { Outcome } from '../app/app';
import { Avatar } from './avatar';
import { useApp } from './context';
import { Raw } from './banner';

interface Props {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly outcome: Outcome | null;
  /** One of the suggested names was chosen. */
  readonly onPick: (name: string) => void;
  /** The name is an account's, and the person says that it is hers. */
  readonly onMine?: (name: string) => void;
}

/** The field for a display name. Any name will do: the nick it becomes is shown while one types. */
export function NameField({ input, value, onInput, outcome, onPick, onMine }: Props) {
  const app = useApp();
  const id = useId();
  // Before the next frame: whoever types at once loses no letter.
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [input]);
  const nick = app.nickFor(value);
  const problem = outcome && !outcome.ok ? outcome : null;
  return (
    <div class="field">
      <label for={id}>Display name</label>
      <input
        ref={input}
        id={id}
        class="input"
        value={value}
        autofocus
        onInput={(event) => onInput(event.currentTarget.value)}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint ${id}-problem`}
        autocomplete="nickname"
        autocapitalize="words"
        spellcheck={false}
        maxLength={100}
      />
      <p class="hint preview" id={`${id}-hint`}>
        {nick !== '' && value.trim() !== '' && (
          <>
            <Avatar name={nick} kind="private" />
            {nick === value.trim() ? <span>This is your picture here.</span> : <span>Others will call you <b>{nick}</b></span>}
          </>
        )}
      </p>
      <div role="alert" id={`${id}-problem`}>
        {problem && (
          <>
            <p class="complaint">{problem.problem}</p>
            <div class="choices">
              {(problem.why === 'taken' || problem.why === 'required') && onMine && (
                <button type="button" class="choice" onClick={() => onMine(value)}>
                  {problem.why === 'taken' ? "It's mine: log in" : 'Log in'}
                </button>
              )}
              {problem.suggestions.map((name) => (
                <button key={name} type="button" class="choice" onClick={() => onPick(name)}>
                  {name}
                </button>
              ))}
            </div>
            <Raw line={problem.raw} />
          </>
        )}
      </div>
    </div>
  );
}
