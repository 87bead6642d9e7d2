// The state of the connection in a sentence. It holds no countdown: a screen reader
// says it whenever it changes, and nobody wants to hear every second.

import type { Connection } from '../state/model';

/** "" when all is well. */
export function connectionText(connection: Connection): string {
  switch (connection.phase) {
    case 'idle':
    case 'online':
      return '';
    case 'connecting':
      return connection.again ? 'Connecting again…' : 'Connecting…';
    case 'waiting':
      return 'Connection lost.';
    case 'offline':
      return 'You are offline. What you write is sent when the network is back.';
    case 'elsewhere':
      return 'Linnet is open in another tab.';
    case 'refused':
      return 'Not connected.';
  }
}
