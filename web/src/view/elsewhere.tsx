import { useApp } from './context';
import { Mark } from './mark';

/** Another tab of this browser holds the connection. */
export function Elsewhere() {
  const app = useApp();
  return (
    <main class="alone">
      <div class="sheet">
        <Mark />
        <h1>Open in another tab</h1>
        <p class="lead">Linnet is open in another tab of this browser. You can go on there, or take the chat over to this one.</p>
        <button class="button primary" type="button" onClick={() => app.useHere()} autofocus>
          Use here
        </button>
      </div>
    </main>
  );
}
