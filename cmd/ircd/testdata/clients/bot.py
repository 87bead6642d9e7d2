#!/usr/bin/python3
"""A bot on the irc library: bot.py HOST PORT NICK [PASSWORD].

A line on its standard input names a method of the library's connection and its
arguments, the last one behind a colon: "kick #tea sid :enough". Each event that the
library reports is a line on its standard output; after each change of modes it tells
whom the library takes for operators and voiced.
"""
import sys
import threading

import irc.bot


class Bot(irc.bot.SingleServerIRCBot):
    def __init__(self, host, port, nick, password=None):
        super().__init__([(host, int(port), password)], nick, nick)
        self.connection.add_global_handler("all_events", self.tell)

    def tell(self, _connection, event):
        if event.type != "all_raw_messages":
            say(event.type, event.source, event.target, *event.arguments)

    def on_mode(self, _connection, event):
        channel = self.channels.get(event.target)
        if channel:
            say("ranks", event.target, *sorted(f"@{nick}" for nick in channel.opers()),
                *sorted(f"+{nick}" for nick in channel.voiced()))

    def obey(self):
        for line in sys.stdin:
            words, _, text = line.rstrip("\n").partition(" :")
            method, *arguments = words.split(" ")
            getattr(self.connection, method)(*arguments, *([text] if text else []))


def say(*words):
    print(*words, flush=True)


bot = Bot(*sys.argv[1:])
threading.Thread(target=bot.obey, daemon=True).start()
bot.start()
