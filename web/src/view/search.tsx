import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ConversationView } from '../app/app';
import type { Message } from '../state/model';
import { useApp } from './context';
import { Hits, hitsOf } from './hits';
import { Icon, IconButton } from './icon';

/** Whoever types on is not searched for yet. */
const pause = 250;

const narrow = '(max-width: 1023px)';

/** The search: here or everywhere. Its results stay while one looks at one after the other. */
export function Search({ view }: { readonly view: ConversationView | null }) {
  const app = useApp();
  const { finder } = app;
  const id = useId();
  const panel = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [everywhere, setEverywhere] = useState(view === null);
  const [chosen, setChosen] = useState<string | null>(null);
  const finding = finder.finding.value;
  const hits = hitsOf(finding);
  const where = everywhere ? null : (view?.key ?? null);
  const searched = useRef('');

  const find = () => {
    searched.current = `${where} ${text}`;
    setChosen(null);
    void finder.find(text, where);
  };
  useEffect(() => {
    if (searched.current === `${where} ${text}`) return;
    const timer = setTimeout(find, text.trim() === '' ? 0 : pause);
    return () => clearTimeout(timer);
  }, [text, where]);
  useEffect(() => () => finder.clear(), [finder]);
  // Before the next frame: whoever types at once loses no letter.
  useLayoutEffect(() => {
    const from = document.activeElement;
    field.current?.focus();
    return () => {
      const isLost = panel.current?.contains(document.activeElement) || document.activeElement === document.body;
      if (isLost && from instanceof HTMLElement) from.focus();
    };
  }, []);

  const close = () => (app.searching.value = false);
  const open = (hit: { readonly name: string; readonly message: Message }) => {
    setChosen(hit.message.key);
    app.goToMessage(hit.name, hit.message);
    // Over the conversation it would hide what it found.
    if (matchMedia(narrow).matches) close();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const at = hits.findIndex(({ message }) => message.key === chosen);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step === undefined ? undefined : hits[Math.max(0, Math.min(hits.length - 1, at + step))];
    if (next) setChosen(next.message.key);
    else if (event.key !== 'Enter') return;
    else if (searched.current !== `${where} ${text}` || finding.phase === 'failed') find();
    else if (hits[Math.max(0, at)]) open(hits[Math.max(0, at)] as (typeof hits)[number]);
    event.preventDefault();
  };

  return (
    <section
      ref={panel}
      class="search"
      role="search"
      aria-label="Search messages"
      data-region
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <div class="title">
        <span>Search</span>
        <IconButton icon="close" label="Close search" onClick={close} />
      </div>
      <label class="searchbox">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          aria-label={everywhere ? 'Search everywhere' : 'Search in this conversation'}
          aria-controls={`${id}-hits`}
          aria-activedescendant={chosen === null ? undefined : `${id}-${chosen}`}
          aria-describedby={text === '' ? `${id}-hints` : undefined}
          placeholder={everywhere ? 'Search everywhere' : `Search in ${view?.name.value ?? ''}`}
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={text}
          data-region-focus
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={keys}
        />
      </label>
      <div class="segments" role="radiogroup" aria-label="Where to search">
        <Scope id={id} label="This conversation" on={!everywhere} disabled={view === null} onChoose={() => setEverywhere(false)} />
        <Scope id={id} label="Everywhere" on={everywhere} onChoose={() => setEverywhere(true)} />
      </div>
      {!finder.isServers && <p class="hint">This server can’t search: only the messages that are loaded here are looked through.</p>}
      <Hits id={id} finding={finding} hits={hits} chosen={chosen} onOpen={open} onMore={() => void finder.more()} />
      {finding.phase === 'nothing' && <Hints id={`${id}-hints`} />}
    </section>
  );
}

interface ScopeProps {
  readonly id: string;
  readonly label: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

function Scope({ id, label, on, disabled, onChoose }: ScopeProps) {
  return (
    <label>
      <input type="radio" name={`${id}-where`} checked={on} disabled={disabled} onChange={onChoose} />
      <span>{label}</span>
    </label>
  );
}

/** How to narrow it down. */
function Hints({ id }: { readonly id: string }) {
  return (
    <dl class="hints" id={id}>
      <dt>“two words”</dt>
      <dd>one after the other</dd>
      <dt>from:maria</dt>
      <dd>who said it</dd>
      <dt>after:2026-11-01</dt>
      <dd>since that day</dd>
      <dt>before:2026-12-01</dt>
      <dd>earlier than that day</dd>
      <dt>on:yesterday</dt>
      <dd>on that day</dd>
    </dl>
  );
}
