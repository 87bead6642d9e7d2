import { useApp } from './context';
import { Icon } from './icon';

/**
 * The state of the connection. Silent while all is well; the region itself is
 * always there, or a screen reader would miss the first words put into it. The
 * countdown stands beside the spoken sentence, not in it: nobody wants to hear
 * every second.
 */
export function Status({ quiet = false }: { readonly quiet?: boolean }) {
  const app = useApp();
  const { phase } = app.connection.value;
  const text = app.connectionText.value;
  const seconds = app.retryIn.value;
  if (quiet) {
    return (
      <p class="spoken" role="status" aria-label="Connection">
        {text}
      </p>
    );
  }
  const lost = text !== '' && phase !== 'online';
  return (
    <div class="status">
      <div class={lost ? 'bar' : ''}>
        {lost && <Icon name="offline" />}
        <span class={lost ? '' : 'spoken'} role="status" aria-label="Connection">
          {text}
        </span>
        {lost && seconds !== null && <span aria-hidden="true">Trying again in {seconds} s</span>}
        {(phase === 'waiting' || phase === 'offline' || phase === 'refused') && (
          <button type="button" class="link-button" onClick={() => app.retryNow()}>
            Retry now
          </button>
        )}
      </div>
    </div>
  );
}
