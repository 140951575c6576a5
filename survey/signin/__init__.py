"""Sign-in pages: plain HTML, because only a route of its own can set an HttpOnly cookie."""
