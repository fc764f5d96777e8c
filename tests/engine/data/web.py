"""A real web server on this machine, which can break off, refuse ranges, and count what it is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Site:
    """What the server gives, and what it was asked for."""

    files: dict[str, bytes] = field(default_factory=dict)
    break_after: list[int] = field(default_factory=list)
    """Bytes after which the next answers break off."""
    knows_ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and range of every request."""
    address: str = ""


@contextmanager
def serve(site: Site) -> Iterator[Site]:
    """The site, on 127.0.0.1, inside."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            site.asked.append((self.path, wanted))
            content = site.files.get(self.path.removeprefix("/"))
            if content is None:
                self.send_error(404)
                return
            start = (
                int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and site.knows_ranges else 0
            )
            if start and start >= len(content):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            most = site.break_after.pop(0) if site.break_after else len(content)
            self.wfile.write(content[start : start + most])
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
