// The parts of the forms that let somebody in: fields that a password manager knows,
// and what is wrong said at the field that it is about.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Outcome } from '../app/app';
import { Raw } from './banner';

export type Problem = Extract<Outcome, { ok: false }>;

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly autocomplete: 'username' | 'current-password' | 'new-password' | 'email' | 'one-time-code' | 'off';
  /** Without it the value stands. */
  readonly onInput?: ((value: string) => void) | undefined;
  readonly type?: 'text' | 'password' | 'email';
  readonly problem?: Problem | null;
  /** It has the focus when the form appears, by itself or in a dialog. */
  readonly first?: boolean;
  readonly hint?: ComponentChildren;
  /** What can be done about the problem. */
  readonly ways?: ComponentChildren;
}

export function Field({ label, name, value, onInput, autocomplete, type = 'text', problem = null, first = false, hint, ways }: FieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  // Before the next frame: whoever types at once loses no letter.
  useLayoutEffect(() => {
    if (first) field.current?.focus();
  }, []); // and not whenever a name is typed
  useEffect(() => {
    if (problem !== null) field.current?.focus();
  }, [problem]);
  const [isShown, setIsShown] = useState(false);
  // Each kind has a type of its own, as if there could not be one of several.
  const kind = { type: isShown ? 'text' : type } as { readonly type: 'text' };
  const does = isShown ? 'Hide' : 'Show';
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="box">
        <input
          ref={field}
          id={id}
          class="input"
          name={name}
          {...kind}
          value={value}
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          maxLength={300}
          autofocus={first}
          readOnly={onInput === undefined}
          aria-invalid={problem !== null}
          aria-describedby={`${hint === undefined ? '' : `${id}-hint `}${id}-problem`}
          onInput={(event) => onInput?.(event.currentTarget.value)}
        />
        {type === 'password' && (
          // A finger that touches it does not send the keyboard away.
          <button type="button" class="show" aria-label={`${does} ${label.toLowerCase()}`} onPointerDown={(event) => event.preventDefault()} onClick={() => setIsShown(!isShown)}>
            {does}
          </button>
        )}
      </div>
      {hint !== undefined && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      <div role="alert" id={`${id}-problem`}>
        {problem && <p class="complaint">{problem.problem}</p>}
        {problem && ways && <div class="choices">{ways}</div>}
        {problem && <Raw line={problem.raw} />}
      </div>
    </div>
  );
}

interface RememberProps {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Remember({ on, onChange }: RememberProps) {
  return (
    <label class="check">
      <input type="checkbox" name="remember" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>Remember me on this device</span>
    </label>
  );
}

/** A form that is being sent, or was refused. */
export function useAsking() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** True when it went well. */
  const ask = async (question: () => Promise<Outcome>): Promise<Outcome | null> => {
    if (busy) return null;
    setBusy(true);
    setProblem(null);
    const outcome = await question();
    setBusy(false);
    if (!outcome.ok) setProblem(outcome);
    return outcome;
  };
  /** The problem, for the field that it is about; 'other' is about none in particular. */
  const at = (...about: NonNullable<Problem['why']>[]) => (problem !== null && about.includes(problem.why ?? 'other') ? problem : null);
  return { busy, problem, ask, at, forget: () => setProblem(null) };
}

interface DeedsProps {
  readonly label: string;
  readonly busy: boolean;
  readonly onCancel?: (() => void) | undefined;
}

/** The button that sends the form, and in a dialog another one that does not. */
export function Deeds({ label, busy, onCancel }: DeedsProps) {
  return (
    <div class="deeds">
      {onCancel && (
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      )}
      <button type="submit" class="button primary" aria-disabled={busy}>
        {label}
      </button>
    </div>
  );
}

/** Said where a password would travel in clear. */
export function Openly({ open }: { readonly open: boolean }) {
  if (!open) return null;
  return <p class="warning">This page came without encryption: what you type can be read on its way. Take a password that you use nowhere else.</p>;
}
