"""What every answer says to the browser: load nothing from elsewhere, tell nobody where you came from."""

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
A_YEAR = 365 * 24 * 60 * 60


def register(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer, errors and static files included."""

    @app.url_defaults
    def name_the_version(endpoint: str, values: dict[str, object]) -> None:
        """A new version has new addresses for its style sheets, so that browsers may keep the old ones for an hour."""
        if endpoint.endswith("static"):
            values.setdefault("v", app.config["VERSION"])

    @app.after_request
    def say(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}; includeSubDomains")
        if response.status_code >= 400 or not (request.endpoint or "").endswith("static"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
