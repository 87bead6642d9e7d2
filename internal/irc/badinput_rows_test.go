package irc_test

// badInputs are written by hand from the specification of each command.
var badInputs = map[string]badInput{
	"AUDIT":       {early: "451", none: "481", empty: "481", many: "481", long: "481", twice: "481"},
	"AWAY":        {early: "451", none: "305", empty: "305", many: "306", long: "306", twice: "306"},
	"CAP":         {early: "410", none: "461", empty: "410", many: "410", long: "410", twice: "410"},
	"CHATHISTORY": {early: "451", none: "421", empty: "421", many: "421", long: "421", twice: "421"}, // without its capability
	"ERROR":       {},
	"HELP":        {early: "451", none: "704 705 706", empty: "704 705 706", many: "524", long: "524", twice: "524"},
	"HELPOP":      {early: "451", none: "704 705 706", empty: "704 705 706", many: "524", long: "524", twice: "524"},
	"INFO":        {early: "451", none: "371 374", empty: "371 374", many: "371 374|402", long: "371 374|402", twice: "371 374|402"},
	"INVITE":      {early: "451", none: "337", empty: "461", many: "401|403", long: "461", twice: "401|403"},
	"ISON":        {early: "451", none: "461", empty: "303", many: "303", long: "303", twice: "303"},
	"JOIN":        {early: "451", none: "461", empty: "461|403", many: "403|476", long: "403|476", twice: "403|476"},
	"KICK":        {early: "451", none: "461", empty: "461", many: "403", long: "461", twice: "403"},
	"LIST":        {early: "451", none: "321 322 323", empty: "321 322 323", many: "321 323", long: "321 323", twice: "321 323"},
	"LUSERS":      {early: "451", none: lusers, empty: lusers, many: lusers + "|402", long: lusers + "|402", twice: lusers + "|402"},
	"MODE":        {early: "451", none: "461", empty: "461|401|403", many: "401|502", long: "401", twice: "401|502"},
	"MOTD":        {early: "451", none: "422", empty: "422", many: "402", long: "402", twice: "402"},
	"NAMES":       {early: "451", none: "366", empty: "366", many: "366", long: "366", twice: "366"},
	"NICK":        {none: "431", empty: "431", many: "NICK", long: "432", twice: "432", others: "NICK"},
	"NOTICE":      {early: "|451"},
	"OPER":        {early: "451", none: "461", empty: "461", many: "491|464", long: "461", twice: "491|464"},
	"PART":        {early: "451", none: "461", empty: "461|403", many: "403", long: "403", twice: "403"},
	"PASS":        {none: "461|462", empty: "462", many: "462", long: "462", twice: "462"},
	"PING":        {early: "PONG", none: "461|409", empty: "409|461", many: "PONG", long: "PONG", twice: "PONG"},
	"PONG":        {},
	"PRIVMSG":     {early: "451", none: "411|461", empty: "411", many: "401", long: "412", twice: "401"},
	"QUIT":        {early: "ERROR", none: "ERROR", empty: "ERROR", many: "ERROR", long: "ERROR", twice: "ERROR", others: "QUIT"},
	"RESUME":      {early: "FAIL", none: "461", empty: "462", many: "462", long: "462", twice: "462"},
	"SETNAME":     {early: "451", none: "461"},
	"TAGMSG":      {early: "451", none: "411|461", empty: "411"},
	"TIME":        {early: "451", none: "391", empty: "391", many: "402", long: "402", twice: "402"},
	"TOPIC":       {early: "451", none: "461", empty: "403|461", many: "403", long: "403", twice: "403"},
	"USER":        {none: "461|462", empty: "461|462", many: "462", long: "461|462", twice: "461|462"},
	"USERHOST":    {early: "451", none: "461", empty: "302", many: "302", long: "302", twice: "302"},
	"VERSION":     {early: "451", none: "351 005", empty: "351 005", many: "402", long: "402", twice: "402"},
	"WHO":         {early: "451", none: "352 315", empty: "352 315", many: "315", long: "315", twice: "315"},
	"WHOIS":       {early: "451", none: "431|461", empty: "431", many: "402", long: "401 318", twice: "402"},
	"WHOWAS":      {early: "451", none: "431|461", empty: "431", many: "406 369", long: "406 369", twice: "406 369"},
}

const lusers = "251 252 253 254 255 265 266"
