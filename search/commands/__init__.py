"""The commands, one file each: a new file here is a new command of `verbale`. Each module has a `command`."""
