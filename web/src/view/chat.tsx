import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Banners } from './banner';
import { useApp } from './context';
import { Conversation } from './conversation';
import { keepEscape } from './dialog';
import { Members } from './members';
import { Nowhere } from './nowhere';
import { Overlays } from './overlays';
import { Search } from './search';
import { Sidebar } from './sidebar';
import { Status } from './status';
import { Toast } from './toast';

const narrow = matchMedia('(max-width: 1023px)');

/** The chat: sidebar, conversation, members. On a narrow screen the outer two come on demand. */
export function Chat() {
  const app = useApp();
  const sidebar = useSignal(false);
  const members = useSignal(!narrow.matches);
  const open = app.open.value;

  useEffect(() => {
    const follow = () => (members.value = !narrow.matches);
    narrow.addEventListener('change', follow);
    return () => narrow.removeEventListener('change', follow);
  }, [members]);

  // Whoever chose a conversation in the drawer wants to see it.
  useEffect(() => {
    sidebar.value = false;
    if (narrow.matches) members.value = false;
  }, [open?.key, sidebar, members]);

  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !(sidebar.value || (narrow.matches && members.value))) return;
    keepEscape(event);
    sidebar.value = false;
    if (narrow.matches) members.value = false;
  };

  const searching = app.searching.value;
  const showMembers = members.value && open?.kind === 'channel' && !searching;
  return (
    <div class="chat" onKeyDown={escape}>
      <Status />
      <Sidebar open={sidebar} />
      {sidebar.value && <div class="veil over-sidebar" onClick={() => (sidebar.value = false)} />}
      {open === null ? (
        <main class="conversation">
          <Banners of={app.banners} />
          <Nowhere drawer={sidebar} />
        </main>
      ) : (
        <Conversation key={open.key} view={open} drawer={sidebar} members={members} />
      )}
      {showMembers && <div class="veil over-members" onClick={() => (members.value = false)} />}
      {showMembers && <Members key={open.key} view={open} shown={members} />}
      {searching && <div class="veil over-members" onClick={() => (app.searching.value = false)} />}
      {searching && <Search view={open} />}
      <Overlays />
      <Toast />
    </div>
  );
}
