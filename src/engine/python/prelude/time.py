# Python's time: all native. `sleep` is bound here, so that gevent can put its own in its place.

sleep = _sleep
