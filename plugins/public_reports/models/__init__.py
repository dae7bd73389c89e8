"""群众反映: labels on walls, and what people report behind them."""

from plugins.public_reports.models.label import Label
from plugins.public_reports.models.photo import Photo
from plugins.public_reports.models.report import Report

__all__ = ["Label", "Photo", "Report"]
