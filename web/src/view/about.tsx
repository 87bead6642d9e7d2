import { useApp } from './context';
import { Dialog } from './dialog';
import { Mark } from './mark';

/** What this is. */
export function About({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const server = app.server.value;
  return (
    <Dialog title="About" onClose={onClose} read>
      <div class="content about-page">
        <Mark />
        <p class="name">Linnet</p>
        <p>
          A chat server and its web client. Underneath it is plain IRC, so irssi, WeeChat and bots sit in the same channels as this page.
        </p>
        <dl>
          <dt>Version</dt>
          <dd>{app.about.version}</dd>
          {server.name !== '' && <dt>Server</dt>}
          {server.name !== '' && <dd>{server.name}</dd>}
          {server.network !== '' && <dt>Network</dt>}
          {server.network !== '' && <dd>{server.network}</dd>}
          <dt>Licence</dt>
          <dd>MIT</dd>
        </dl>
        <p class="small">
          A linnet is a small finch that sings best in company. Singers were once kept in cages; this one stays because it likes to: no account
          needed, no tracker, nothing from elsewhere.
        </p>
      </div>
    </Dialog>
  );
}
