import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from './icon';

const words = signal('');

/** Says something small that worked: "Link copied". */
export function say(text: string): void {
  words.value = text;
}

export function Toast() {
  const text = words.value;
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => (words.value = ''), 4000);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="toasts" role="status" aria-label="Notice">
      {text !== '' && (
        <div class="toast">
          <Icon name="check" />
          <span class="words">{text}</span>
        </div>
      )}
    </div>
  );
}
