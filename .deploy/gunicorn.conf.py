"""How CoachTrack is served: on a local port, behind the proxy of nginx.conf, by a few workers of a few threads."""

import multiprocessing
import os

wsgi_app = "coachtrack:create_app()"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", str(min(2 * multiprocessing.cpu_count() + 1, 9))))
threads = 4

# The proxy hands over whole requests, so nothing slow arrives here; what takes longer than this hangs.
timeout = 60
graceful_timeout = 30
keepalive = 75

# A worker is renewed now and then, not all of them at once.
max_requests = 5000
max_requests_jitter = 500

# Only the proxy on this machine is believed about where a request came from; see PROXY_HOPS too.
forwarded_allow_ips = "127.0.0.1"

limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190

worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108 - heartbeats wait for no disk
control_socket_disable = True
errorlog = "-"
accesslog = None  # the proxy writes one, without the secret part of calendar addresses
