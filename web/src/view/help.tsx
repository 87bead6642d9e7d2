import { useApp } from './context';
import { Dialog } from './dialog';

/** The keys and the commands, from the very tables that run them. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  return (
    <Dialog title="Help" class="wide" onClose={onClose} read>
      <div class="content help" tabIndex={0} role="region" aria-label="Keys and commands">
        <section>
          <h3>Keys</h3>
          <dl>
            {app.keys.map((row) => (
              <>
                <dt>
                  {row.keys.map((key) => (
                    <kbd>{key}</kbd>
                  ))}
                </dt>
                <dd>{row.help}</dd>
              </>
            ))}
            <dt>
              <kbd>Enter</kbd>
              <kbd>↑</kbd>
              <kbd>↓</kbd>
            </dt>
            <dd>In the messages: from one to the next</dd>
          </dl>
        </section>
        <section>
          <h3>Commands</h3>
          <dl>
            {app.slashCommands.map((command) => (
              <>
                <dt>
                  <code>{command.usage}</code>
                </dt>
                <dd>{command.help}</dd>
              </>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
