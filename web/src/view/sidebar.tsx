import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Account } from './account';
import { useApp } from './context';
import { Entry } from './entry';
import { useFrame } from './frame';
import { Icon, IconButton } from './icon';
import { Mark } from './mark';

const shortcut = /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘ K' : 'Ctrl K';

/** The conversations one is in, and a field that filters them. */
export function Sidebar({ open }: { readonly open: Signal<boolean> }) {
  const app = useApp();
  const nav = useRef<HTMLElement>(null);
  const filter = useSignal('');
  const { channels, privates } = useFrame(app.sidebar);

  const wanted = filter.value.trim().toLowerCase();
  const fits = (item: { readonly name: string }) => item.name.toLowerCase().includes(wanted);
  const shownChannels = channels.filter(fits);
  const shownPrivates = privates.filter(fits);

  // The drawer takes the focus with it.
  useEffect(() => {
    if (open.value) nav.current?.querySelector<HTMLElement>('[aria-current=page], a')?.focus();
  }, [open.value]);

  const goToFirst = (event: KeyboardEvent) => {
    const first = shownChannels[0] ?? shownPrivates[0];
    if (event.key !== 'Enter' || !first) return;
    filter.value = '';
    open.value = false;
    app.go(first.name);
  };

  // Also to where one is already.
  const leave = (event: MouseEvent) => {
    if ((event.target as Element).closest('a')) open.value = false;
  };

  return (
    <nav ref={nav} class={`sidebar ${open.value ? 'open' : ''}`} aria-label="Conversations" data-region tabIndex={-1}>
      <div class="brand">
        <Mark />
        <span>Linnet</span>
        <IconButton icon="compass" label="Browse channels" onClick={() => (app.overlay.value = { name: 'browse' })} />
        <IconButton icon="plus" label="New channel" onClick={() => (app.overlay.value = { name: 'new-channel' })} />
      </div>
      <label class="searchbox">
        <Icon name="search" />
        <input
          type="search"
          aria-label="Filter conversations"
          placeholder="Filter"
          value={filter.value}
          onInput={(event) => (filter.value = event.currentTarget.value)}
          onKeyDown={goToFirst}
        />
        <kbd aria-hidden="true">{shortcut}</kbd>
      </label>
      <div class="scroll" onClick={leave} onKeyDown={walkLinks}>
        {shownChannels.length > 0 && <h2>Channels</h2>}
        <ul>
          {shownChannels.map((item) => (
            <Entry key={item.key} item={item} />
          ))}
        </ul>
        {shownPrivates.length > 0 && <h2>Direct messages</h2>}
        <ul>
          {shownPrivates.map((item) => (
            <Entry key={item.key} item={item} />
          ))}
        </ul>
        {shownChannels.length + shownPrivates.length === 0 && (
          <p class="nothing">{wanted === '' ? 'Join a channel, or start one.' : 'No conversation is called that.'}</p>
        )}
      </div>
      <Account />
    </nav>
  );
}

/** Up and down go through the conversations. */
function walkLinks(event: KeyboardEvent): void {
  if (event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
  const links = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('a')];
  const now = links.indexOf(document.activeElement as HTMLElement);
  const next = links[now + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
