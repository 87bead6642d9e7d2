// What the server says about itself and to this person alone.

import { isRefusal, isStandardReply, sentence } from '../irc/sentences';
import type { Draft } from './draft';
import { tellHere } from './lines_message';
import type { Line, LineTable } from './line';

/** Lines that the client deals with, or that say nothing a person wants to read unasked. */
const SILENT = new Set([
  'CAP', 'BATCH', 'RESUME', 'PONG', 'ERROR', 'AUTHENTICATE',
  '002', '003', '004', '005', '221', '250', '251', '252', '253', '254', '255', '265', '266',
  '219', '262', '272', '282', '315', '321', '322', '323', '329', '337', '347', '349', '365', '368', '369', '372', '374',
  '375', '376', '422', '729', '770', '902', '903', '904', '905', '906', '907', '908',
]);

export const SERVER_LINES: LineTable = {
  '001'(d, line) {
    d.state.server = { ...d.state.server, name: line.message.source?.name ?? '' };
  },
  '004'(d, line) {
    d.state.server = { ...d.state.server, version: line.message.params[2] ?? '' };
  },
  // The ERROR that follows tells the same, and ends the connection.
  KILL: () => {},
  WALLOPS: (d, line) => tellHere(d, `${line.nick} to all: ${line.message.params.at(-1) ?? ''}`, 'plain', line.message.raw, line.at),
};

/** A line without a row: a numeric nobody asked for becomes a sentence. */
export function tellOther(d: Draft, line: Line): void {
  const { message, claimed, at } = line;
  if (claimed || SILENT.has(message.command)) return;
  if (!/^\d{3}$/.test(message.command) && !isStandardReply(message)) return;
  tellHere(d, sentence(message), isRefusal(message) ? 'error' : 'plain', message.raw, at);
}
