import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ConversationView } from '../app/app';
import { Banners } from './banner';
import { Composer } from './composer';
import { useApp } from './context';
import { Find } from './find';
import { Head } from './head';
import { Log, type Reveal } from './log';

interface Props {
  readonly view: ConversationView;
  readonly drawer: Signal<boolean>;
  readonly members: Signal<boolean>;
}

/** The open conversation: its head, its messages, its composer. */
export function Conversation({ view, drawer, members }: Props) {
  const main = useRef<HTMLElement>(null);
  const finding = useSignal(false);
  const reveal = useSignal<Reveal | null>(null);

  // Whoever opens a conversation wants to write; on a touch screen that would raise the keyboard.
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) main.current?.querySelector('textarea')?.focus();
  }, []);

  const endFind = () => {
    finding.value = false;
    reveal.value = null;
  };
  return (
    <main ref={main} class="conversation" inert={drawer.value}>
      <Head view={view} drawer={drawer} members={members} finding={finding} onFind={() => (finding.value ? endFind() : (finding.value = true))} />
      <Banners of={view.banners} />
      {finding.value && <Find view={view} reveal={reveal} onClose={endFind} />}
      <Log view={view} reveal={reveal.value} />
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
