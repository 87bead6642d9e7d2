import type { Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ConversationView } from '../app/app';
import { useApp } from './context';
import { useFrame } from './frame';
import { Icon, IconButton } from './icon';
import type { Reveal } from './log';

interface Props {
  readonly view: ConversationView;
  readonly reveal: Signal<Reveal | null>;
  readonly onClose: () => void;
}

/** The search within the messages that are loaded. Newest first; Enter goes on to the older ones. */
export function Find({ view, reveal, onClose }: Props) {
  const app = useApp();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const rows = useFrame(view.rows);
  const wanted = text.trim();
  const found = useMemo(() => (wanted === '' ? [] : app.search(view.key, wanted)), [app, view.key, wanted, rows]);
  const place = Math.min(at, Math.max(0, found.length - 1));
  const here = found[place]?.key ?? null;

  // Before the next frame: whoever types at once loses no letter.
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => {
    reveal.value = wanted === '' ? null : { text: wanted, key: here };
  }, [reveal, wanted, here]);

  const move = (step: number) => found.length > 0 && setAt((place + step + found.length) % found.length);
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' || event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      move(event.key === 'ArrowDown' || event.shiftKey ? -1 : 1);
    }
  };

  return (
    <div class="find" role="search" aria-label="Search messages" onKeyDown={keys}>
      <label class="searchbox">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          aria-label="Search in this conversation"
          placeholder={`Search in ${view.name.value}`}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
        />
      </label>
      <span class="count" role="status" aria-label="Results">
        {wanted !== '' && (found.length === 0 ? 'Nothing found' : `${place + 1} of ${found.length}`)}
      </span>
      <IconButton icon="up" label="Older result" onClick={() => move(1)} />
      <IconButton icon="under" label="Newer result" onClick={() => move(-1)} />
      <IconButton icon="close" label="Close search" onClick={onClose} />
    </div>
  );
}
