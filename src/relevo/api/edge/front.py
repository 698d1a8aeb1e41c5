"""What all requests share: the injected parts, and what is counted across requests.

Not here: a single request (`exchange`).
"""

from relevo.api.edge.address import Addresses, is_loopback
from relevo.api.edge.buckets import Buckets, Rate
from relevo.api.edge.metrics import Metrics
from relevo.api.parts import Parts


class Front:
    """One running API."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.addresses = Addresses(parts.settings.server.trusted_proxies)
        self.metrics = Metrics(parts.registry, parts.clock)
        self.metrics.watch_streams("conversation", lambda: parts.streams.open_count)
        self.metrics.watch_streams("inbox", lambda: parts.inbox_streams.open_count)
        limits = parts.settings.limits
        self._exempts_loopback = limits.exempt_loopback
        self._addresses = Buckets(Rate(limits.per_address, limits.per_address_burst), parts.clock)
        self._visitors = Buckets(Rate(limits.per_visitor, limits.per_visitor_burst), parts.clock)
        self._newcomers = Buckets(Rate(limits.new_visitors, limits.new_visitors_burst), parts.clock)

    def count_request(self, address: str) -> None:
        """Raise the problem rate-limited when an address comes too often."""
        if not self._is_exempt(address):
            self._addresses.take(address)

    def count_change(self, purse: str, address: str) -> None:
        """The same for what one visitor changes; `purse` names the visitor and the kind of change."""
        if not self._is_exempt(address):
            self._visitors.take(purse)

    def count_newcomer(self, address: str) -> None:
        """The same for new visitors from one address."""
        if not self._is_exempt(address):
            self._newcomers.take(address)

    def _is_exempt(self, address: str) -> bool:
        return self._exempts_loopback and is_loopback(address)
