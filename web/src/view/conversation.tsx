import type { Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ConversationView } from '../app/app';
import { Banners } from './banner';
import { Composer } from './composer';
import { useApp } from './context';
import { Head } from './head';
import { Log } from './log';

interface Props {
  readonly view: ConversationView;
  readonly drawer: Signal<boolean>;
  readonly members: Signal<boolean>;
}

const NONE: readonly string[] = [];

/** The open conversation: its head, its messages, its composer. */
export function Conversation({ view, drawer, members }: Props) {
  const main = useRef<HTMLElement>(null);
  const app = useApp();

  // Whoever opens a conversation wants to write, and loses no letter if she does so at once: before the
  // next frame, or in that in which the dialog goes by which she did. On a touch screen it would raise the keyboard.
  const isCovered = app.overlay.value !== null || drawer.value;
  const isNew = useRef(true);
  useLayoutEffect(() => {
    if (isCovered || !isNew.current) return;
    isNew.current = false;
    // Who opened it from the results of a search goes on there.
    const searches = document.activeElement?.closest('[role=search]');
    if (matchMedia('(pointer: fine)').matches && !searches) main.current?.querySelector('textarea')?.focus();
  }, [isCovered]);

  return (
    <main ref={main} class="conversation" inert={drawer.value}>
      <Head view={view} drawer={drawer} members={members} />
      <Banners of={view.banners} />
      <Log view={view} found={app.searching.value ? app.finder.finding.value.phrases : NONE} />
      <p class="typing">{view.typing}</p>
      <Outside view={view} />
      <Composer view={view} />
    </main>
  );
}

/** One is not in the channel: the way back in. */
function Outside({ view }: { readonly view: ConversationView }) {
  const app = useApp();
  const membership = view.membership.value;
  // A banner tells the same at greater length, and has the way back too.
  if (membership.state !== 'out' || view.banners.value.length > 0) return null;
  return (
    <div class="unwritable">
      <p>{membership.reason || `You are not in ${view.name.value}.`}</p>
      <button type="button" class="button" onClick={() => void app.join(view.name.value)}>
        Join {view.name}
      </button>
    </div>
  );
}
