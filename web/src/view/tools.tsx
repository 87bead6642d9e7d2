import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Row } from '../app/app';
import { useApp } from './context';
import { Ask } from './delete';
import { IconButton } from './icon';
import { say } from './toast';

interface Props {
  readonly row: Extract<Row, { type: 'message' }>;
  readonly conversation: string;
  readonly deletable: boolean;
}

/** What can be done with a message; it shows where one points or has the focus. */
export function Tools({ row, conversation, deletable }: Props) {
  const app = useApp();
  const tools = useRef<HTMLDivElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  // They go with the message. The focus that was in them stays among the messages.
  useLayoutEffect(() => {
    const { current } = tools;
    const log = current?.closest<HTMLElement>('[role=log]');
    return () => {
      if (current?.contains(document.activeElement)) log?.focus();
    };
  }, []);
  const copy = async () => {
    const name = app.peek(conversation)?.name ?? conversation;
    await navigator.clipboard.writeText(app.link(name, row.message.msgid ?? undefined));
    say('Link copied');
  };
  return (
    <div ref={tools} class={`tools ${anchor ? 'open' : ''}`}>
      <IconButton icon="link" label="Copy link to message" onClick={() => void copy()} />
      {deletable && (
        <IconButton icon="bin" label="Delete message" popup={anchor !== null} onClick={(event) => setAnchor(event.currentTarget as HTMLElement)} />
      )}
      {anchor && <Ask row={row} conversation={conversation} anchor={anchor} onClose={() => setAnchor(null)} />}
    </div>
  );
}
