import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { SidebarItem } from '../state/select';
import { Avatar } from './avatar';
import { useApp } from './context';
import { Face } from './face';
import { Dialog } from './dialog';
import { Icon } from './icon';

interface Option {
  readonly name: string;
  readonly kind: 'channel' | 'private';
  readonly note: string;
}

/** Ctrl-K: any conversation, by a few letters of it. */
export function Switcher({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const { channels, privates } = app.sidebar.value;
  const options = optionsOf([...channels, ...privates], text.trim(), app.channelNameFor(text));
  const at = Math.min(chosen, Math.max(0, options.length - 1));

  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [at]);
  const go = (option: Option | undefined) => {
    if (!option) return;
    onClose();
    app.go(option.name);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && options.length > 0) setChosen((at + step + options.length) % options.length);
    else if (event.key === 'Enter') go(options[at]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title="Go to a conversation" class="switcher" bare onClose={onClose}>
      <label class="searchbox">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label="Conversation"
          aria-expanded={options.length > 0}
          aria-controls={id}
          aria-activedescendant={options.length > 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder="Go to a channel or a person"
          autocomplete="off"
          spellcheck={false}
          autofocus
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={keys}
        />
      </label>
      <div ref={list} role="listbox" id={id} aria-label="Conversations">
        {options.map((option, i) => (
          <div key={option.name} role="option" id={`${id}-${i}`} aria-selected={i === at} onClick={() => go(option)}>
            {option.kind === 'private' ? <Face nick={option.name} /> : <Avatar name={option.name} kind="channel" />}
            <span class="name">{option.name}</span>
            <small>{option.note}</small>
          </div>
        ))}
      </div>
      {options.length === 0 && <p class="nothing">Nothing is called that.</p>}
      <p class="keys" aria-hidden="true">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> choose
        </span>
        <span>
          <kbd>Enter</kbd> open
        </span>
        <span>
          <kbd>Esc</kbd> close
        </span>
      </p>
    </Dialog>
  );
}

/** What is waiting first, then what begins with the letters, then what holds them, then what isn't open yet. */
function optionsOf(items: readonly SidebarItem[], text: string, channel: string): Option[] {
  const wanted = text.toLowerCase().replace(/^#/, '');
  const weight = (item: SidebarItem) => {
    const name = item.name.toLowerCase().replace(/^#/, '');
    const begins = wanted !== '' && name.startsWith(wanted) ? 4 : 0;
    return begins + (item.mentions > 0 ? 2 : 0) + (item.unread > 0 ? 1 : 0) - (item.current ? 1 : 0);
  };
  const fitting = items.filter((item) => item.name.toLowerCase().includes(wanted));
  const options: Option[] = fitting
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, 30)
    .map(({ name, kind, unread, current }) => ({ name, kind, note: current ? 'open' : unread > 0 ? `${unread} unread` : '' }));
  const isOpen = (name: string) => items.some((item) => item.name.toLowerCase() === name.toLowerCase());
  if (channel !== '' && !isOpen(channel)) options.push({ name: channel, kind: 'channel', note: 'join or start' });
  return options;
}
