# Types into HexChat what comes through the FIFO in its folder: a line is the name
# of a tab, a tab, and a command without its slash.
use strict;
use warnings;

Xchat::register('typist', '1', 'types what comes through a FIFO');

my $fifo = Xchat::get_info('configdir') . '/fifo';
# Read and write: a FIFO that its last writer has closed would be at its end.
open my $in, '+<', $fifo or die "$fifo: $!";
$in->blocking(0);

Xchat::hook_fd($in, sub {
	while (my $line = <$in>) {
		chomp $line;
		my ($tab, $command) = split /\t/, $line, 2;
		Xchat::set_context($tab || Xchat::get_info('network'));
		Xchat::command($command);
	}
	return Xchat::KEEP;
}, { flags => Xchat::FD_READ });
