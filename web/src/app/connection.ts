// The state of the connection in a sentence.

import type { Connection } from '../state/model';

/** "" when all is well. */
export function connectionText(connection: Connection, retryIn: number | null): string {
  switch (connection.phase) {
    case 'idle':
    case 'online':
      return '';
    case 'connecting':
      return connection.again ? 'Connecting again…' : 'Connecting…';
    case 'waiting':
      return retryIn === null || retryIn === 0 ? 'Connection lost. Trying again…' : `Connection lost. Trying again in ${retryIn} s.`;
    case 'offline':
      return 'You are offline. What you write is sent when the network is back.';
    case 'elsewhere':
      return 'Linnet is open in another tab.';
    case 'refused':
      return 'Not connected.';
  }
}
