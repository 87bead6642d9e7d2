import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ConversationView, MemberGroup } from '../app/app';
import type { Member } from '../state/model';
import { Card } from './card';
import { Face, Named } from './face';
import { useFrame } from './frame';
import { IconButton } from './icon';
import { memo } from './memo';

interface Props {
  readonly view: ConversationView;
  readonly shown: Signal<boolean>;
}

type Line =
  | { readonly key: string; readonly title: string }
  | { readonly key: string; readonly member: Member };

/** Drawn above and below the view, in lines. */
const spare = 12;

/** Who is in the channel. A crowd is drawn only where one looks: all lines are equally high. */
export function Members({ view, shown }: Props) {
  const aside = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const card = useSignal<{ readonly nick: string; readonly anchor: HTMLElement } | null>(null);
  const seen = useSignal({ top: 0, height: innerHeight });
  const lines = linesOf(useFrame(view.members));
  const line = matchMedia('(max-width: 1023px)').matches ? 44 : 36;

  const look = () => {
    const element = scroller.current;
    if (element) seen.value = { top: element.scrollTop, height: element.clientHeight };
  };
  useLayoutEffect(look, []);
  useEffect(() => {
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  }, []);

  // Over the conversation it is a place one goes to, and comes back from.
  useEffect(() => {
    if (!matchMedia('(max-width: 1023px)').matches) return;
    const from = document.activeElement;
    aside.current?.querySelector<HTMLElement>('.close')?.focus();
    return () => from instanceof HTMLElement && from.focus();
  }, []);

  const start = Math.max(0, Math.floor(seen.value.top / line) - spare);
  const end = Math.min(lines.length, Math.ceil((seen.value.top + seen.value.height) / line) + spare);
  return (
    <aside ref={aside} class="members" aria-label="Members" data-region tabIndex={-1} onKeyDown={walkMembers}>
      <div class="title">
        <span>Members</span>
        <span class="count">{view.memberCount}</span>
        <IconButton icon="close" class="close" label="Close members" onClick={() => (shown.value = false)} />
      </div>
      <div ref={scroller} class="scroll" onScroll={look}>
        <div style={{ height: `${start * line}px` }} />
        {lines.slice(start, end).map((one) =>
          'title' in one ? (
            <h2 key={one.key}>{one.title}</h2>
          ) : (
            <OneMember
              key={one.key}
              member={one.member}
              open={card.value?.nick === one.member.nick}
              onOpen={(anchor) => (card.value = { nick: one.member.nick, anchor })}
            />
          ),
        )}
        <div style={{ height: `${(lines.length - end) * line}px` }} />
      </div>
      {card.value && <Card key={card.value.nick} {...card.value} conversation={view.key} onClose={() => (card.value = null)} />}
    </aside>
  );
}

interface MemberProps {
  readonly member: Member;
  readonly open: boolean;
  readonly onOpen: (anchor: HTMLElement) => void;
}

const OneMember = memo(
  function OneMember({ member, open, onOpen }: MemberProps) {
    return (
      <button
        type="button"
        class={`member ${member.away ? 'away' : ''}`}
        title={member.away ? `${member.nick} is away` : member.nick}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={(event) => onOpen(event.currentTarget)}
      >
        <Face nick={member.nick} presence={member.away ? 'away' : 'here'} />
        <span class="name">
          <Named nick={member.nick} />
        </span>
      </button>
    );
  },
  ['member', 'open'],
);

function linesOf(groups: readonly MemberGroup[]): Line[] {
  const lines: Line[] = [];
  for (const { title, members } of groups) {
    if (members.length === 0) continue;
    lines.push({ key: ` ${title}`, title: `${title} — ${members.length}` });
    for (const member of members) lines.push({ key: member.nick, member });
  }
  return lines;
}

/** Up and down go from person to person. */
function walkMembers(event: KeyboardEvent): void {
  if (event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.member')];
  const now = buttons.indexOf(document.activeElement as HTMLElement);
  const next = buttons[now + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
