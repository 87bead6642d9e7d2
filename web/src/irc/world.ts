// What the protocol needs of the world around it; tests hand in their own.

export interface Wire {
  send(line: string): void;
  close(): void;
}

export interface WireEvents {
  opened(): void;
  line(line: string): void;
  closed(reason: string): void;
}

export interface World {
  now(): number;
  random(): number;
  /** Runs once after some milliseconds; returns how to call it off. */
  after(milliseconds: number, run: () => void): () => void;
  /** Opens a WebSocket. */
  dial(events: WireEvents): Wire;
  /** What the browser says of the network. */
  isOnline(): boolean;
  /** Calls back when that changes; for as long as the page lives. */
  onNetwork(change: (online: boolean) => void): void;
}

/** The browser's world. */
export function browserWorld(url: string): World {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    dial: (events) => dial(url, events),
    isOnline: () => navigator.onLine,
    onNetwork(change) {
      addEventListener('online', () => change(true));
      addEventListener('offline', () => change(false));
    },
  };
}

/** The IRCv3 WebSocket: a message is a line without CR LF. */
function dial(url: string, events: WireEvents): Wire {
  const socket = new WebSocket(url, ['text.ircv3.net']);
  let open = true;
  const end = (reason: string) => {
    if (!open) return;
    open = false;
    events.closed(reason);
  };
  socket.onopen = () => events.opened();
  socket.onmessage = (message) => {
    if (open && typeof message.data === 'string') events.line(message.data);
  };
  socket.onclose = (close) => end(close.reason);
  return {
    send(line) {
      if (socket.readyState === WebSocket.OPEN) socket.send(line);
    },
    close() {
      socket.close();
      // A dead network would keep the browser waiting for the closing handshake.
      end('');
    },
  };
}
