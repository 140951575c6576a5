"""The phones at an offsite: plain HTML over HTTP, no app, no account, no JavaScript needed."""
