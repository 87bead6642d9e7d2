// A text, drawn from its tokens. Nothing here is ever HTML: each token becomes
// an element that this file makes, and its words become text.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Look } from '../irc/formatting';
import type { Block, Span } from '../irc/markup';
import { pieces } from '../state/search';
import { useApp } from './context';

interface Props {
  readonly blocks: readonly Block[];
  /** What to mark, from the search. */
  readonly found?: readonly string[] | undefined;
  /** Who acts, for "/me waves". */
  readonly before?: string | undefined;
}

export function Said({ blocks, found, before }: Props) {
  return (
    <div class="said">
      {before !== undefined && `${before} `}
      {blocks.map((block, i) =>
        block.type === 'fence' ? (
          <pre tabIndex={0} aria-label={block.language === '' ? 'Code' : `Code, ${block.language}`} role="region">
            <Marked text={block.text} found={found} />
          </pre>
        ) : (
          <>
            {i > 0 && blocks[i - 1]?.type === 'line' && '\n'}
            <Spans spans={block.spans} found={found} />
          </>
        ),
      )}
    </div>
  );
}

interface SpansProps {
  readonly spans: readonly Span[];
  readonly found: readonly string[] | undefined;
}

function Spans({ spans, found }: SpansProps) {
  return (
    <>
      {spans.map((span) => (
        <OneSpan span={span} found={found} />
      ))}
    </>
  );
}

function OneSpan({ span, found }: { readonly span: Span; readonly found: readonly string[] | undefined }) {
  const app = useApp();
  switch (span.type) {
    case 'text':
      return looked(span.look, <Marked text={span.text} found={found} />);
    case 'link':
      return looked(
        span.look,
        <a href={span.href} target="_blank" rel="noopener noreferrer nofollow">
          <Marked text={span.text} found={found} />
        </a>,
      );
    case 'channel':
      return looked(
        span.look,
        <a
          href={app.href(span.name)}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            app.go(span.name);
          }}
        >
          <Marked text={span.name} found={found} />
        </a>,
      );
    case 'mention':
      return span.self ? <span class="at">{span.text}</span> : <b>{span.text}</b>;
    case 'code':
      return (
        <code>
          <Marked text={span.text} found={found} />
        </code>
      );
    case 'spoiler':
      return <Spoiler spans={span.spans} found={found} />;
  }
}

/** Hidden until it is asked for. */
function Spoiler({ spans, found }: SpansProps) {
  const [shown, setShown] = useState(false);
  if (shown) {
    return (
      <span class="spoiler">
        <Spans spans={spans} found={found} />
      </span>
    );
  }
  return (
    <button type="button" class="spoiler hidden" aria-label="Spoiler, show" title="Spoiler: click to show" onClick={() => setShown(true)}>
      <span>
        <Spans spans={spans} found={undefined} />
      </span>
    </button>
  );
}

const styles = ['bold', 'italic', 'underline', 'strike', 'mono', 'reverse'] as const;

/** mIRC's formats. Colours are numbers here; the style sheet knows the rest. */
function looked(look: Look, inside: ComponentChildren) {
  const classes: string[] = styles.filter((style) => look[style]);
  if (look.fg !== undefined || look.bg !== undefined) classes.push('styled');
  if (classes.length === 0) return <>{inside}</>;
  return (
    <span class={classes.join(' ')} data-fg={look.fg} data-bg={look.bg}>
      {inside}
    </span>
  );
}

export function Marked({ text, found }: { readonly text: string; readonly found: readonly string[] | undefined }) {
  if (found === undefined || found.length === 0) return <>{text}</>;
  return <>{pieces(text, found).map((piece) => (piece.found ? <mark class="found">{piece.text}</mark> : piece.text))}</>;
}
