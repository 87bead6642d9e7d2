import { useSignal } from '@preact/signals';
import { useId, useState } from 'preact/hooks';
import type { ConversationView } from '../app/app';
import { Raw } from './banner';
import { dateOf } from './clock';
import { useApp } from './context';
import { Dialog } from './dialog';
import { Icon } from './icon';
import { Said } from './said';

/** The topic beside the channel's name; the button over it shows it in full and edits it. */
export function Topic({ view }: { readonly view: ConversationView }) {
  const app = useApp();
  const open = useSignal(false);
  const text = view.topic.value?.text ?? '';
  const plain = text === '' ? '' : plainOf(app.format(text));
  return (
    <>
      <span class="divider" />
      <div class="topic">
        <p class="words">{plain || (view.mayTopic.value ? 'Add a topic' : 'No topic')}</p>
        <button type="button" aria-label="Topic" title={plain || 'Topic'} aria-haspopup="dialog" onClick={() => (open.value = true)}>
          <Icon name="about" />
        </button>
      </div>
      {open.value && <TopicDialog view={view} onClose={() => (open.value = false)} />}
    </>
  );
}

function TopicDialog({ view, onClose }: { readonly view: ConversationView; readonly onClose: () => void }) {
  const app = useApp();
  const id = useId();
  const topic = view.topic.value;
  const [text, setText] = useState(topic?.text ?? '');
  const [problem, setProblem] = useState<{ readonly problem: string; readonly raw: string | null } | null>(null);

  const save = async () => {
    const outcome = await app.setTopic(view.key, text.replaceAll('\n', ' ').trim());
    if (outcome.ok) onClose();
    else setProblem(outcome);
  };

  return (
    <Dialog title={`Topic of ${view.name.value}`} onClose={onClose}>
      <form
        class="content"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div>
          {topic && topic.text !== '' ? <Said blocks={app.format(topic.text)} /> : <p class="hint">This channel has no topic.</p>}
          {topic && topic.by !== '' && (
            <p class="hint">
              Set by {topic.by}
              {topic.at > 0 && ` on ${dateOf(topic.at)}`}
            </p>
          )}
        </div>
        {view.mayTopic.value ? (
          <div class="field">
            <label for={id}>Topic</label>
            <textarea
              id={id}
              class="input"
              rows={3}
              value={text}
              autofocus
              maxLength={app.server.value.limits.topic}
              aria-invalid={problem !== null}
              onInput={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.isComposing) return;
                event.preventDefault();
                void save();
              }}
            />
            <div role="alert">
              {problem && <p class="complaint">{problem.problem}</p>}
              {problem && <Raw line={problem.raw} />}
            </div>
          </div>
        ) : (
          <p class="hint">Only operators can change it.</p>
        )}
        <div class="deeds">
          <button type="button" class="button" onClick={onClose}>
            {view.mayTopic.value ? 'Cancel' : 'Close'}
          </button>
          {view.mayTopic.value && (
            <button type="submit" class="button primary">
              Save topic
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

/** The words alone, for one line that can't hold links. */
function plainOf(blocks: ReturnType<ReturnType<typeof useApp>['format']>): string {
  return blocks.map((block) => (block.type === 'fence' ? block.text : block.spans.map(textOf).join(''))).join(' ');
}

type Span = Extract<ReturnType<ReturnType<typeof useApp>['format']>[number], { type: 'line' }>['spans'][number];

function textOf(span: Span): string {
  if (span.type === 'spoiler') return span.spans.map(textOf).join('');
  return span.type === 'channel' ? span.name : span.text;
}
