"""The headers that every answer bears (trust.md T14, T35), and the content policies of the kinds of pages.

Not here: cross-origin rules (`cors`).
"""

from relevo.api.edge.asgi import Headers, encoded

API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
CONSOLE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' https: data:; font-src 'self'; "
    "manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


def security_headers(base_url: str) -> Headers:
    """Return what every answer bears. HTTPS is insisted on where it is in use."""
    strict = [("Strict-Transport-Security", "max-age=31536000")] if base_url.startswith("https://") else []
    return encoded(
        [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("X-Frame-Options", "DENY"),
            *strict,
        ]
    )


def defaults() -> dict[bytes, bytes]:
    """Return what an answer bears unless it says otherwise itself: nothing is kept, nothing is loaded."""
    return dict(
        encoded(
            [
                ("Cache-Control", "no-store"),
                ("Content-Security-Policy", API_POLICY),
                ("Cross-Origin-Resource-Policy", "same-origin"),
            ]
        )
    )
