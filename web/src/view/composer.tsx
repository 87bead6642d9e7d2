import { useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Completion, ConversationView, Outcome } from '../app/app';
import { Raw } from './banner';
import { useApp } from './context';
import { Icon } from './icon';
import { Candidates, Commands } from './suggestions';

/** Where one writes. It is never disabled: what is written offline waits and is sent later. */
export function Composer({ view }: { readonly view: ConversationView }) {
  const app = useApp();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const problem = useSignal<Extract<Outcome, { ok: false }> | null>(null);
  const completion = useSignal<Completion | null>(null);
  const chosen = useSignal(0);
  const closed = useSignal(false);
  /** The text that Up brought last: while it stands unchanged, Up and Down go on from it. */
  const recalled = useRef<string | null>(null);

  const text = view.draft.value;
  const commands = closed.value ? [] : app.commands(text);
  const command = commands[Math.min(chosen.value, commands.length - 1)];
  const label = view.composerLabel.value;

  useLayoutEffect(() => {
    if (field.current) grow(field.current);
  }, [text]);

  const write = (next: string, caret = next.length) => {
    app.setDraft(view.key, next);
    const element = field.current;
    if (!element) return;
    // Now, not at the next drawing: the caret goes with the text.
    element.value = next;
    element.setSelectionRange(caret, caret);
  };
  const typed = (next: string) => {
    problem.value = null;
    completion.value = null;
    chosen.value = 0;
    closed.value = false;
    recalled.current = null;
    app.setDraft(view.key, next);
  };
  const send = () => {
    if (text.trim() === '') return;
    const outcome = app.send(view.key, text);
    problem.value = outcome.ok ? null : outcome;
    completion.value = null;
    recalled.current = null;
    field.current?.focus();
  };
  const accept = (name: string) => {
    write(`/${name.replace(/^\//, '')} `);
    field.current?.focus();
  };
  const recall = (step: -1 | 1): boolean => {
    const found = app.recall(view.key, step, text);
    if (found === null) return false;
    recalled.current = found;
    write(found);
    return true;
  };

  const keys = (event: KeyboardEvent) => {
    // Enter that ends an IME's composition belongs to the IME; 229 is how Safari says it.
    if (event.isComposing || event.keyCode === 229) return;
    const element = event.currentTarget as HTMLTextAreaElement;
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (command && plain && commandKey(event.key)) {
      event.preventDefault();
      // Escape closes the list, and does not mean "read" as well.
      event.stopPropagation();
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Tab' && plain) {
      const next = app.complete(view.key, text, element.selectionStart, completion.value);
      if (next === null) return;
      event.preventDefault();
      completion.value = next;
      write(next.text, next.caret);
    } else if (plain && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const step = event.key === 'ArrowUp' ? -1 : 1;
      if (mayRecall(element, step, recalled.current) && recall(step)) event.preventDefault();
    }
  };
  /** The keys of the list of commands; true when the key was one of them. */
  const commandKey = (key: string): boolean => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step !== undefined) {
      chosen.value = (chosen.value + step + commands.length) % commands.length;
      return true;
    }
    if (key === 'Escape') return (closed.value = true);
    const exact = command !== undefined && text.slice(1) === command.name.replace(/^\//, '');
    if (command === undefined || (key !== 'Tab' && (key !== 'Enter' || exact))) return false;
    accept(command.name);
    return true;
  };

  const listed = command !== undefined;
  return (
    <div class="composer" data-region>
      {listed && <Commands id={id} commands={commands} chosen={command} onPick={(one) => accept(one.name)} />}
      {!listed && completion.value && completion.value.candidates.length > 1 && <Candidates completion={completion.value} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          rows={1}
          aria-label={label}
          placeholder={label}
          value={text}
          data-region-focus
          enterkeyhint="send"
          autocomplete="off"
          aria-autocomplete="list"
          aria-controls={listed ? id : undefined}
          aria-activedescendant={listed ? `${id}-${command.name}` : undefined}
          onInput={(event) => typed(event.currentTarget.value)}
          onKeyDown={keys}
        />
        <div class="meters">
          <Slow key={view.slowUntil.value} until={view.slowUntil.value} />
          <Bytes left={app.bytesLeft(view.key, text)} />
        </div>
        <button type="submit" class={`icon-button send ${text.trim() === '' ? 'idle' : ''}`} aria-label="Send" title="Send">
          <Icon name="send" />
        </button>
      </form>
      <div class="beneath" role="alert">
        {problem.value && <p class="complaint">{problem.value.problem}</p>}
        {problem.value && <Raw line={problem.value.raw} />}
      </div>
    </div>
  );
}

/** Slow mode: how long the server takes no message yet. */
function Slow({ until }: { readonly until: number }) {
  const left = useSignal(Math.ceil((until - Date.now()) / 1000));
  useEffect(() => {
    if (left.value <= 0) return;
    const timer = setInterval(() => {
      left.value = Math.ceil((until - Date.now()) / 1000);
      if (left.value <= 0) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  if (left.value <= 0) return null;
  return (
    <span class="slow" role="timer">
      Slow mode: wait {left.value} s
    </span>
  );
}

/** How much of one message is left, once that is little. */
function Bytes({ left }: { readonly left: number | null }) {
  if (left === null) return null;
  return <span class={`bytes ${left < 0 ? 'over' : ''}`}>{left < 0 ? 'Will be split' : `${left} left`}</span>;
}

/** Up recalls at the very start (Down at the very end), and at once where there is only one line to move in. */
function mayRecall(field: HTMLTextAreaElement, step: -1 | 1, recalled: string | null): boolean {
  const { value, selectionStart, selectionEnd } = field;
  if (selectionStart !== selectionEnd) return false;
  if (value === recalled || value === '') return true;
  const oneLine = field.scrollHeight < 60 && !value.includes('\n');
  return oneLine || selectionStart === (step < 0 ? 0 : value.length);
}

const growsByItself = CSS.supports('field-sizing', 'content');

function grow(field: HTMLTextAreaElement): void {
  if (growsByItself) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}
