"""`/metrics`: what an operator's monitoring asks for, in the text format of Prometheus."""

from __future__ import annotations

from search.web.metrics.counting import RequestCounts
from search.web.metrics.page import add_metrics

__all__ = ["RequestCounts", "add_metrics"]
