import { Icon } from './icon';

/** Beside a nick: it is that of an account, and whoever has it is logged in to it. */
export function Registered({ nick, account }: { readonly nick: string; readonly account: string | null }) {
  if (account === null || account.toLowerCase() !== nick.toLowerCase()) return null;
  return (
    <span class="registered" role="img" aria-label="Registered name" title={`${nick} is logged in to the account of that name`}>
      <Icon name="check" />
    </span>
  );
}
